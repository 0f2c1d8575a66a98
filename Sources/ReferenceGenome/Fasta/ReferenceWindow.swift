import ByteIO

/// A part of a reference genome at hand, moved along as records ask for it.
///
/// Bases are upper case; whatever is not A, C, G or T is N.
@usableFromInline
package struct ReferenceWindow: Sendable {
  /// The genome; a window on none has no sequence.
  package let genome: ReferenceGenome?
  /// The bases at hand.
  @usableFromInline package private(set) var bases: [UInt8] = []
  /// The position of the first, from 0.
  @usableFromInline package private(set) var start = 0
  /// The number of the sequence; nil before the first is chosen, and where the genome has none of its name.
  package private(set) var contig: Int?
  /// Bases of the sequence.
  package private(set) var contigLength = 0
  private var name: [UInt8] = []
  private var step = Self.smallestStep

  private static let smallestStep = 4 << 10
  private static let largestStep = 256 << 10

  /// A window on a genome, or on none.
  package init(_ genome: ReferenceGenome?) {
    self.genome = genome
  }

  /// Goes to the sequence named by a range of a text.
  ///
  /// - Returns: Whether the genome has it.
  package mutating func select(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if !name.isEmpty, matches(text, range, name) { return contig != nil }
    name.clear()
    name.append(text, range)
    contig = genome?.contig(named: string(text, range))
    contigLength = contig.flatMap { genome?.index.contigs[$0].length } ?? 0
    bases.clear()
    step = Self.smallestStep
    return contig != nil
  }

  /// Makes sure that positions are at hand, as far as the sequence has them.
  ///
  /// - Parameter range: Positions from 0, half-open.
  package mutating func load(_ range: Range<Int>) throws(ReferenceError) {
    let lower = max(range.lowerBound, 0)
    let upper = min(range.upperBound, contigLength)
    guard let genome, let contig, lower < start || upper > start + bases.count, lower < upper else {
      return
    }
    // Records in order ask for what follows: then ever more is read at once.
    let follows = !bases.isEmpty && lower >= start && lower <= start + bases.count + step
    step = follows ? min(2 * step, Self.largestStep) : Self.smallestStep
    let from = max(0, lower - Self.smallestStep / 4)
    bases.clear()
    try genome.append(contig: contig, from..<max(upper, lower + step), to: &bases)
    // What is looked at here and there, or was copied in large parts, need not stay mapped.
    if !follows || step == Self.largestStep {
      genome.release(contig: contig, from..<from + bases.count)
    }
    start = from
    makeCanonical(&bases)
  }

  /// Whether positions are at hand.
  @inlinable
  package func holds(_ range: Range<Int>) -> Bool {
    range.lowerBound >= start && range.upperBound <= start + bases.count
  }
}
