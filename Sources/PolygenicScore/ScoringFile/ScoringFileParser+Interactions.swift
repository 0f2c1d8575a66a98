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
  mutating func readInteraction(
    row: Int, _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) {
    let effects = entries(columns.effectAllele, line, text)
    let positions = entries(columns.position, line, text)
    let contigs = entries(columns.contig, line, text)
    guard effects.count > 1, effects.allSatisfy({ !$0.isEmpty }), !positions.isEmpty,
      !contigs.isEmpty
    else { return }
    var others = entries(columns.otherAllele, line, text)
    if others.isEmpty { others = entries(columns.inferredOtherAllele, line, text) }
    try check(positions.count, effects.count, columns.position, line)
    if contigs.count > 1 { try check(contigs.count, effects.count, columns.contig, line) }
    if !others.isEmpty { try check(others.count, effects.count, columns.otherAllele ?? 0, line) }
    for number in effects.indices {
      let other = others.isEmpty ? 0..<0 : others[number]
      let contig = contigs[contigs.count == 1 ? 0 : number]
      file.interactionParts.append(
        InteractionPart(
          row: UInt32(truncatingIfNeeded: row),
          number: UInt16(truncatingIfNeeded: number),
          contig: ScoredContig.number(text, contig) ?? 0,
          position: positions[number].isEmpty
            ? 0 : try columns.position(in: positions[number], line, text),
          effectAllele: allele(effects[number], text),
          otherAllele: otherAllele(other, text)))
    }
  }

  private func check(
    _ count: Int, _ expected: Int, _ column: Int, _ line: TabbedLine
  ) throws(PolygenicScoreError) {
    if count == expected, count <= Int(UInt16.max) { return }
    throw PolygenicScoreError(
      .scoringFile,
      "the interaction has \(expected) effect alleles, but \(count) entries here; write one a variant, with "
        + "_x_ between them", line: line.number, field: columns.names[column])
  }

  /// The entries of a cell; none where it is empty.
  private func entries(_ column: Int?, _ line: TabbedLine, _ text: Span<UInt8>) -> [Range<Int>] {
    guard let column else { return [] }
    let range = line.cell(column, text)
    if range.isEmpty { return [] }
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
