import Foundation
import JSONText
import PipelineModel
import PipelinePlanner
import Stages
import Testing

/// A definition that must be refused, and how: one entry of a file in `Cases`.
///
/// A file holds entries of this form; `▶` stands right before the character that an error must point at, and the
/// n-th mark belongs to the n-th `error` line. Words that the message or the remedy must hold follow the rule; ` … `
/// separates several.
///
/// ```
/// === A key of a stage is misspelt
/// error unknown-key: did you mean "with"?
/// ---
/// { "pipeline": "p", "stages": { "a": { "use": "vcf.read", ▶"wiht": {} } } }
/// ```
///
/// `error-without-place` is an error about an argument; `set name=value` is an argument. An entry titled `around`
/// holds the text around those that follow it, which take the place of `◆` in it.
struct BrokenDefinition: Sendable, CustomTestStringConvertible {
  /// An error that the compiler must report.
  struct Expectation: Sendable, CustomStringConvertible {
    var rule: String
    var words: [String]
    var position: SourcePosition?

    var description: String {
      let place = position.map { "\($0.line):\($0.column)" } ?? "no place"
      return "\(place): \(words.joined(separator: " … ")) [\(rule)]"
    }

    func matches(_ error: Diagnostic) -> Bool {
      let text = "\(error.message); \(error.remedy ?? "")"
      return error.rule == rule && error.position == position && words.allSatisfy(text.contains)
    }
  }

  var testDescription: String
  var text: String
  var expectations: [Expectation]
  var settings: [(name: String, value: String)]

  /// The entries of all files.
  static let all: [BrokenDefinition] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "case" }
      .sorted { $0.path() < $1.path() }
      .flatMap { file in
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return entries(text, file: file.deletingPathExtension().lastPathComponent)
      }
  }()

  private static func entries(_ text: String, file: String) -> [BrokenDefinition] {
    var around = "◆"
    var result: [BrokenDefinition] = []
    for entry in ("\n" + text).components(separatedBy: "\n=== ").dropFirst() {
      let parts = entry.components(separatedBy: "\n---\n")
      let head = parts[0].components(separatedBy: "\n")
      var body = parts.dropFirst().joined(separator: "\n---\n")
      if body.hasSuffix("\n") { body.removeLast() }
      if head[0] == "around" {
        around = body
      } else {
        result.append(
          BrokenDefinition(
            title: "\(file): \(head[0])", head: head.dropFirst(),
            marked: around.replacing("◆", with: body)))
      }
    }
    return result
  }

  private init(title: String, head: ArraySlice<String>, marked: String) {
    testDescription = title
    expectations = []
    settings = []
    var places = Self.places(marked)
    text = marked.replacing("▶", with: "")
    for line in head {
      let (word, rest) = Self.split(line, at: " ")
      if word == "set" { settings.append(Self.split(rest, at: "=")) }
      guard word.hasPrefix("error") else { continue }
      let (rule, words) = Self.split(rest, at: ": ")
      let hasPlace = word == "error" && !places.isEmpty
      expectations.append(
        Expectation(
          rule: rule, words: words.components(separatedBy: " … "),
          position: hasPlace ? places.removeFirst() : nil))
    }
    if !places.isEmpty { Issue.record("\(title): more marks than errors") }
  }

  private static func split(_ line: String, at mark: String) -> (name: String, value: String) {
    guard let range = line.range(of: mark) else { return (line, "") }
    return (String(line[..<range.lowerBound]), String(line[range.upperBound...]))
  }

  /// The line and column that each mark stands before; marks themselves do not count.
  private static func places(_ marked: String) -> [SourcePosition] {
    var places: [SourcePosition] = []
    var position = SourcePosition.start
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "▶": places.append(position)
      case "\n": position = SourcePosition(line: position.line + 1, column: 1)
      default: position.column += 1
      }
    }
    return places
  }

  /// Everything that the compiler finds wrong; nothing when it takes the definition.
  func errors() -> [Diagnostic] {
    let registry = StageRegistry(builtinStages.types + [StageWithSecret.self])
    do {
      _ = try Compiler(registry: registry).compile(
        Array(text.utf8), file: "case.json", folder: "/nonexistent/folder",
        arguments: RunArguments(
          settings: settings, currentFolder: "/nonexistent/current", date: "2026-01-31",
          runID: "run"))
      return []
    } catch {
      return error.diagnostics.filter { $0.severity == .error }
    }
  }
}
