import ByteIO
package import ReferenceGenome
package import VCF

/// Brings the records of a file into one form, so that a variant is written in one way.
///
/// A record is, in this order, compared with the genome, split by its alternate alleles, taken apart into atoms,
/// trimmed and moved to the left, and put where it then belongs; duplicates are dropped and records joined by
/// ``completed(_:)``. What needs no change stays the bytes it was.
package struct VariantNormaliser: Sendable {
  /// The rules.
  package let rules: NormalisationRules
  /// The header of the records that come out.
  package let header: VCFHeader
  let genome: ReferenceGenome?
  let cutter: FieldCutter

  /// A normaliser of the records of a file.
  ///
  /// - Parameters:
  ///   - header: The header of the file.
  ///   - genome: The reference genome; without it alleles are neither compared nor moved.
  /// - Throws: What is wrong with the header that records the originals.
  package init(
    _ header: VCFHeader, rules: NormalisationRules, genome: ReferenceGenome?
  ) throws(VCFError) {
    self.rules = rules
    self.genome = genome
    cutter = FieldCutter(header: header, removesWrongNumbers: rules.wrongNumber == .remove)
    var lines: [String] = []
    if let key = rules.originalKey {
      lines.append(
        "##INFO=<ID=\(String(decoding: key, as: UTF8.self)),Number=1,Type=String,"
          + "Description=\"The record before normalising: CHROM|POS|REF|ALT|alleles\">")
    }
    self.header = try header.adding(lines)
  }

  /// The records of a batch, each in its form, sorted again within the batch.
  ///
  /// - Throws: When the genome cannot be read.
  /// - Complexity: O(n) in the size of the batch and the bases that variants move.
  package func normalised(_ batch: RecordBatch) throws(ReferenceError) -> NormalisedBatch {
    let given = RecordBatch(
      header: header, chunk: batch.chunk, lineCount: batch.lineCount, records: batch.records,
      rejected: batch.rejected)
    var normaliser = BatchNormaliser(self, given)
    let records = try normaliser.run()
    var result = NormalisedBatch(records: records, counts: normaliser.counts)
    result.refused = normaliser.refused
    result.made = [("split", normaliser.split), ("atomised", normaliser.atomised)]
    result.removedFields = normaliser.removedFields
    result.counts.kept = records.records.count
    if let last = batch.records.last {
      var contig: [UInt8] = []
      contig.append(batch.chunk.text.span, last.chrom)
      result.lastInput = (contig, Int(last.position))
    }
    return result
  }
}
