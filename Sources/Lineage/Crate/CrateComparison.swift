import ByteIO
package import JSONText
package import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// What a crate says it holds, what it holds, and what was made anew, file by file.
package struct CrateComparison: Sendable {
  /// What became of one file.
  package enum Verdict: String, Sendable {
    /// Made anew with the same bytes.
    case same
    /// Made anew with other bytes.
    case different
    /// Not made anew.
    case missing
    /// Made anew, and not in the crate.
    case added
    /// The crate's own copy is gone or has other bytes than the crate says.
    case damaged
  }

  /// A published file.
  package struct File: Sendable {
    /// Its name within the release.
    package let name: String
    /// What became of it.
    package let verdict: Verdict
    /// The digest that the crate gives it.
    package let recorded: String?
    /// The digest of what was made anew.
    package let remade: String?
    /// The digest of the crate's own copy; nil where there is none.
    package let copy: String?
  }

  /// The files, in the order of the crate, then those that it does not have.
  package let files: [File]

  /// Whether every file was made anew with the same bytes, and the crate holds what it says.
  package var isSame: Bool { files.allSatisfy { $0.verdict == .same } }

  /// Compares a crate with what was made anew.
  package init(_ run: CrateRun, release: String, remade: [PublishedFile]) {
    files =
      run.files.map { file in
        let new = remade.first { $0.name == file.name }?.sha256
        let copy = try? FileDigest.digest(release + "/" + file.name).description
        let verdict: Verdict =
          new == nil
          ? .missing : new != file.sha256 ? .different : copy != file.sha256 ? .damaged : .same
        return File(
          name: file.name, verdict: verdict, recorded: file.sha256, remade: new, copy: copy)
      }
      + remade.filter { file in !run.files.contains { $0.name == file.name } }.map {
        File(name: $0.name, verdict: .added, recorded: nil, remade: $0.sha256, copy: nil)
      }
  }

  /// A line a file, for people.
  package var text: String {
    files.map { file in
      let note =
        switch file.verdict {
        case .different: "  made anew: \(file.remade ?? "-")"
        case .damaged: "  in the crate: \(file.copy ?? "nothing")"
        default: ""
        }
      let verdict = file.verdict.rawValue.padded(to: 9)
      return "\(verdict)  \(file.recorded ?? file.remade ?? "")  \(file.name)\(note)"
    }.joined(separator: "\n")
  }

  /// The same for machines.
  package var json: JSONNode {
    .list(
      files.map { file in
        [
          "name": .text(file.name), "verdict": .text(file.verdict.rawValue),
          "recorded": file.recorded.map { .text($0) } ?? nil,
          "remade": file.remade.map { .text($0) } ?? nil,
          "copy": file.copy.map { .text($0) } ?? nil,
        ]
      })
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
