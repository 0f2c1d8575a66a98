internal import ByteIO

/// Reads the rows of a scoring file into columns.
struct ScoringFileParser {
  var file: ScoringFile
  let bytes: [UInt8]
  let columns: ScoringColumns
  private(set) var lines: LineCursor
  private var cells: [Range<Int>] = []
  private var contigIndex: [String: UInt16] = [:]
  private var lastContig: (text: Range<Int>, name: UInt16, number: UInt8)?

  init(_ bytes: [UInt8], _ header: ScoringFileHeader) throws(PolygenicScoreError) {
    self.bytes = bytes
    file = ScoringFile(header: header)
    columns = try ScoringColumns(header)
    lines = LineCursor(bytes)
    while lines.lineNumber < header.columnLine { _ = lines.next() }
    file.alleles = Array("ACGT".utf8)
  }

  mutating func parseRows() throws(PolygenicScoreError) {
    let bytes = self.bytes
    let text = bytes.span
    file.rows.reserveCapacity(Self.lineCount(text, from: lines.offset))
    while let line = lines.next() {
      if line.isEmpty || text[line.lowerBound] == UInt8(ascii: "#") { continue }
      split(line, text)
      if cells.count > columns.count,
        let extra = (columns.count..<cells.count).first(where: { cell($0) != nil })
      {
        throw PolygenicScoreError(
          .scoringFile,
          "the row has a value in cell \(extra + 1), but there are \(columns.count) columns; "
            + "look for a stray tab",
          line: lines.lineNumber)
      }
      file.rows.append(try row(text))
    }
    try checkCount()
  }

