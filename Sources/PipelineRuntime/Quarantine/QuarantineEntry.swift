import Foundation
package import JSONText
import PipelineModel
import PipelinePlanner

/// A record kept aside, as a line of a quarantine file.
package struct QuarantineEntry: Sendable {
  /// The stage that refused it: its name, or within an artifact its position in the chain from the reader.
  package var stage: String
  /// The file it comes from: its path, or within an artifact its number among the files of the shard.
  package var file: String
  /// Its line in that file, from 1; nil where an index let what stands before it go unread.
  package let line: Int?
  /// Its byte offset in that file (virtual offset for BGZF).
  package let offset: UInt64
  /// How many bytes it had when it was refused.
  package private(set) var size: Int
  /// The SHA-256 digest of these bytes, in hexadecimal.
  package private(set) var sha256: String
  /// The rule it breaks.
  package let rule: String
  /// The field at fault.
  package let field: String?
  /// What is wrong.
  package let message: String
  /// The record as it stands in the file, or as somebody has mended it.
  package let raw: [UInt8]

  /// An entry for a refused record of a chunk.
  ///
  /// - Parameter copy: The copy that was read in the place of the file, where some of its records are mended.
  init(
    _ record: RejectedRecord, chainPosition: Int, fileIndex: Int, firstLine: Int?, copy: MendedCopy?
  ) {
    stage = String(chainPosition)
    file = String(fileIndex)
    let lineRead = firstLine.map { $0 + record.lineInChunk }
    line = copy.map { copy in lineRead.map { copy.sourceLine($0) } } ?? lineRead
    offset = copy?.sourceOffset(record.offset) ?? record.offset
    size = record.raw.count
    sha256 = Self.digest(record.raw)
    rule = record.rule
    field = record.field
    message = record.message
    raw = record.raw
  }

  /// The entry in a line of a quarantine file; nil where it has not the form of one.
  package init?(line text: [UInt8]) {
    guard let node = try? JSONParser.parse(text), let stage = node["stage"]?.string,
      let file = node["file"]?.string, let offset = node["offset"]?.number.flatMap({ UInt64($0) }),
      let size = node["bytes"]?.integer, let sha256 = node["sha256"]?.string,
      let rule = node["rule"]?.string
    else { return nil }
    if let text = node["raw"]?.string {
      raw = Array(text.utf8)
    } else if let data = node["rawBase64"]?.string.flatMap({ Data(base64Encoded: $0) }) {
      raw = Array(data)
    } else {
      return nil
    }
    self.stage = stage
    self.file = file
    line = node["line"]?.integer
    self.offset = offset
    self.size = size
    self.sha256 = sha256
    self.rule = rule
    field = node["field"]?.string
    message = node["message"]?.string ?? ""
  }

  /// Whether the record is another one than the one that was refused.
  package var isMended: Bool { raw.count != size || Self.digest(raw) != sha256 }

  /// The same record, mended from what another entry says was refused.
  func replacing(sameAs other: QuarantineEntry) -> QuarantineEntry {
    var entry = self
    entry.size = other.size
    entry.sha256 = other.sha256
    return entry
  }

  /// The entry as a line of a quarantine file; a record that is not UTF-8 is kept in base 64.
  package var bytes: [UInt8] {
    Array(JSONNode.object(members(withRaw: true)).compactText.utf8) + [UInt8(ascii: "\n")]
  }

  /// The entry as an object.
  ///
  /// - Parameter withRaw: Whether the record itself, which may tell about a person, is part of it.
  package func members(withRaw: Bool) -> [(String, JSONNode)] {
    var members: [(String, JSONNode)] = [
      ("stage", .text(stage)), ("file", .text(file)),
      ("line", line.map { .integer($0) } ?? JSONNode(.null, at: .start)),
      ("offset", JSONNode(.number(String(offset)), at: .start)), ("bytes", .integer(size)),
      ("sha256", .text(sha256)), ("rule", .text(rule)), ("field", field.map { .text($0) } ?? nil),
      ("message", .text(message)),
    ]
    if withRaw {
      let text = String(validating: raw, as: UTF8.self)
      members.append(
        text.map { ("raw", .text($0)) } ?? ("rawBase64", .text(Data(raw).base64EncodedString())))
    }
    return members
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    var hasher = KeyHasher()
    hasher.addContent(bytes)
    return hasher.key().description
  }
}
