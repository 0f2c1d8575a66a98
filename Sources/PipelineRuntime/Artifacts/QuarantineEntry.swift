import Foundation
package import JSONText
import PipelineModel

/// A record kept aside, as a line of a quarantine file.
package struct QuarantineEntry: Sendable {
  /// The stage that refused it, as its position in the chain from the reader.
  package let chainPosition: Int
  /// The file it comes from.
  package let file: String
  /// Its line in that file, from 1; nil where an index let what stands before it go unread.
  package let line: Int?
  /// Its byte offset in that file (virtual offset for BGZF).
  package let offset: UInt64
  /// The rule it breaks.
  package let rule: String
  /// The field at fault.
  package let field: String?
  /// What is wrong.
  package let message: String
  /// The record as it stands in the file.
  package let raw: [UInt8]

  /// An entry for a refused record of a chunk.
  init(_ record: RejectedRecord, chainPosition: Int, file: String, firstLine: Int?) {
    self.chainPosition = chainPosition
    self.file = file
    line = firstLine.map { $0 + record.lineInChunk }
    offset = record.offset
    rule = record.rule
    field = record.field
    message = record.message
    raw = record.raw
  }

  /// The entry as an object; a record that is not UTF-8 is kept in base 64.
  package var json: JSONNode {
    let text = String(validating: raw, as: UTF8.self)
    return .object([
      ("stage", .integer(chainPosition)), ("file", .text(file)),
      ("line", line.map { .integer($0) } ?? JSONNode(.null, at: .start)),
      ("offset", JSONNode(.number(String(offset)), at: .start)), ("rule", .text(rule)),
      ("field", field.map { .text($0) } ?? nil), ("message", .text(message)),
      text.map { ("raw", .text($0)) }
        ?? ("rawBase64", .text(Data(raw).base64EncodedString())),
    ])
  }
}
