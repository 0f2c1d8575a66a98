package import ByteIO
import VCF

/// A file of gathered knowledge, of which the blocks are looked at that are asked for.
///
/// Memory: the list of its blocks, of 64 KiB each; what is read of the file belongs to the page cache.
package final class KnowledgeStore: Sendable {
  /// Characters of the offset at the end of a file.
  static let footerSize = 20

  /// The fields that it has of each allele.
  package let fields: [KnowledgeField]
  private let file: MappedFile
  private let blocks: [String: [KnowledgeEntries.Block]]

  /// Opens a file and reads the list of its blocks.
  ///
  /// - Throws: A file that cannot be read, or is not of the form that ``KnowledgeFile`` makes.
  package init(path: String) throws(ByteIOError) {
    file = try MappedFile(path: path)
    var footer: [UInt8] = []
    file.append(max(0, file.count - Self.footerSize)..<file.count, to: &footer)
    let end = file.count - Self.footerSize
    guard let number = Int(String(decoding: footer, as: UTF8.self).drop { $0 == " " }),
      number >= 0, number <= end
    else { throw Self.damaged(path) }
    var text: [UInt8] = []
    file.append(number..<end, to: &text)
    var blocks: [String: [KnowledgeEntries.Block]] = [:]
    for line in text.split(separator: 0x0A) {
      guard let block = Self.block(String(decoding: line, as: UTF8.self)),
        block.offset >= 0, block.count >= 0, block.offset + block.count <= number
      else { throw Self.damaged(path) }
      blocks[block.contig, default: []].append(block)
    }
    self.blocks = blocks
    fields = try Self.fields(file)
  }

  /// Whether anything is known about a contig.
  func hasContig(_ contig: String) -> Bool { blocks[contig] != nil }

  /// The blocks of a contig, in order.
  func blocks(of contig: String) -> [KnowledgeEntries.Block] { blocks[contig] ?? [] }

  /// Appends the lines of a block.
  func append(_ block: KnowledgeEntries.Block, to text: inout [UInt8]) {
    file.append(block.offset..<block.offset + block.count, to: &text)
  }

  private static func block(_ line: String) -> KnowledgeEntries.Block? {
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard cells.count == 5, let first = Int(cells[1]), let last = Int(cells[2]),
      let offset = Int(cells[3]), let count = Int(cells[4])
    else { return nil }
    return KnowledgeEntries.Block(
      contig: String(cells[0]), first: first, last: last, offset: offset, count: count)
  }

  private static func fields(_ file: MappedFile) throws(ByteIOError) -> [KnowledgeField] {
    var text: [UInt8] = []
    var size = 0
    // The lines of the fields are few, but of any length.
    while size < file.count, !text.contains(ending) && text.first != 0x0A {
      let next = min(size + 4096, file.count)
      file.append(size..<next, to: &text)
      size = next
    }
    var fields: [KnowledgeField] = []
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.isEmpty { return fields }
      let cells = String(decoding: line, as: UTF8.self)
        .split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 4, let number = FieldNumber(cells[1]),
        let type = FieldType(rawValue: cells[2])
      else { break }
      fields.append(
        KnowledgeField(
          target: cells[0] == KnowledgeFile.idTarget ? .id : .info(cells[0]), number: number,
          type: type, description: cells[3]))
    }
    throw damaged(file.path)
  }

  private static let ending: [UInt8] = [0x0A, 0x0A]

  private static func damaged(_ path: String) -> ByteIOError {
    ByteIOError(
      .unsupportedFormat, "the gathered knowledge is damaged; remove it and run again", path: path)
  }
}
