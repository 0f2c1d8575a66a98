import ByteIO
import VCF

/// Writes INFO and the sample columns of a record for the alleles that it keeps.
struct FieldCutter: Sendable {
  /// What a list with a wrong number of values leads to.
  enum Refusal: Error {
    /// The record cannot be written.
    case record(VCFError)
    /// The column of FORMAT with that number has to go.
    case column(Int)
  }

  let kinds: FieldKinds
  private let removesWrongNumbers: Bool
  private var places = GenotypePlaces()
  /// The last FORMAT column and the kinds of its keys.
  private var formatText: [UInt8] = []
  private var formatKinds: [FieldKind] = []
  /// The same as the kernel for two alleles knows them; nil where it does not.
  private var cellFields: [UInt8]?
  private var keptColumns: [Bool] = []
  /// The values of the list at hand.
  private var values: [Range<Int>] = []
  /// Fields that were left out because of their number of values.
  private(set) var removed = 0

  static let dot = UInt8(ascii: ".")
  static let comma = UInt8(ascii: ",")
  private static let colon = UInt8(ascii: ":")
  private static let tab = UInt8(ascii: "\t")
  static let equals = UInt8(ascii: "=")
  static let semicolon = UInt8(ascii: ";")

  init(header: VCFHeader, removesWrongNumbers: Bool) {
    kinds = FieldKinds(header: header)
    self.removesWrongNumbers = removesWrongNumbers
  }

  // MARK: INFO

  /// Appends the fields of INFO, each with the values of the alleles that are kept.
  ///
  /// - Returns: Whether any was appended.
  mutating func appendInfo(
    _ record: RecordBounds, _ text: Span<UInt8>, _ change: borrowing AlleleChange,
    _ end: LineWriter.End?,
    to output: inout [UInt8]
  ) throws(VCFError) -> Bool {
    if record.info.count == 1, text[record.info.lowerBound] == Self.dot { return false }
    let first = output.count
    let infoEnd = record.info.upperBound
    // Bytes that stay are copied in stretches: from here to where the next change begins.
    var pending = Self.skipSemicolons(text, record.info)
    var start = pending
    while start < infoEnd {
      let equals = offset(of: Self.equals, or: Self.semicolon, in: text, start, infoEnd)
      let hasValue = equals < infoEnd && text[equals] == Self.equals
      let pieceEnd =
        hasValue
        ? offset(of: Self.semicolon, or: Self.semicolon, in: text, equals &+ 1, infoEnd) : equals
      defer { start = pieceEnd &+ 1 }
      guard hasValue else { continue }
      let value = equals + 1..<pieceEnd
      let kind = kinds.info(text, start..<equals)
      let isMoved = end.map { $0.value == value } ?? false
      if kind == .fixed, !value.isEmpty, !isMoved { continue }
      output.append(text, pending..<value.lowerBound)
      pending = pieceEnd
      if let end, isMoved {
        output.append(decimal: end.position)
        continue
      }
      if try append(record, text, start..<equals, value, kind, change, to: &output) { continue }
      // The key goes too, and a semicolon before or behind it.
      output.removeLast(value.lowerBound - start)
      if output.count > first {
        output.removeLast()
      } else {
        pending = Self.skipSemicolons(text, pieceEnd..<infoEnd)
      }
    }
    if pending < infoEnd { output.append(text, pending..<infoEnd) }
    return output.count > first
  }

  private static func skipSemicolons(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound, text[offset] == semicolon { offset += 1 }
    return offset
  }

  /// Appends the value of an INFO key; false, and nothing appended, where the field has to go.
  private mutating func append(
    _ record: RecordBounds, _ text: Span<UInt8>, _ key: Range<Int>, _ value: Range<Int>,
    _ kind: FieldKind, _ change: borrowing AlleleChange, to output: inout [UInt8]
  ) throws(VCFError) -> Bool {
    if value.isEmpty {
      output.append(Self.dot)
      return true
    }
    if change.isSwapped, kind == .perAlternate,
      SwappedCount.append(record, text, key, value, change, to: &output)
    {
      return true
    }
    let mark = output.count
    if append(text, value, kind, change, isInfo: true, to: &output) { return true }
    guard removesWrongNumbers else { throw Self.wrongNumber("INFO/" + string(text, key)) }
    removed += 1
    output.removeLast(output.count - mark)
    return false
  }

  // MARK: Samples

