import JSONText
import PipelineModel

extension Compilation {
  /// The settings under `slurm`, with everything that is wrong reported.
  mutating func slurmSettings() -> SlurmSettings {
    var values: [String: any Sendable] = [:]
    for member in definition.slurm {
      guard let setting = SlurmSettings.all.first(where: { $0.name == member.key }) else {
        diagnostics.error(
          "unknown-key", "\"slurm\" has no \"\(member.key)\"",
          remedy: NearestName.remedy(member.key, among: SlurmSettings.all.map(\.name)),
          at: member.keyPosition)
        continue
      }
      var decoder = SettingDecoder(
        subject: "\"\(member.key)\" of \"slurm\"", folder: folder, secrets: [],
        diagnostics: diagnostics)
      values[member.key] = setting.decodeAny(member.value, &decoder)
      diagnostics = decoder.diagnostics
    }
    return SlurmSettings(values)
  }
}
