import Foundation
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// Mended records on their way from quarantine files into a run.
struct MendedRecords {
  private let records: [QuarantineEntry]
  private let catalog: DigestingCatalog

  init(_ records: [QuarantineEntry], ledger: Ledger, runID: String) {
    self.records = records
    catalog = DigestingCatalog(ledger: ledger, runID: runID)
  }

  /// The mended records in quarantine files: those that are not what was refused.
  ///
  /// - Throws: A failure that names file and line where a line is no record of a quarantine, or is empty.
  static func read(_ files: [String]) throws(StageError) -> [QuarantineEntry] {
    var records: [QuarantineEntry] = []
    for file in files {
      try QuarantineFile.forEach(file) { entry throws(StageError) in
        guard entry.isMended else { return }
        guard !entry.raw.isEmpty else {
          throw StageError(
            .input, "the mended record of \(entry.file) is empty",
            remedy: "a record cannot be taken out; mend the file at its source", file: file,
            line: entry.line)
        }
        records.append(entry)
      }
    }
    return records
  }

  /// The book of mends of a run with these records; nil where there are none.
  func book(_ work: WorkFolder) throws -> MendBook? {
    guard !records.isEmpty else { return nil }
    defer { catalog.settle() }
    var book = MendBook(work)
    for (path, mends) in Dictionary(grouping: records, by: \.file).sorted(by: { $0.key < $1.key }) {
      do throws(Diagnostic) {
        let digest = try catalog.digestOfBytes(path)
        do throws(StageError) { try book.propose(mends, of: digest) } catch {
          throw error.diagnostic
        }
      } catch {
        throw CompilationFailure([error])
      }
    }
    return book
  }

  /// Refuses mended records of files that the definition does not read.
  static func check(
    _ records: [QuarantineEntry], against plan: ExecutionPlan
  ) throws(CompilationFailure) {
    let read = Set(plan.segments.flatMap { $0.shards.flatMap(\.paths) })
    let strange = Set(records.map(\.file)).subtracting(read).sorted()
    guard !strange.isEmpty else { return }
    throw CompilationFailure(
      strange.map {
        Diagnostic(
          rule: "not-an-input",
          "the definition does not read this file, of which records are mended",
          remedy: "give the --set that the run was given, or leave these records out", file: $0)
      })
  }
}

extension StageError {
  /// The failure as an error about the file that it names.
  fileprivate var diagnostic: Diagnostic {
    Diagnostic(rule: "bad-mend", message, remedy: remedy, file: file)
  }
}
