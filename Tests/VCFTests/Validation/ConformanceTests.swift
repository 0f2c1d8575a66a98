import Foundation
import TestSupport
import Testing
import VCF

@Suite(
  "Conformance files of the specification",
  .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct ConformanceTests {
  @Test("Every file that must be accepted breaks no strict rule")
  func passed() throws {
    let files = try conformanceFiles("passed")
    #expect(files.count > 75)
    for file in files {
      let violations = StrictReader.violations(in: file.path)
      #expect(violations.isEmpty, "\(file.version)/\(file.name): \(violations)")
    }
  }

  @Test("Every file that is wrong is refused for the reason it states")
  func failed() throws {
    let files = try conformanceFiles("failed")
    #expect(files.count > 600)
    var unexplained: [String] = []
    for file in files where !isRefusedAsStated(file) {
      unexplained.append("\(file.version)/\(file.name)")
    }
    #expect(unexplained.isEmpty)
  }

  @Test("Every row of the table names a file that exists")
  func tableIsCurrent() throws {
    let files = try conformanceFiles("failed")
    let used = files.filter {
      ConformanceExpectations.row(version: $0.version, name: $0.name) != nil
    }
    #expect(used.count == ConformanceExpectations.count)
  }

  @Test("No message of a refused file quotes its cells")
  func messagesQuoteNothing() throws {
    for file in try conformanceFiles("failed") {
      for violation in StrictReader.violations(in: file.path) {
        #expect(!violation.message.isEmpty)
        for text in ["HG0009", "random", "Some sample", "my_string", "rs1807"] {
          #expect(!violation.description.contains(text), "\(file.name)")
        }
      }
    }
  }

  private func isRefusedAsStated(_ file: ConformanceFile) -> Bool {
    let violations = StrictReader.violations(in: file.path)
    if let row = ConformanceExpectations.row(version: file.version, name: file.name) {
      return violations.contains {
        $0.rule.rawValue == row.rule && ($0.line ?? 0) == row.line && $0.field == row.field
          && $0.message.hasPrefix(row.words)
      }
    }
    // `##CauseOfFailure=INFO DP Type is not Integer`
    let words = file.cause.split(separator: " ").map(String.init)
    guard words.count == 6, words[3] == "is", words[4] == "not" else { return false }
    return violations.contains {
      $0.rule == .header && $0.line == 3 && $0.field == words[0] + "/" + words[1]
        && $0.message.hasSuffix(words[2] + "=" + words[5])
    }
  }
}

private struct ConformanceFile {
  let version: String
  /// The file's name without `failed_` and its extension.
  let name: String
  let path: String

  /// What the file says of itself.
  var cause: String {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let prefix = "##CauseOfFailure="
    let line = text.split(separator: "\n").first { $0.hasPrefix(prefix) }
    return String(line?.dropFirst(prefix.count) ?? "").trimmingCharacters(in: .whitespaces)
  }
}

private func conformanceFiles(_ verdict: String) throws -> [ConformanceFile] {
  var files: [ConformanceFile] = []
  for version in ["4.1", "4.2", "4.3", "4.4", "4.5"] {
    let folder = SharedData.file("vcf/hts-specs/\(version)/\(verdict)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() where name.hasSuffix(".vcf") {
      files.append(
        ConformanceFile(
          version: version,
          name: String(name.dropLast(4)).replacing("failed_", with: ""),
          path: folder + "/" + name))
    }
  }
  return files
}