  /// Appends FORMAT and the sample columns, each behind a tab.
  ///
  /// - Returns: Where the tab before the first sample stands in the output.
  mutating func appendSamples(
    _ record: RecordBounds, _ text: Span<UInt8>, _ change: borrowing AlleleChange,
    to output: inout [UInt8]
  ) throws(VCFError) -> Int {
    readFormat(record, text)
    if let cells = BiallelicCells(change, fields: cellFields) {
      let mark = output.count
      let samples = appendFormat(record, text, to: &output)
      if cells.append(text, record.samples, to: &output) { return samples }
      output.removeLast(output.count - mark)
    }
    let start = output.count
    while true {
      let samples = appendFormat(record, text, to: &output)
      do throws(Refusal) {
        try appendCells(record, text, change, to: &output)
        return samples
      } catch {
        switch error {
        case .record(let error): throw error
        case .column(let column):
          output.removeLast(output.count - start)
          keptColumns[column] = false
          removed += 1
        }
      }
    }
  }

  /// Whether FORMAT has values over local alleles.
  mutating func hasLocalAlleles(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    readFormat(record, text)
    return formatKinds.contains(.local)
  }

  private mutating func readFormat(_ record: RecordBounds, _ text: Span<UInt8>) {
    if !matches(text, record.format, formatText) {
      formatText.clear()
      formatText.append(text, record.format)
      formatKinds.clear()
      var keys = ByteFields(record.format, separatedBy: Self.colon)
      while let key = keys.next(in: text) { formatKinds.append(kinds.format(text, key)) }
      cellFields = BiallelicCells.fields(of: formatKinds)
      keptColumns = Array(repeating: true, count: formatKinds.count)
    } else if keptColumns.contains(false) {
      keptColumns = Array(repeating: true, count: formatKinds.count)
    }
  }

  private func appendFormat(
    _ record: RecordBounds, _ text: Span<UInt8>, to output: inout [UInt8]
  ) -> Int {
    output.append(Self.tab)
    let first = output.count
    var keys = ByteFields(record.format, separatedBy: Self.colon)
    var column = 0
    while let key = keys.next(in: text) {
      if keptColumns[column] {
        if output.count > first { output.append(Self.colon) }
        output.append(text, key)
      }
      column += 1
    }
    if output.count == first { output.append(Self.dot) }
    return output.count
  }

  private mutating func appendCells(
    _ record: RecordBounds, _ text: Span<UInt8>, _ change: borrowing AlleleChange,
    to output: inout [UInt8]
  ) throws(Refusal) {
    if keptColumns.contains(false) {
      return try appendFewerCells(record, text, change, to: &output)
    }
    let end = record.samples.upperBound
    var offset = record.samples.lowerBound
    // Bytes that stay are copied in stretches: from here to where the next change begins.
    var pending = offset - 1
    var column = 0
    while offset <= end {
      let start = offset
      let kind = column < formatKinds.count ? formatKinds[column] : .fixed
      while offset < end, text[offset] != Self.colon, text[offset] != Self.tab { offset &+= 1 }
      if kind != .fixed, offset > start {
        output.append(text, pending..<start)
        pending = offset
        try append(value: text, start..<offset, column, kind, change, to: &output)
      }
      column = offset >= end || text[offset] == Self.tab ? 0 : column + 1
      offset &+= 1
    }
    if pending < end { output.append(text, pending..<end) }
  }

  /// The cells without the columns that go.
  private mutating func appendFewerCells(
    _ record: RecordBounds, _ text: Span<UInt8>, _ change: borrowing AlleleChange,
    to output: inout [UInt8]
  ) throws(Refusal) {
    var cells = record.sampleCells
    while let cell = cells.next(in: text) {
      output.append(Self.tab)
      let first = output.count
      var pieces = ByteFields(cell, separatedBy: Self.colon)
      var column = 0
      while let piece = pieces.next(in: text) {
        if column >= keptColumns.count || keptColumns[column] {
          if output.count > first { output.append(Self.colon) }
          let kind = column < formatKinds.count ? formatKinds[column] : .fixed
          try append(value: text, piece, column, kind, change, to: &output)
        }
        column += 1
      }
      if output.count == first { output.append(Self.dot) }
    }
  }

