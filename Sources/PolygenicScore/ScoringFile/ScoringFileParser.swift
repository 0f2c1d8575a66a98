internal import ByteIO

/// Reads the rows of a scoring file into columns.
struct ScoringFileParser {
  var file: ScoringFile
  let columns: ScoringColumns
  private var contigIndex: [String: UInt16] = [:]
  private var lastContig = (text: 0..<0, name: UInt16.max, number: UInt8(0))

  init(_ header: ScoringFileHeader) throws(PolygenicScoreError) {
    file = ScoringFile(header: header)
    columns = try ScoringColumns(header)
    file.alleles = Array("ACGT".utf8)
  }

  /// Reads the rows behind the line that names the columns.
  mutating func parseRows(_ bytes: [UInt8]) throws(PolygenicScoreError) {
    var header = LineCursor(bytes)
    while header.lineNumber < file.header.columnLine { _ = header.next() }
    let text = bytes.span
    let start = min(header.offset, text.count)
    var rows: [ScoringRow] = []
    // As many as there can be: growing step by step would leave holes in the memory of large runs.
    rows.reserveCapacity(1 + count(of: UInt8(ascii: "\n"), in: text, start..<text.count))
    let columnCount = columns.names.count
    var line = TabbedLine(from: start, after: header.lineNumber, columns: columnCount)
    while line.advance(text) {
      if line.isSkipped(text) { continue }
      if line.count > columnCount,
        let extra = (columnCount..<line.count).first(where: { !line.cell($0, text).isEmpty })
      {
        throw PolygenicScoreError(
          .scoringFile,
          "the row has a value in cell \(extra + 1), but there are \(columnCount) columns; "
            + "look for a stray tab",
          line: line.number)
      }
      rows.append(try row(rows.count, line, text))
    }
    file.rows = rows
    try checkCount()
  }

  /// A file that was cut off would give another score without a word.
  private func checkCount() throws(PolygenicScoreError) {
    guard file.rows.count < UInt32.max, file.alleles.count < UInt32.max else {
      throw PolygenicScoreError(
        .scoringFile, "more rows or longer alleles than a score can have (2^32); divide the file")
    }
    guard !file.rows.isEmpty else {
      throw PolygenicScoreError(
        .scoringFile, "the file has no rows, so there is no score; fetch it again, or leave it out",
        line: file.header.columnLine)
    }
    guard let announced = file.header["variants_number"].flatMap({ Int($0) }) else { return }
    if file.rows.count < announced {
      throw PolygenicScoreError(
        .scoringFile,
        "the file has \(file.rows.count) rows, but its header announces \(announced), so it may have been cut "
          + "off; fetch it again, or correct variants_number", field: "variants_number")
    }
  }

  private mutating func row(
    _ number: Int, _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> ScoringRow {
    let contig = contig(line.cell(columns.contig, text), text)
    let form = columns.areFlagged ? try columns.form(line, text) : .variant
    if let column = columns.frequency {
      file.frequencies.append(try columns.frequency(column, line, text))
    }
    var row = ScoringRow(
      position: form == .variant ? try columns.position(line, text) : 0, contigName: contig.name,
      contig: contig.number, model: columns.areFlagged ? try columns.model(line, text) : .additive,
      form: form)
    let weight = columns.weight.map { line.cell($0.index, text) } ?? 0..<0
    row.effectAllele = allele(
      line.cell(columns.effectAllele, text), text, isShared: !weight.isEmpty)
    row.otherAllele = otherAllele(otherCell(line, text), text)
    if let column = columns.weight, !weight.isEmpty {
      row.weight = try columns.weight(weight, column, line, text)
    } else {
      try readGenotypeWeights(into: &row, line, text)
    }
    if form == .interaction, row.model == .additive {
      try readInteraction(row: number, line, text)
    }
    return row
  }

  private func otherCell(_ line: TabbedLine, _ text: Span<UInt8>) -> Range<Int> {
    let given = columns.otherAllele.map { line.cell($0, text) } ?? 0..<0
    guard given.isEmpty, let inferred = columns.inferredOtherAllele else { return given }
    return line.cell(inferred, text)
  }

  private mutating func readGenotypeWeights(
    into row: inout ScoringRow, _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) {
    guard let indices = columns.genotypeWeights,
      (0..<3).allSatisfy({ !line.cell(indices[$0], text).isEmpty })
    else {
      throw PolygenicScoreError(
        .scoringFile,
        "the row has no weight; give one, or all of dosage_0_weight to dosage_2_weight",
        line: line.number, field: "effect_weight")
    }
    row.model = .nonadditive
    if !row.effectAllele.isAbsent { file.genotypeWeightAlleles.append(row.effectAllele.value) }
    var lowest = Double.infinity
    var highest = -Double.infinity
    for dosage in 0..<3 {
      let weight = try columns.number(
        line.cell(indices[dosage], text), "dosage_\(dosage)_weight", line, text)
      if !row.effectAllele.isAbsent { file.genotypeWeights.append(weight) }
      lowest = min(lowest, weight)
      highest = max(highest, weight)
    }
    row.weight = (highest - lowest) / 2
  }

  private mutating func contig(
    _ range: Range<Int>, _ text: Span<UInt8>
  ) -> (name: UInt16, number: UInt8) {
    if range.isEmpty { return (.max, 0) }
    if !equal(text, lastContig.text, text, range) {
      lastContig = (range, nameIndex(string(text, range)), ScoredContig.number(text, range) ?? 0)
    }
    return (lastContig.name, lastContig.number)
  }

  private mutating func nameIndex(_ name: String) -> UInt16 {
    if let known = contigIndex[name] { return known }
    let index = UInt16(clamping: file.contigNames.count)
    if index < .max {
      file.contigNames.append(name)
      contigIndex[name] = index
    }
    return index
  }

  /// Takes an other allele into the file, unless it is one of several that `/` divides.
  mutating func otherAllele(_ range: Range<Int>, _ text: Span<UInt8>) -> AlleleCode {
    range.contains { text[$0] == UInt8(ascii: "/") } ? .absent : allele(range, text)
  }

  /// Takes an allele into the file.
  ///
  /// - Parameters:
  ///   - range: Where its bases stand; absent where that is empty.
  ///   - isShared: Whether single bases share the four at the front of the pool: most alleles cost no bytes.
  mutating func allele(
    _ range: Range<Int>, _ text: Span<UInt8>, isShared: Bool = true
  ) -> AlleleCode {
    if range.isEmpty { return .absent }
    if range.count == 1, isShared, let base = BasePair.base(text[range.lowerBound]) {
      return AlleleCode(value: UInt32(base))
    }
    let code = AlleleCode(value: UInt32(truncatingIfNeeded: file.alleles.count + 1))
    for byte in 0..<4 {
      file.alleles.append(UInt8(truncatingIfNeeded: range.count >> (8 * byte)))
    }
    file.alleles.append(text, range)
    return code
  }
}
