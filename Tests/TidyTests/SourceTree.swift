import Foundation
import TestSupport
import Testing

/// The Swift files of the project as text.
struct SourceFile: Sendable, CustomTestStringConvertible {
  let path: String
  let lines: [String]

  var testDescription: String { path }

  /// The module that the file belongs to.
  var module: String { String(path.split(separator: "/")[1]) }

  /// The files below a folder of the project.
  static func all(_ folder: String) -> [SourceFile] {
    let root = SharedData.project(folder)
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return names.sorted().filter { $0.hasSuffix(".swift") }.compactMap { name in
      guard let text = try? String(contentsOfFile: root + "/" + name, encoding: .utf8) else {
        return nil
      }
      return SourceFile(
        path: folder + "/" + name,
        lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
  }

  /// A line without its comment and without the text in quotes.
  static func code(_ line: String) -> String {
    var result = ""
    var isQuoted = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { isQuoted.toggle() }
      if !isQuoted { result.append(character) }
      if !isQuoted, result.hasSuffix("//") { return String(result.dropLast(2)) }
      previous = character
    }
    return result
  }
}
