internal import ByteIO

/// Rows whose weight is multiplied with the dosages of several variants.
extension ScoringFileParser {
  private static let divider = Array("_x_".utf8)

  /// Takes the variants of an interaction row apart. Each column has one entry a variant, with `_x_` between
  /// them; one contig may stand for all.
  ///
  /// A row without positions, or whose effect allele names one variant only, keeps no parts and is never met.
  ///
  /// - Throws: `scoringFile` when the columns name different numbers of variants.
  mutating func readInteraction(_ text: Span<UInt8>) throws(PolygenicScoreError) {
    let effects = entries(columns.effectAllele, text)
    let positions = entries(columns.position, text)
    let contigs = entries(columns.contig, text)
    guard effects.count > 1, effects.allSatisfy({ !$0.isEmpty }), !positions.isEmpty,
      !contigs.isEmpty
    else { return }
    var others = entries(columns.otherAllele, text)
    if others.isEmpty { others = entries(columns.inferredOtherAllele, text) }
    try check(positions.count, effects.count, columns.position)
    if contigs.count > 1 { try check(contigs.count, effects.count, columns.contig) }
    if !others.isEmpty { try check(others.count, effects.count, columns.otherAllele ?? 0) }
    for number in effects.indices {
      let other = others.isEmpty ? 0..<0 : others[number]
      let isKnown =
        !other.isEmpty && firstOffset(of: UInt8(ascii: "/"), in: text, other) == nil
      let contig = contigs[contigs.count == 1 ? 0 : number]
      file.interactionParts.append(
        InteractionPart(
          row: UInt32(truncatingIfNeeded: file.rows.count),
          number: UInt16(truncatingIfNeeded: number),
          contig: ScoredContig.number(text, contig) ?? 0,
          position: positions[number].isEmpty ? 0 : try position(text, positions[number]),
          effectAllele: allele(effects[number], text),
          otherAllele: isKnown ? allele(other, text) : .absent))
    }
  }

  private func check(
    _ count: Int, _ expected: Int, _ column: Int
  ) throws(PolygenicScoreError) {
    if count == expected, count <= Int(UInt16.max) { return }
    throw PolygenicScoreError(
      .scoringFile,
      "the interaction has \(expected) effect alleles, but \(count) entries here; write one a variant, with "
        + "_x_ between them", line: lines.lineNumber, field: file.header.columns[column])
  }

  /// The entries of a cell; none where it is empty.
  private func entries(_ column: Int?, _ text: Span<UInt8>) -> [Range<Int>] {
    guard let range = cell(column) else { return [] }
    var entries: [Range<Int>] = []
    var start = range.lowerBound
    var offset = start
    while offset + Self.divider.count <= range.upperBound {
      if matches(text, offset..<offset + Self.divider.count, Self.divider) {
        entries.append(start..<offset)
        offset += Self.divider.count
        start = offset
      } else {
        offset += 1
      }
    }
    return entries + [start..<range.upperBound]
  }
}
