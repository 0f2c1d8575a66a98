internal import ByteIO
internal import ReferenceGenome
internal import VariantNormalisation

/// The second try for insertions and deletions: rows by every position at which their variant can be written.
///
/// A record there is brought into its leftmost form and compared with that of the row. Only rows whose two alleles
/// differ in length and of which the genome has one take part.
struct NormalisedRows: Sendable {
  /// A row in its leftmost form.
  struct Form: Sendable {
    /// The row's number among the rows of all scores.
    var row: Int
    /// Whether its effect allele is the alternative one.
    var effectIsAlternative: Bool
    var variant: LeftmostVariant
  }

  private let forms: PositionTable<Form>

  /// No rows.
  init() { forms = PositionTable() }

  /// The rows of an index.
  ///
  /// - Complexity: O(rows that are insertions or deletions), each with a look into the genome.
  init(_ index: ScoreIndex, _ reference: ReferenceSites) throws(ReferenceError) {
    var items: [(key: UInt64, element: Form)] = []
    var window = ReferenceWindow(reference.genome)
    for (score, file) in index.files.enumerated() {
      let pool = file.alleles.span
      for (number, row) in file.rows.enumerated()
      where row.canMatch && !row.otherAllele.isAbsent
        && file.range(row.effectAllele).count != file.range(row.otherAllele).count
      {
        guard let name = reference.name(of: row.contig) else { continue }
        let text = Array(name.utf8)
        guard window.select(text.span, 0..<text.count) else { continue }
        let effect = pool.extracting(file.range(row.effectAllele))
        let other = pool.extracting(file.range(row.otherAllele))
        for effectIsAlternative in [false, true] {
          guard
            let variant = try LeftmostVariant(
              effectIsAlternative ? other : effect, effectIsAlternative ? effect : other,
              position: Int(row.position), &window)
          else { continue }
          let form = Form(
            row: index.firstRow[score] + number, effectIsAlternative: effectIsAlternative,
            variant: variant)
          for position in variant.position...(try variant.lastPosition(&window)) {
            items.append((ScoreIndex.key(contig: row.contig, position: position), form))
          }
        }
      }
    }
    forms = PositionTable(items)
  }

  var isEmpty: Bool { forms.isEmpty }

  /// The rows that may be met at a position.
  subscript(key: UInt64) -> ArraySlice<Form> { forms[key] }

  /// The positions on a contig at which rows may be met.
  func positions(onContig contig: UInt8) -> [Int] { forms.positions(onContig: contig) }
}
