import ArgumentParser
import Foundation
import JSONText
import PipelineModel
import PipelineRuntime

/// Looks at the records that a run has kept aside, and runs again with mended ones.
struct QuarantineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "Lists and shows the records that a run has kept aside; runs again with mended ones.",
    subcommands: [List.self, Show.self, ReplayCommand.self])

  /// Counts the records of a run.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Counts the records in quarantine by stage, file and rule.")

    @Argument(help: "The run; the latest one by default.")
    var runID: String?

    @OptionGroup var folders: FolderOptions

    @Flag(help: "Lists every record with its name, place and rule, never its content.")
    var records = false

    @Flag(help: "Prints JSON on standard output.")
    var json = false

    func run() throws {
      let quarantine = try RunQuarantine(WorkFolder(path: folders.workFolder), runID)
      if records {
        try quarantine.forEach { name, entry in
          print(json ? Self.node(name, entry).compactText : Self.line(name, entry))
        }
      } else {
        try count(quarantine)
      }
    }

    private struct Group: Hashable {
      let stage: String
      let file: String
      let rule: String
    }

    private func count(_ quarantine: RunQuarantine) throws {
      var counts: [Group: Int] = [:]
      try quarantine.forEach { _, entry in
        counts[Group(stage: entry.stage, file: entry.file, rule: entry.rule), default: 0] += 1
      }
      let groups = counts.sorted {
        ($0.key.stage, $0.key.file, $0.key.rule) < ($1.key.stage, $1.key.file, $1.key.rule)
      }
      let total = counts.values.reduce(0, +)
      guard !json else {
        let list = groups.map { group, count -> JSONNode in
          [
            "stage": .text(group.stage), "file": .text(group.file), "rule": .text(group.rule),
            "records": .integer(count),
          ]
        }
        print(
          JSONNode.object([
            ("run", .text(quarantine.runID)), ("records", .integer(total)), ("groups", .list(list)),
          ]).prettyText)
        return
      }
      for (group, count) in groups {
        print("\(count)\t\(group.stage)\t\(group.rule)\t\(group.file)")
      }
      let words = total == 1 ? "1 record is" : "\(total) records are"
      print("\(words) in quarantine of run \(quarantine.runID)")
    }

    private static func line(_ name: String, _ entry: QuarantineEntry) -> String {
      let place = entry.line.map(String.init) ?? "offset \(entry.offset)"
      let field = entry.field.map { " \($0)" } ?? ""
      return "\(name)\t\(entry.file):\(place)\t\(entry.rule)\(field)"
    }

    static func node(_ name: String, _ entry: QuarantineEntry) -> JSONNode {
      .object([("name", .text(name))] + entry.members(withRaw: false))
    }
  }

  /// Shows one record.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Shows where a record in quarantine stands and what is wrong with it.")

    @Argument(help: "The record as list --records names it, such as genotypes:12.")
    var record: String

    @Argument(help: "The run; the latest one by default.")
    var runID: String?

    @OptionGroup var folders: FolderOptions

    @Flag(help: "Also prints the record itself, which may tell about a person.")
    var raw = false

    func run() throws {
      let quarantine = try RunQuarantine(WorkFolder(path: folders.workFolder), runID)
      var found: QuarantineEntry?
      try quarantine.forEach { name, entry in
        if name == record { found = entry }
      }
      guard let found else {
        StandardError.write(
          "error: run \(quarantine.runID) has no record \"\(record)\" in quarantine; "
            + "pcmflow quarantine list --records names them")
        throw ExitStatus.definitionRefused
      }
      for (name, value) in found.members(withRaw: false) {
        print("\(name): \(value.string ?? value.compactText)")
      }
      if raw { print("raw:\n\(String(decoding: found.raw, as: UTF8.self))") }
    }
  }
}

/// The quarantine of one run.
struct RunQuarantine {
  /// The run.
  let runID: String
  private let folder: String

  init(_ work: WorkFolder, _ named: String?) throws {
    runID = try RunChoice(work).identifier(named)
    folder = work.run(runID) + "/quarantine"
  }

  /// The files, one a stage.
  var files: [String] {
    Folder.names(folder).filter { $0.hasSuffix(".ndjson") }.map { folder + "/" + $0 }
  }

  /// Hands over each record with its name, such as `genotypes:12`.
  func forEach(_ work: (String, QuarantineEntry) -> Void) throws {
    do throws(StageError) {
      for file in files {
        var number = 0
        try QuarantineFile.forEach(file) { entry in
          number += 1
          work("\(entry.stage):\(number)", entry)
        }
      }
    } catch {
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    }
  }

  /// How many records there are.
  func count() throws -> Int {
    var count = 0
    try forEach { _, _ in count += 1 }
    return count
  }
}
