internal import ByteIO

/// Reads the rows of a scoring file into columns.
struct ScoringFileParser {
  private(set) var file: ScoringFile
  private let bytes: [UInt8]
  private let columns: ScoringColumns
  private var lines: LineCursor
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
    while let line = lines.next() {
      if line.isEmpty || bytes[line.lowerBound] == UInt8(ascii: "#") { continue }
      split(line)
      if cells.count > file.header.columns.count,
        let extra = cells.indices.dropFirst(file.header.columns.count).first(where: {
          cell($0) != nil
        })
      {
        throw PolygenicScoreError(
          .scoringFile,
          "the row has a value in cell \(extra + 1), but there are \(file.header.columns.count) columns; "
            + "look for a stray tab",
          line: lines.lineNumber)
      }
      file.rows.append(try row())
    }
    guard file.rows.count < UInt32.max else {
      throw PolygenicScoreError(.scoringFile, "more rows than a score can have (2^32)")
    }
  }

  private mutating func split(_ line: Range<Int>) {
    cells.removeAll(keepingCapacity: true)
    let bytes = self.bytes
    let text = bytes.span
    var start = line.lowerBound
    for offset in line where text[offset] == UInt8(ascii: "\t") {
      cells.append(start..<offset)
      start = offset + 1
    }
    cells.append(start..<line.upperBound)
  }

  /// The bytes of a cell without the blanks around them; nil where nothing is left.
  private func cell(_ column: Int?) -> Range<Int>? {
    guard let column, column < cells.count else { return nil }
    var range = cells[column]
    while let first = range.first, bytes[first] <= 0x20 { range.removeFirst() }
    while let last = range.last, bytes[last] <= 0x20 { range.removeLast() }
    return range.isEmpty ? nil : range
  }

  private mutating func row() throws(PolygenicScoreError) -> ScoringRow {
    let contig = contig()
    var row = ScoringRow(
      weight: 0, frequency: try frequency(), effectAllele: .absent, otherAllele: .absent,
      position: try position(), genotypeWeights: -1, contigName: contig.name,
      contig: contig.number, model: try model(), form: form())
    row.effectAllele = allele(cell(columns.effectAllele))
    if let other = cell(columns.otherAllele) ?? cell(columns.inferredOtherAllele),
      !bytes[other].contains(UInt8(ascii: "/"))
    {
      row.otherAllele = allele(other)
    }
    if cell(columns.weight) != nil {
      row.weight = try number(columns.weight, "effect_weight")
    } else {
      try readGenotypeWeights(into: &row)
    }
    return row
  }

  private mutating func readGenotypeWeights(
    into row: inout ScoringRow
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
    row.genotypeWeights = Int32(truncatingIfNeeded: file.genotypeWeights.count)
    var lowest = Double.infinity
    var highest = -Double.infinity
    for dosage in 0..<3 {
      let weight = try number(indices[dosage], "dosage_\(dosage)_weight")
      file.genotypeWeights.append(weight)
      lowest = min(lowest, weight)
      highest = max(highest, weight)
    }
    row.weight = (highest - lowest) / 2
  }

  private mutating func contig() -> (name: UInt16, number: UInt8) {
    guard let range = cell(columns.contig) else { return (.max, 0) }
    if let last = lastContig, bytes[last.text].elementsEqual(bytes[range]) {
      return (last.name, last.number)
    }
    let name = String(decoding: bytes[range], as: UTF8.self)
    let number = ScoredContig.number(bytes.span, range) ?? 0
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

  private func position() throws(PolygenicScoreError) -> Int32 {
    guard let range = cell(columns.position) else { return 0 }
    guard let value = parseInteger(bytes.span, range), value >= 1, value <= Int32.max else {
      throw PolygenicScoreError(
        .scoringFile, "the position is not a whole number from 1", line: lines.lineNumber,
        field: file.header.columns[columns.position])
    }
    return Int32(value)
  }

  private func number(_ column: Int?, _ name: String) throws(PolygenicScoreError) -> Double {
    guard let value = parseDouble(bytes.span, cell(column) ?? 0..<0) else {
      throw PolygenicScoreError(
        .scoringFile, "the value is not a finite number", line: lines.lineNumber, field: name)
    }
    return value
  }

  private func frequency() throws(PolygenicScoreError) -> Double {
    guard let range = cell(columns.frequency) else { return .nan }
    if let value = parseDouble(bytes.span, range), (0...1).contains(value) { return value }
    let text = String(decoding: bytes[range], as: UTF8.self)
    if ["NA", "NR", ".", "nan", "NaN"].contains(text) { return .nan }
    throw PolygenicScoreError(
      .scoringFile, "the frequency is not a number from 0 to 1", line: lines.lineNumber,
      field: "allelefrequency_effect")
  }

  private func flag(_ column: Int?) -> Bool {
    guard let range = cell(column), range.count <= 4 else { return false }
    let text = String(decoding: bytes[range], as: UTF8.self).lowercased()
    return text == "true" || text == "t" || text == "1" || text == "yes"
  }

  private func model() throws(PolygenicScoreError) -> EffectModel {
    switch (flag(columns.isDominant), flag(columns.isRecessive)) {
    case (true, true):
      throw PolygenicScoreError(
        .scoringFile, "the row is marked both dominant and recessive; only one can be true",
        line: lines.lineNumber, field: "is_dominant, is_recessive")
    case (true, false): return .dominant
    case (false, true): return .recessive
    case (false, false): return .additive
    }
  }

  private func form() -> RowForm {
    if flag(columns.isHaplotype) { return .haplotype }
    if flag(columns.isDiplotype) { return .diplotype }
    return flag(columns.isInteraction) ? .interaction : .variant
  }

  private mutating func allele(_ range: Range<Int>?) -> AlleleSlice {
    guard let range else { return .absent }
    // Single bases share the four at the front of the pool: most alleles cost no bytes.
    if range.count == 1, let base = file.alleles.prefix(4).firstIndex(of: bytes[range.lowerBound]) {
      return AlleleSlice(start: UInt32(base), count: 1)
    }
    let start = UInt32(truncatingIfNeeded: file.alleles.count)
    file.alleles.append(contentsOf: bytes[range])
    return AlleleSlice(start: start, count: UInt32(truncatingIfNeeded: range.count))
  }
}
