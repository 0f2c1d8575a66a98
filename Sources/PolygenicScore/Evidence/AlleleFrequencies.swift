internal import ByteIO

/// Frequencies of alternative alleles in a population, from a table beside the variants.
package struct AlleleFrequencies: Sendable {
  private struct Item: Sendable {
    var reference: [UInt8]
    var alternative: [UInt8]
    var frequency: Double
  }

  private var items: [UInt64: [Item]] = [:]

  /// No frequencies.
  package init() {}

  /// How many positions have some.
  package var positionCount: Int { items.count }

  /// Adds the frequency of an alternative allele.
  ///
  /// - Parameters:
  ///   - contig: The contig's number (`ScoredContig`).
  ///   - frequency: From 0 to 1.
  /// - Returns: False when the allele has one already.
  package mutating func add(
    contig: UInt8, position: Int, reference: [UInt8], alternative: [UInt8], frequency: Double
  ) -> Bool {
    let key = ScoreIndex.key(contig: contig, position: position)
    let known = items[key, default: []]
    if known.contains(where: { $0.reference == reference && $0.alternative == alternative }) {
      return false
    }
    items[key, default: []].append(
      Item(reference: reference, alternative: alternative, frequency: frequency))
    return true
  }

  /// The frequency of an alternative allele; nil where the table does not have it.
  func frequency(
    contig: UInt8, position: Int, reference: Span<UInt8>, alternative: Span<UInt8>
  ) -> Double? {
    guard let found = items[ScoreIndex.key(contig: contig, position: position)] else { return nil }
    for item in found
    where isSame(item.reference.span, reference) && isSame(item.alternative.span, alternative) {
      return item.frequency
    }
    return nil
  }

  /// The frequency of a row's effect allele, whichever of its alleles is the reference; nil where the table has
  /// no such variant, or the row only one allele.
  func frequency(of row: ScoringRow, in file: ScoringFile) -> Double? {
    guard !row.otherAllele.isAbsent, row.contig != 0 else { return nil }
    let pool = file.alleles.span
    let effect = pool.extracting(file.range(row.effectAllele))
    let other = pool.extracting(file.range(row.otherAllele))
    let position = Int(row.position)
    if let frequency = frequency(
      contig: row.contig, position: position, reference: other, alternative: effect)
    {
      return frequency
    }
    return frequency(contig: row.contig, position: position, reference: effect, alternative: other)
      .map { 1 - $0 }
  }
}