  private mutating func append(
    value text: Span<UInt8>, _ range: Range<Int>, _ column: Int, _ kind: FieldKind,
    _ change: borrowing AlleleChange, to output: inout [UInt8]
  ) throws(Refusal) {
    if kind == .fixed || range.isEmpty {
      output.append(text, range)
    } else if kind == .genotype {
      try appendCall(text, range, change, to: &output)
    } else if !append(text, range, kind, change, isInfo: false, to: &output) {
      if removesWrongNumbers { throw .column(column) }
      throw .record(Self.wrongNumber("FORMAT/" + key(column)))
    }
  }

  private func key(_ column: Int) -> String {
    String(decoding: formatText.split(separator: Self.colon)[column], as: UTF8.self)
  }

  private func appendCall(
    _ text: Span<UInt8>, _ range: Range<Int>, _ change: borrowing AlleleChange,
    to output: inout [UInt8]
  ) throws(Refusal) {
    var number = -1
    for offset in range {
      let byte = text[offset]
      if byte >= 0x30, byte <= 0x39 {
        number = max(number, 0) &* 10 &+ Int(byte &- 0x30)
        if number < change.targets.count { continue }
        throw .record(
          VCFError(
            .format, field: "FORMAT/GT",
            "a call has an allele that the record does not have; compare it with ALT"))
      }
      if number >= 0 { Self.append(target: change.targets[number], to: &output) }
      number = -1
      output.append(byte)
    }
    if number >= 0 { Self.append(target: change.targets[number], to: &output) }
  }

  private static func append(target: Int, to output: inout [UInt8]) {
    switch target {
    case ..<0: output.append(dot)
    case 0...9: output.append(0x30 &+ UInt8(truncatingIfNeeded: target))
    default: output += Array(String(target).utf8)
    }
  }

  // MARK: Lists

  /// Appends the values of a list that belong to the alleles kept; false when the list has a wrong number.
  private mutating func append(
    _ text: Span<UInt8>, _ range: Range<Int>, _ kind: FieldKind, _ change: borrowing AlleleChange,
    isInfo: Bool, to output: inout [UInt8]
  ) -> Bool {
    if range.count == 1, text[range.lowerBound] == Self.dot {
      output.append(Self.dot)
      return true
    }
    readValues(text, range)
    let alleles = change.targets.count
    switch kind {
    case .perAlternate:
      guard values.count == alleles - 1 || !isInfo && values.count < alleles - 1 else {
        return false
      }
      appendValues(text, change, isAlternate: true, to: &output)
    case .perAllele, .perAlleleReads:
      guard values.count == alleles || !isInfo && values.count < alleles else { return false }
      if kind == .perAlleleReads, !change.added.isEmpty {
        ReadSums.append(text, values, change, to: &output)
      } else {
        appendValues(text, change, isAlternate: false, to: &output)
      }
    case .perGenotype:
      places.prepare(change)
      guard let ploidy = places.ploidy(values: values.count) else { return false }
      appendGenotypes(text, places.list(ploidy: ploidy), to: &output)
    case .fixed, .genotype, .local:
      output.append(text, range)
    }
    return true
  }

  private mutating func readValues(_ text: Span<UInt8>, _ range: Range<Int>) {
    values.clear()
    var start = range.lowerBound
    for offset in range where text[offset] == Self.comma {
      values.append(start..<offset)
      start = offset &+ 1
    }
    values.append(start..<range.upperBound)
  }

  /// A list of a sample that is shorter than it should be lacks its last values, as in a BCF file.
  private func appendValues(
    _ text: Span<UInt8>, _ change: borrowing AlleleChange, isAlternate: Bool,
    to output: inout [UInt8]
  ) {
    let first = isAlternate ? 1 : 0
    for index in first..<change.sources.count {
      let place = change.sources[index] - first
      // `*` has no values; of a list over alternate alleles, neither has what was the reference.
      let isAbsent = place < 0
      if !isAbsent, place >= values.count, index > first { break }
      if index > first { output.append(Self.comma) }
      if isAbsent || place >= values.count {
        output.append(Self.dot)
      } else {
        output.append(text, values[place])
      }
    }
  }

  private func appendGenotypes(
    _ text: Span<UInt8>, _ places: [Int], to output: inout [UInt8]
  ) {
    for (index, place) in places.enumerated() {
      if index > 0 { output.append(Self.comma) }
      if place < 0 { output.append(Self.dot) } else { output.append(text, values[place]) }
    }
  }

  private static func wrongNumber(_ field: String) -> VCFError {
    VCFError(
      .number, field: field,
      "the field does not have as many values as its Number says for the alleles of the record; "
        + "mend it, or set \"wrongNumber\": \"remove\" to leave it out")
  }
}
