import ByteIO

/// Makes batches with some of the samples, or with other names for contigs.
///
/// The lines are copied with what changes in them; every record keeps its line and its place in the
/// file it was read from. Contigs are renamed in CHROM and in the mates of breakends. When samples
/// are left out, INFO/AC and INFO/AN are counted anew from the calls of those that stay, where a
/// record has them, as `bcftools view -s` does; all other fields, AF among them, keep what all
/// samples came to.
package struct RecordRewriter: Sendable {
  /// The header of the batches made.
  package let header: VCFHeader
  private let columns: [Int]?
  private let lastColumn: Int
  /// Whether some samples are left out.
  private let isSubset: Bool
  private let contigNames: ContigRenaming

  /// What is reused from record to record.
  private struct Workspace {
    var cells: [Range<Int>] = []
    var tally = AlleleTally()
    /// The contig of the last record, and its name in the output.
    var contig: [UInt8] = []
    var contigName: [UInt8] = []
  }

  /// A rewriter of the records of a file.
  ///
  /// - Parameters:
  ///   - source: The header of the file.
  ///   - columns: Which samples stay, as indices, in their new order; nil for all.
  ///   - contigNames: From the name in the file to the name meant.
  package init(
    _ source: VCFHeader, columns: [Int]?, contigNames: [String: String]
  ) throws(VCFError) {
    header = try source.rewritten(contigNames: contigNames, columns: columns)
    self.columns = columns
    lastColumn = columns?.max() ?? -1
    isSubset = columns.map { $0.count < source.samples.count } ?? false
    self.contigNames = ContigRenaming(contigNames)
  }

  /// The batch with its records rewritten.
  ///
  /// - Complexity: O(n) in the size of the text.
  package func rewrite(_ batch: RecordBatch) -> RecordBatch {
    let text = batch.chunk.text.span
    var builder = RecordBatchBuilder(
      capacity: columns == nil ? text.count + text.count / 16 : text.count / 2)
    var workspace = Workspace()
    for record in batch.records {
      builder.begin(record, of: batch)
      append(record, text, &workspace, to: &builder.text)
    }
    return builder.finish(header: header, replacing: batch)
  }

  private func append(
    _ record: RecordBounds, _ text: Span<UInt8>, _ workspace: inout Workspace,
    to output: inout [UInt8]
  ) {
    let behindAlleles: Int
    if contigNames.isEmpty {
      behindAlleles = Int(record.start)
    } else {
      appendContig(record.chrom, text, &workspace, to: &output)
      output.append(text, record.chrom.upperBound..<record.alt.lowerBound)
      contigNames.append(alternates: text, record.alt, to: &output)
      behindAlleles = record.alt.upperBound
    }
    guard let columns, !record.samples.isEmpty else {
      output.append(text, behindAlleles..<Int(record.end))
      appendLineEnd(record, text, to: &output)
      return
    }
    workspace.cells.clear()
    var cursor = record.sampleCells
    while workspace.cells.count <= lastColumn, let cell = cursor.next(in: text) {
      workspace.cells.append(cell)
    }
    if isSubset, count(record, text, columns, &workspace) {
      output.append(text, behindAlleles..<record.info.lowerBound)
      appendInfo(record, text, workspace.tally, to: &output)
      output.append(text, record.info.upperBound..<record.format.upperBound)
    } else {
      output.append(text, behindAlleles..<record.format.upperBound)
    }
    for column in columns {
      output.append(0x09)
      output.append(text, workspace.cells[column])
    }
    appendLineEnd(record, text, to: &output)
  }

  private func appendContig(
    _ range: Range<Int>, _ text: Span<UInt8>, _ workspace: inout Workspace,
    to output: inout [UInt8]
  ) {
    if !matches(text, range, workspace.contig) {
      workspace.contig.clear()
      workspace.contig.append(text, range)
      workspace.contigName = contigNames.name(workspace.contig) ?? workspace.contig
    }
    output += workspace.contigName
  }

  private func appendLineEnd(
    _ record: RecordBounds, _ text: Span<UInt8>, to output: inout [UInt8]
  ) {
    let end = Int(record.end)
    if end < text.count, text[end] == UInt8(ascii: "\r") { output.append(UInt8(ascii: "\r")) }
    output.append(UInt8(ascii: "\n"))
  }

  private static let genotypeKey = Array("GT".utf8)
  private static let countKey = Array("AC".utf8)
  private static let totalKey = Array("AN".utf8)

  /// Counts the alleles of the samples that stay; false when INFO has neither count, when the
  /// record has no calls, or when a call is none of its alleles'.
  private func count(
    _ record: RecordBounds, _ text: Span<UInt8>, _ columns: [Int], _ workspace: inout Workspace
  ) -> Bool {
    guard
      record.infoValue(Self.countKey, in: text) != nil
        || record.infoValue(Self.totalKey, in: text) != nil,
      let genotypeIndex = record.formatIndex(Self.genotypeKey, in: text)
    else { return false }
    workspace.tally.reset(alleles: record.alleleCount(in: text))
    for column in columns {
      let cell = workspace.cells[column]
      guard workspace.tally.add(text, cell, genotypeIndex: genotypeIndex) else { return false }
    }
    return true
  }

  /// Appends INFO with the counts in place of AC and AN; AC goes where there is no alternate
  /// allele.
  private func appendInfo(
    _ record: RecordBounds, _ text: Span<UInt8>, _ tally: AlleleTally, to output: inout [UInt8]
  ) {
    var pieces = ByteFields(record.info, separatedBy: UInt8(ascii: ";"))
    let start = output.count
    while let piece = pieces.next(in: text) {
      let isCount = isValue(of: Self.countKey, piece, text)
      if isCount, tally.counts.count == 1 { continue }
      if output.count > start { output.append(UInt8(ascii: ";")) }
      if isCount {
        output += Self.countKey
        for (place, count) in tally.counts.dropFirst().enumerated() {
          output.append(place == 0 ? UInt8(ascii: "=") : UInt8(ascii: ","))
          output.append(decimal: count)
        }
      } else if isValue(of: Self.totalKey, piece, text) {
        output += Self.totalKey
        output.append(UInt8(ascii: "="))
        output.append(decimal: tally.total)
      } else {
        output.append(text, piece)
      }
    }
    if output.count == start { output.append(UInt8(ascii: ".")) }
  }

  private func isValue(of key: [UInt8], _ piece: Range<Int>, _ text: Span<UInt8>) -> Bool {
    piece.count > key.count && text[piece.lowerBound + key.count] == UInt8(ascii: "=")
      && matches(text, piece.lowerBound..<piece.lowerBound + key.count, key)
  }
}

extension [UInt8] {
  /// Appends the digits of a number that is not negative.
  fileprivate mutating func append(decimal number: Int) {
    let start = count
    var rest = number
    repeat {
      append(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
      rest /= 10
    } while rest > 0
    self[start...].reverse()
  }
}
