import Pages
import PipelineModel

/// The account of each file: in its reader, and in any stage that has kept records of it aside.
struct AccountView {
  /// How many files the page lists.
  static let shownFiles = 200

  var accountNote: String
  var fileRows: [FileRow]

  /// A file in a stage.
  struct FileRow {
    var file: String, fileName: String, stage: String
    var read: String, kept: String
    var quarantined: StageRow.TallyView, dropped: StageRow.TallyView
    var quarantinedClass: String
    /// The records that the equation misses; none as a rule.
    var missing: [String]
  }

  init(_ record: RunRecord) {
    let readers = Set(record.stages.filter { $0.shape == "reader" }.map(\.name))
    let wanted = record.accounts.filter {
      readers.contains($0.stage) || $0.quarantinedCount > 0 || !$0.isBalanced
    }
    fileRows = wanted.prefix(Self.shownFiles).map(Self.row)
    accountNote =
      "What became of the records of each file; refused records first. The accounts of all files and stages are in "
      + "accounts.ndjson of this run."
  }

  private static func row(_ account: FileAccount) -> FileRow {
    let missing =
      account.read - account.kept - account.quarantinedCount - account.droppedCount
    return FileRow(
      file: account.file,
      fileName: account.file.split(separator: "/").last.map(String.init) ?? account.file,
      stage: account.pass > 1 ? "\(account.stage), pass \(account.pass)" : account.stage,
      read: NumberText.grouped(account.read), kept: NumberText.grouped(account.kept),
      quarantined: StageRow.TallyView(account.quarantinedCount, account.quarantined),
      dropped: StageRow.TallyView(account.droppedCount, account.dropped),
      quarantinedClass: account.quarantinedCount == 0 ? "none" : "some",
      missing: missing == 0 ? [] : [NumberText.grouped(missing)])
  }
}
