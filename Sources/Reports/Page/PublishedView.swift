import Pages
import PipelineModel

/// The published files, or why there are none.
struct PublishedView {
  var note: String
  var files: [FileView]

  /// A file of the release.
  struct FileView {
    var fileName: String, producer: String
    var privacyWord: String, privacyClass: String
    var rows: String, size: String, exactSize: String
    var digest: String, digestStart: String
  }

  init(_ record: RunRecord) {
    files = record.published.map {
      FileView(
        fileName: $0.name, producer: $0.from,
        privacyWord: $0.privacy, privacyClass: PrivacyClass($0.privacy).rawValue,
        rows: $0.rows.map(NumberText.grouped) ?? "–",
        size: NumberText.size(bytes: $0.bytes),
        exactSize: NumberText.counted($0.bytes, "byte"),
        digest: $0.sha256, digestStart: String($0.sha256.prefix(12)))
    }
    note = Self.note(record)
  }

  private static func note(_ record: RunRecord) -> String {
    guard let release = record.release else {
      return record.published.isEmpty ? "This run has published nothing." : ""
    }
    if record.publishedNewRelease { return "Release \(release)." + personal(record) }
    return record.status == .succeeded
      ? "No new release: \(release) already holds these bytes." + personal(record)
      : "This run has published nothing; the latest release is still \(release)."
  }

  /// How many of the files are about persons, so that nobody passes them on by oversight.
  private static func personal(_ record: RunRecord) -> String {
    let personal = record.published.count { PrivacyClass($0.privacy) == .identifiable }
    let all = NumberText.grouped(record.published.count)
    return switch personal {
    case 0: ""
    case record.published.count: " Every file holds rows about persons."
    case 1: " One of the \(all) files holds rows about persons."
    default: " \(NumberText.grouped(personal)) of the \(all) files hold rows about persons."
    }
  }
}
