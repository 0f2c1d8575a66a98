import ByteIO
import CVectors

/// The sample columns of a record that keeps one alternate allele: the common case, in one pass over the bytes.
///
/// What it does not know (lists of another length than declared, more than two ploidies, alleles with two digits) is
/// left to ``FieldCutter``, which gives the same where both can.
struct BiallelicCells {
  /// For each key of FORMAT.
  private let fields: [UInt8]
  /// How many alleles there were, the reference included.
  private let alleles: Int
  private var rule = cell_rule()

  private static let tab = UInt8(ascii: "\t")

  /// What the keys of FORMAT hold, for ``init(_:fields:)``; nil where there are any that this does not know.
  static func fields(of kinds: [FieldKind]) -> [UInt8]? {
    if kinds.contains(.local) { return nil }
    return kinds.map { kind in
      let field: cell_field =
        switch kind {
        case .fixed, .local: CELL_FIXED
        case .genotype: CELL_CALL
        case .perAlternate: CELL_PER_ALTERNATE
        case .perAllele, .perAlleleReads: CELL_PER_ALLELE
        case .perGenotype: CELL_PER_GENOTYPE
        }
      return UInt8(truncatingIfNeeded: field.rawValue)
    }
  }

  /// Cells for a change; nil where it is none that this knows.
  init?(_ change: borrowing AlleleChange, fields: [UInt8]?) {
    guard let fields, change.sources.count == 2, change.sources[0] == 0, change.added.isEmpty,
      change.targets.count <= 10
    else { return nil }
    self.fields = fields
    alleles = change.targets.count
    rule.alleles = UInt8(truncatingIfNeeded: alleles)
    rule.alternate = UInt8(truncatingIfNeeded: change.sources[1])
    // SAFETY: the character of each allele is a byte of the tuple, which has ten.
    unsafe withUnsafeMutableBytes(of: &rule.shown) { shown in
      for (allele, target) in change.targets.enumerated() {
        unsafe shown[allele] =
          target >= 0 ? 0x30 &+ UInt8(truncatingIfNeeded: target) : FieldCutter.dot
      }
    }
  }

  /// Appends the cells, each behind a tab; false, and nothing appended, where there is something else to them.
  ///
  /// - Parameter range: The sample columns; a tab stands before them.
  func append(_ text: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) -> Bool {
    let start = output.count
    output.append(Self.tab)
    var isDone = false
    // No value becomes longer.
    output.append(addingCapacity: range.count + Int(CUT_CELLS_SLACK)) {
      (free: inout OutputSpan<UInt8>) in
      // SAFETY: the loop reads within the text and writes at most as many bytes as it says it needs.
      unsafe text.withUnsafeBufferPointer { text in
        unsafe fields.withUnsafeBufferPointer { fields in
          unsafe free.withUnsafeMutableBufferPointer { bytes, count in
            guard let source = text.baseAddress, let target = bytes.baseAddress else { return }
            let written = unsafe cut_cells(
              source, range.lowerBound, range.upperBound, text.count, fields.baseAddress,
              fields.count, rule, target + count)
            isDone = (0...range.count).contains(written)
            if isDone { count += written }
          }
        }
      }
    }
    if !isDone { output.removeLast(output.count - start) }
    return isDone
  }
}