  /// As many rows as there can be: growing step by step would leave holes in the memory of large runs.
  private static func lineCount(_ text: Span<UInt8>, from start: Int) -> Int {
    var count = 1
    var offset = start
    while offset < text.count,
      let end = firstOffset(of: UInt8(ascii: "\n"), in: text, offset..<text.count)
    {
      count += 1
      offset = end + 1
    }
    return count
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

  /// Finds the cells of a line, without the blanks around them.
  private mutating func split(_ line: Range<Int>, _ text: Span<UInt8>) {
    cells.clear()
    var start = line.lowerBound
    for offset in line where text[offset] == UInt8(ascii: "\t") {
      cells.append(Self.trimmed(start, offset, text))
      start = offset &+ 1
    }
    cells.append(Self.trimmed(start, line.upperBound, text))
  }

  private static func trimmed(_ start: Int, _ end: Int, _ text: Span<UInt8>) -> Range<Int> {
    var (start, end) = (start, end)
    while start < end, text[start] <= 0x20 { start &+= 1 }
    while start < end, text[end &- 1] <= 0x20 { end &-= 1 }
    return start..<end
  }

  /// Where the bytes of a cell stand; nil where there are none.
  func cell(_ column: Int?) -> Range<Int>? {
    guard let column, column < cells.count, !cells[column].isEmpty else { return nil }
    return cells[column]
  }

  private mutating func row(_ text: Span<UInt8>) throws(PolygenicScoreError) -> ScoringRow {
    let contig = contig(text)
    let form = try form(text)
    if columns.frequency != nil { file.frequencies.append(try frequency(text)) }
    var row = ScoringRow(
      position: form == .variant ? try position(text) : 0, contigName: contig.name,
      contig: contig.number, model: try model(text), form: form)
    let weight = columns.weight.flatMap { cell($0.index) }
    row.effectAllele = allele(
      cell(columns.effectAllele), text, isShared: weight != nil)
    if let other = cell(columns.otherAllele) ?? cell(columns.inferredOtherAllele),
      firstOffset(of: UInt8(ascii: "/"), in: text, other) == nil
    {
      row.otherAllele = allele(other, text)
    }
    if let column = columns.weight, let weight {
      row.weight = try self.weight(weight, column, text)
    } else {
      try readGenotypeWeights(into: &row, text)
    }
    if form == .interaction, row.model == .additive { try readInteraction(text) }
    return row
  }

  private mutating func readGenotypeWeights(
    into row: inout ScoringRow, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) {
    guard let indices = columns.genotypeWeights, cell(indices[0]) != nil,
      cell(indices[1]) != nil, cell(indices[2]) != nil
    else {
      throw PolygenicScoreError(
        .scoringFile,
        "the row has no weight; give one, or all of dosage_0_weight to dosage_2_weight",
        line: lines.lineNumber, field: "effect_weight")
    }
    row.model = .nonadditive
    if !row.effectAllele.isAbsent { file.genotypeWeightAlleles.append(row.effectAllele.value) }
    var lowest = Double.infinity
    var highest = -Double.infinity
    for dosage in 0..<3 {
      let weight = try number(
        cell(indices[dosage]) ?? 0..<0, "dosage_\(dosage)_weight", text)
      if !row.effectAllele.isAbsent { file.genotypeWeights.append(weight) }
      lowest = min(lowest, weight)
      highest = max(highest, weight)
    }
    row.weight = (highest - lowest) / 2
  }

  private mutating func contig(_ text: Span<UInt8>) -> (name: UInt16, number: UInt8) {
    guard let range = cell(columns.contig) else { return (.max, 0) }
    if let last = lastContig, equal(text, last.text, text, range) {
      return (last.name, last.number)
    }
    let name = string(text, range)
    let number = ScoredContig.number(text, range) ?? 0
    let index: UInt16
    if let known = contigIndex[name] {
      index = known
    } else {
      index = UInt16(clamping: file.contigNames.count)
      if index < .max {
        file.contigNames.append(name)
        contigIndex[name] = index
      }
    }
    lastContig = (range, index, number)
    return (index, number)
  }

  private func weight(
    _ range: Range<Int>, _ column: WeightColumn, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> Double {
    let value = try number(range, column.name, text)
    guard value > 0 || !column.isRatio else {
      throw PolygenicScoreError(
        .scoringFile, "a ratio must be greater than 0, for its logarithm is the weight; correct it",
        line: lines.lineNumber, field: column.name)
    }
    return column.weight(value)
  }

  private func position(_ text: Span<UInt8>) throws(PolygenicScoreError) -> Int32 {
    guard let range = cell(columns.position) else { return 0 }
    return try position(text, range)
  }

  /// A position in a range of the text.
  func position(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(PolygenicScoreError) -> Int32 {
    guard let value = parseInteger(text, range), value >= 1, value <= Int32.max else {
      throw PolygenicScoreError(
        .scoringFile,
        "the position is not a whole number from 1; correct it, or leave it empty where it is not known",
        line: lines.lineNumber, field: file.header.columns[columns.position])
    }
    return Int32(value)
  }

  private func number(
    _ range: Range<Int>, _ name: String, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> Double {
    guard let value = parseDouble(text, range) else {
      throw PolygenicScoreError(
        .scoringFile, "the value is not a finite number; correct it, or remove the row",
        line: lines.lineNumber, field: name)
    }
    return value
  }

  private func frequency(_ text: Span<UInt8>) throws(PolygenicScoreError) -> Double {
    guard let range = cell(columns.frequency) else { return .nan }
    if let value = parseDouble(text, range), (0...1).contains(value) { return value }
    if ["NA", "NR", ".", "nan", "NaN"].contains(string(text, range)) { return .nan }
    throw PolygenicScoreError(
      .scoringFile, "the frequency is not a number from 0 to 1; correct it, or leave it empty",
      line: lines.lineNumber, field: "allelefrequency_effect")
  }

  /// Takes an allele into the file.
  ///
  /// - Parameter isShared: Whether single bases share the four at the front of the pool: most alleles cost no bytes.
  mutating func allele(
    _ range: Range<Int>?, _ text: Span<UInt8>, isShared: Bool = true
  ) -> AlleleCode {
    guard let range else { return .absent }
    if range.count == 1, isShared {
      for base in 0..<4 where file.alleles[base] == text[range.lowerBound] {
        return AlleleCode(value: UInt32(base))
      }
    }
    let code = AlleleCode(value: UInt32(truncatingIfNeeded: file.alleles.count + 1))
    for byte in 0..<4 {
      file.alleles.append(UInt8(truncatingIfNeeded: range.count >> (8 * byte)))
    }
    file.alleles.append(text, range)
    return code
  }
}
