import Foundation
import TestSupport
import Testing

/// Thousands of bad records of many kinds: none is lost, each is told with its place, and mended they give the bytes of
/// a clean night. `Tests/badRecords.sh` runs 10,000 of them for each container.
@Suite("Bad records of every kind")
struct BadRecordTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["PCMFLOW_BAD_RECORDS"].flatMap { Int($0) } ?? 1200
  private static let seed = environment["PCMFLOW_BAD_RECORDS_SEED"].flatMap { UInt64($0) } ?? 20

  private static func definition(_ container: BadRecordInput.Container) -> String {
    let reader =
      container == .ndjson
      ? #""use": "fhir.read", "with": { "files": "in.ndjson", "onBad": "quarantine" }"#
      : #""use": "vcf.read", "with": { "files": "in.vcf*", "build": "GRCh38", "onBad": "quarantine" }"#
    let sink =
      container == .ndjson
      ? #"""
      "use": "fhir.view", "with": { "view": { "resource": "Patient", "status": "active", "select": [{ "column": [
        { "name": "id", "path": "id" }, { "name": "sex", "path": "gender" }, { "name": "born", "path": "birthDate" }] }] } }
      """#
      : #""use": "variants.table", "with": { "columns": ["POS", "ID", "REF", "QUAL", "SAMPLE", "FORMAT/GT"] }"#
    return """
      { "pipeline": "bad", "stages": { "in": { \(reader) }, "out": { "from": "in", \(sink) } },
        "publish": { "out.csv": { "from": "out.table", "privacy": "identifiable" } } }
      """
  }

  /// A folder with the definition and one input.
  private func folder(
    _ container: BadRecordInput.Container, _ text: String
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Self.definition(container), to: "bad.json")
    switch container {
    case .plain: try folder.write(text, to: "in.vcf")
    case .bgzf: try folder.write(Packed.bgzf(text), to: "in.vcf.gz")
    case .ndjson: try folder.write(text, to: "in.ndjson")
    }
    return folder
  }

  @Test(
    "Each is in quarantine with file, line, offset and rule, and a replay gives the bytes of a clean night",
    arguments: BadRecordInput.Container.allCases, [1, 4])
  func all(_ container: BadRecordInput.Container, jobs: Int) throws {
    let input = BadRecordInput(container, count: Self.count, seed: Self.seed)
    #expect(input.kinds.count >= 12)
    let clean = try folder(container, input.cleanText)
    let cleanRun = try Program.run("run", "bad.json", in: clean.path)
    #expect(cleanRun.exitCode == 0, "\(cleanRun.errors)")
    let broken = try folder(container, input.text)
    let run = try Program.run("run", "bad.json", "--jobs", "\(jobs)", in: broken.path)
    #expect(run.exitCode == 0, "\(run.errors)")
    let path = try RunFile.latestFolder(broken.path) + "/quarantine/in.ndjson"
    try compare(try QuarantineFile(path).entries, input, broken.path)
    let mended = try mend(path, input, in: broken)
    let replay = try Program.run(
      "quarantine", "replay", "bad.json", "--mended", mended, "--jobs", "\(jobs)", in: broken.path)
    #expect(replay.exitCode == 0, "\(replay.errors.prefix(2000))")
    #expect(try broken.read("results/latest/out.csv") == clean.read("results/latest/out.csv"))
    for text in [run.output, run.errors, replay.output, replay.errors] {
      #expect(!text.contains("person-"))
    }
  }

  private func compare(
    _ entries: [QuarantineFile.Entry], _ input: BadRecordInput, _ folder: String
  ) throws {
    let blocks = Packed.pack(input.text).blocks
    let name = ["plain": "in.vcf", "bgzf": "in.vcf.gz", "ndjson": "in.ndjson"][
      input.container.rawValue]
    try #require(entries.count == input.refusals.count)
    var wrong: [String] = []
    for (entry, refusal) in zip(entries, input.refusals) {
      let offset =
        input.container == .bgzf
        ? Packed.virtualOffset(refusal.textOffset, blocks) : UInt64(refusal.textOffset)
      let isRight =
        entry.file == folder + "/" + (name ?? "") && entry.line == refusal.line
        && entry.offset == offset && entry.rule == refusal.rule && entry.stage == "in"
      if !isRight { wrong.append("\(entry) is not \(refusal) at \(offset)") }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.first ?? "")")
  }

  /// Puts the good record into each line of a quarantine file.
  private func mend(
    _ path: String, _ input: BadRecordInput, in folder: TemporaryFolder
  ) throws -> String {
    var lines: [String] = []
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      var entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      entry["raw"] = input.mends[entry["line"] as? Int ?? 0]
      let data = try JSONSerialization.data(withJSONObject: entry)
      lines.append(String(decoding: data, as: UTF8.self))
    }
    return try folder.write(lines.joined(separator: "\n") + "\n", to: "mended.ndjson")
  }
}
