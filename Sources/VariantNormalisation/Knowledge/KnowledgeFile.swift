package import VCF

/// Puts gathered knowledge into a file: the fields, the blocks of entries, where each block stands, and where that list
/// begins.
///
/// The file is text. It begins with a line for each field (`target`, Number, Type, Description, tabs between them) and
/// an empty line; it ends with a line for each block (contig, first and last position, offset, bytes), an empty line,
/// and the offset of the first of these lines in ``KnowledgeStore/footerSize`` characters.
package struct KnowledgeFile: Sendable {
  /// What the ID column is called among the targets.
  static let idTarget = "#ID"

  private let fields: [KnowledgeField]
  private var size = 0
  private var blocks: [KnowledgeEntries.Block] = []
  private var current: KnowledgeEntries.Run?
  private var finished: Set<[UInt8]> = []

  /// A file of some fields.
  package init(_ fields: [KnowledgeField]) {
    self.fields = fields
  }

  /// How the file begins.
  package mutating func beginning() -> [UInt8] {
    let lines = fields.map { field in
      let target =
        switch field.target {
        case .info(let key): key
        case .id: Self.idTarget
        }
      let description = field.description.replacing("\t", with: " ").replacing("\n", with: " ")
      return "\(target)\t\(field.number.text)\t\(field.type.rawValue)\t\(description)\n"
    }
    let bytes = Array((lines.joined() + "\n").utf8)
    size += bytes.count
    return bytes
  }

  /// Takes the entries that follow.
  ///
  /// - Returns: The bytes to append.
  /// - Throws: `order`, where their records are not sorted.
  package mutating func add(_ entries: KnowledgeEntries) throws(VCFError) -> [UInt8] {
    for run in entries.runs {
      if let current, current.contig == run.contig {
        guard run.first >= current.last else { throw Self.unsorted(run) }
      } else {
        if let current { finished.insert(current.contig) }
        guard !finished.contains(run.contig) else { throw Self.unsorted(run) }
      }
      current = run
    }
    for block in entries.blocks {
      var block = block
      block.offset += size
      blocks.append(block)
    }
    size += entries.text.count
    return entries.text
  }

  /// How the file ends.
  package func ending() -> [UInt8] {
    let lines = blocks.map { "\($0.contig)\t\($0.first)\t\($0.last)\t\($0.offset)\t\($0.count)\n" }
    let offset = String(size)
    let padding = String(repeating: " ", count: KnowledgeStore.footerSize - offset.utf8.count)
    return Array((lines.joined() + "\n" + padding + offset).utf8)
  }

  private static func unsorted(_ run: KnowledgeEntries.Run) -> VCFError {
    var error = unsorted(at: "\(String(decoding: run.contig, as: UTF8.self)):\(run.first)")
    error.line = run.line
    return error
  }

  /// The error of knowledge that is not sorted.
  package static func unsorted(at place: String) -> VCFError {
    VCFError(
      .order, field: "POS",
      "the knowledge is not sorted by contig and position: \(place) stands behind records that belong behind it"
    )
  }
}
