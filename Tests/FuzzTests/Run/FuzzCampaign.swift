import Foundation
import TestSupport
import Testing

/// Runs a campaign in processes that may die, and goes on behind the input that killed one.
struct FuzzCampaign {
  /// Inputs of one process.
  private static let chunk = 20_000

  let settings: FuzzSettings

  /// Runs the inputs; every broken promise, crash and hang is an issue of the test.
  func run() async throws -> FuzzReport {
    var report = FuzzReport()
    var next = settings.first
    let end = settings.first + settings.inputs
    while next < end {
      var part = settings
      part.first = next
      part.inputs = min(Self.chunk, end - next)
      next += part.inputs
      let scratch = try TemporaryFolder()
      let folder = scratch.path
      await #expect(processExitsWith: .success) {
        [part = part as FuzzSettings, folder = folder as String] in
        exit(try FuzzRun(settings: part, folder: folder).run() ? 0 : 3)
      }
      let found = try? JSONDecoder().decode(
        FuzzReport.self, from: Data(contentsOf: URL(filePath: folder + "/report.json")))
      if let found { report.add(found) }
      if FileManager.default.fileExists(atPath: folder + "/done") { continue }
      let killer = Self.killer(folder, part)
      report.findings.append(killer)
      next = killer.input + 1
    }
    for finding in report.findings.prefix(20) {
      Issue.record(
        """
        input \(finding.input) of seed \(settings.seed): \(finding.description); kept in \
        \(settings.folder), run again with Tests/fuzz.sh \(settings.subject == .resources ? "resources " : "")1 \(settings.seed) \(finding.input)
        """)
    }
    return report
  }

  /// The input at which the process ended, whose files are kept.
  private static func killer(_ folder: String, _ part: FuzzSettings) -> FuzzReport.Finding {
    let current = (try? String(contentsOfFile: folder + "/current", encoding: .utf8)) ?? ""
    let words = current.split(separator: " ").map(String.init)
    guard words.count == 2, let number = Int(words[0]),
      let kind = FuzzInput.Kind(rawValue: words[1])
    else {
      return FuzzReport.Finding(
        input: part.first + part.inputs - 1, description: "the process died before its first input")
    }
    keep(kind, number, part, from: folder)
    let notice = try? String(contentsOfFile: folder + "/notice", encoding: .utf8)
    return FuzzReport.Finding(input: number, description: notice ?? "the process died")
  }

  /// Keeps the files of an input.
  static func keep(
    _ kind: FuzzInput.Kind, _ number: Int, _ settings: FuzzSettings, from folder: String
  ) {
    let files = FileManager.default
    try? files.createDirectory(atPath: settings.folder, withIntermediateDirectories: true)
    for name in FuzzInput.files(of: kind) {
      let kept = "\(settings.folder)/\(settings.seed)-\(number)-\(name)"
      try? files.removeItem(atPath: kept)
      try? files.copyItem(atPath: folder + "/" + name, toPath: kept)
    }
  }
}
