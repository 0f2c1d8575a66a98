import Foundation
import JSONText
import PipelineModel
import PipelineRuntime

extension TaskExplanation {
  /// What is known, for people.
  var lines: [String] {
    var lines = ["task \(task): \(label)", "  it \(work)"]
    lines += stages.map { "  stage \($0.name): \($0.kind) version \($0.version)" }
    lines += files.map { "  file \($0)" }
    lines += waitsFor.prefix(10).map { "  waits for \($0)" }
    if waitsFor.count > 10 { lines.append("  waits for \(waitsFor.count - 10) more") }
    lines.append(runs ? "would run: \(reason ?? "new")" : "would be reused")
    for product in products { lines += Self.lines(product) }
    for account in accounts {
      lines.append(
        "records of \(account.file) in \(account.stage): \(account.read) read = \(account.kept) kept + "
          + "\(account.quarantinedCount) quarantined + \(account.droppedCount) dropped")
    }
    if let last {
      let attempts = last.record.attempts == 1 ? "1 attempt" : "\(last.record.attempts) attempts"
      let seconds = String(format: "%.2f s", max(0, last.record.ended - last.record.began))
      let work = [.run, .failed].contains(last.record.outcome) ? ", \(attempts), \(seconds)" : ""
      lines.append("in run \(last.run): \(last.record.outcome.rawValue)\(work)")
      if let error = last.record.error { lines.append("  error: \(error)") }
    } else {
      lines.append("it was part of no run that has left a record")
    }
    return lines
  }

  private static func lines(_ product: Product) -> [String] {
    var lines = ["result for \(product.stage)", "  key \(product.key)"]
    lines += product.components.map { "  made from \($0.label): \($0.value ?? "(text)")" }
    lines += product.changes.map { "  since last time: \($0)" }
    guard let folder = product.folder else { return lines + ["  not committed"] }
    if let commitment = product.commitment {
      let time = Date(timeIntervalSince1970: commitment.committed).formatted(.iso8601)
      lines.append("  committed by run \(commitment.run) at \(time)")
    }
    lines.append("  lies in \(folder), \(product.bytes) bytes")
    lines += product.rows.sorted { $0.key < $1.key }.map { "  table \($0.key): \($0.value) rows" }
    return lines + product.documents.map { "  document \($0)" }
  }

  /// What is known, for machines.
  var json: JSONNode {
    .object([
      ("task", .integer(task)), ("label", .text(label)), ("run", .flag(runs)),
      ("reason", reason.map { .text($0) } ?? nil),
      (
        "stages",
        .list(
          stages.map {
            ["name": .text($0.name), "kind": .text($0.kind), "version": .integer($0.version)]
          })
      ),
      ("files", .list(files.map { .text($0) })), ("waitsFor", .list(waitsFor.map { .text($0) })),
      ("products", .list(products.map(Self.json))), ("accounts", .list(accounts.map(\.json))),
      ("last", last.map(Self.json) ?? nil),
    ])
  }

  private static func json(_ product: Product) -> JSONNode {
    .object([
      ("stage", .text(product.stage)), ("key", .text(product.key)),
      (
        "components",
        .list(
          product.components.map {
            .object([("label", .text($0.label)), ("value", $0.value.map { .text($0) } ?? nil)])
          })
      ),
      ("changes", .list(product.changes.map { .text($0) })),
      ("folder", product.folder.map { .text($0) } ?? nil), ("bytes", .integer(product.bytes)),
      ("run", product.commitment.map { .text($0.run) } ?? nil),
      ("committed", product.commitment.map { .double($0.committed) } ?? nil),
      (
        "rows",
        .object(product.rows.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
      ),
      ("documents", .list(product.documents.map { .text($0) })),
    ])
  }

  private static func json(_ last: (run: String, record: TaskRecord)) -> JSONNode {
    .object([
      ("run", .text(last.run)), ("outcome", .text(last.record.outcome.rawValue)),
      ("attempts", .integer(last.record.attempts)),
      ("seconds", .double(max(0, last.record.ended - last.record.began))),
      ("error", last.record.error.map { .text($0) } ?? nil),
    ])
  }
}
