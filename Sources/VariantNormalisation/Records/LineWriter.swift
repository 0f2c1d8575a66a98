import ByteIO
import VCF

/// Appends records that were changed to a text, with an index over them.
struct LineWriter {
  /// Where INFO/END stands in a record, and the position it becomes.
  struct End {
    /// The value in the text of the record.
    let value: Range<Int>
    /// The position of the last base.
    let position: Int
  }

  /// What a record becomes.
  struct Line {
    /// CHROM; nil for that of the record.
    var contig: [UInt8]?
    /// POS, from 1.
    var position: Int
    /// REF and ALT.
    var alleles: AlleleStrings
    /// The change of INFO/END; nil for none.
    var end: End?
    /// For the INFO field that keeps the original record: the alternate alleles this one stems from, where not all.
    var origin: [Int] = []
  }

  /// The text of the batch, a line end, and the lines; empty before the first of them.
  var text: [UInt8] = []
  /// For each line its place in the file that it was read from.
  private(set) var origins: [TextOrigin] = []
  /// Where the lines begin.
  private let base: Int
  var cutter: FieldCutter
  let originalKey: [UInt8]?
  private let header: VCFHeader

  /// Fields that were left out because of their number of values.
  var removedFields: Int { cutter.removed }

  init(after text: Span<UInt8>, header: VCFHeader, cutter: FieldCutter, originalKey: [UInt8]?) {
    base = text.count + 1
    self.header = header
    self.cutter = cutter
    self.originalKey = originalKey
  }

  /// Where the next line begins.
  var end: Int { max(text.count, base) }

  /// Takes lines off again, those that begin at or behind an offset.
  mutating func truncate(_ offset: Int) {
    if text.count > offset { text.removeLast(text.count - offset) }
    while let last = origins.last, last.textOffset >= offset { origins.removeLast() }
  }

  /// Puts the text of the batch before the first line.
  private mutating func begin(_ source: Span<UInt8>) {
    // Room for as many bytes again: most lines that change become one or two of about their length.
    text.reserveCapacity(2 * base)
    text.append(source, 0..<source.count)
    // A last line without its end gets one; else the byte belongs to no line.
    text.append(0x0A)
  }

  /// Appends a record.
  ///
  /// - Parameter change: What becomes of fields that belong to alleles; nil where nothing does.
  /// - Throws: Why its fields cannot be written; the text then ends as it did before.
  mutating func append(
    _ line: borrowing Line, _ change: borrowing AlleleChange, _ record: RecordBounds,
    _ source: Span<UInt8>, virtualOffset: UInt64
  ) throws(VCFError) -> RecordBounds {
    if text.isEmpty { begin(source) }
    let start = text.count
    do throws(VCFError) {
      let bounds = try appendLine(line, change, record, source)
      origins.append(TextOrigin(textOffset: start, virtualOffset: virtualOffset))
      return bounds
    } catch {
      text.removeLast(text.count - start)
      throw error
    }
  }

  private mutating func appendLine(
    _ line: borrowing Line, _ change: borrowing AlleleChange, _ record: RecordBounds,
    _ source: Span<UInt8>
  ) throws(VCFError) -> RecordBounds {
    let start = text.count
    var tabs = InlineArray<9, UInt32>(repeating: 0)
    if !appendPlainColumns(line, change, record, source, &tabs) {
      try appendColumns(line, change, record, source, &tabs)
    }
    tabs[8] = tabs[7]
    if !record.format.isEmpty || !record.samples.isEmpty {
      if !change.isNone {
        let samples =
          cutter.hasLocalAlleles(record, source)
          ? try appendLocalSamples(record, source, change)
          : try cutter.appendSamples(record, source, change, to: &text)
        tabs[8] = UInt32(truncatingIfNeeded: samples)
      } else {
        text.append(source, record.info.upperBound..<Int(record.end))
        tabs[8] = tabs[7] &+ UInt32(truncatingIfNeeded: record.format.count + 1)
      }
    }
    let end = text.count
    let hasReturn = Int(record.end) < source.count && source[Int(record.end)] == 0x0D
    if hasReturn { text.append(0x0D) }
    text.append(0x0A)
    return RecordBounds(
      start: start, end: end, tabs: tabs, line: record.line,
      position: line.position)
  }

  /// Appends CHROM to INFO.
  private mutating func appendColumns(
    _ line: borrowing Line, _ change: borrowing AlleleChange, _ record: RecordBounds,
    _ source: Span<UInt8>, _ tabs: inout InlineArray<9, UInt32>
  ) throws(VCFError) {
    if let contig = line.contig {
      text += contig
      text.append(UInt8(ascii: "\t"))
    } else {
      text.append(source, record.range.lowerBound..<record.pos.lowerBound)
    }
    tabs[0] = place(-1)
    text.append(decimal: line.position)
    tabs[1] = place(0)
    text.append(source, record.pos.upperBound..<record.ref.lowerBound)
    tabs[2] = place(-1)
    line.alleles.appendColumns(to: &text)
    tabs[3] = place(-line.alleles.columnsCount + line.alleles[0].count)
    tabs[4] = place(0)
    text.append(source, record.alt.upperBound..<record.info.lowerBound)
    tabs[5] = tabs[4] &+ UInt32(truncatingIfNeeded: record.qual.count + 1)
    tabs[6] = tabs[5] &+ UInt32(truncatingIfNeeded: record.filter.count + 1)
    try appendInfo(line, change, record, source)
    tabs[7] = place(0)
  }

  /// Appends FORMAT and the sample columns of a record with values over local alleles, by the plain reading of the
  /// specification.
  private mutating func appendLocalSamples(
    _ record: RecordBounds, _ source: Span<UInt8>, _ change: borrowing AlleleChange
  ) throws(VCFError) -> Int {
    guard change.sources.count == 2, change.sources[0] == 0, change.added.isEmpty else {
      throw VCFError(
        .format, field: "FORMAT/LAA",
        "values over local alleles can only be split; set \"overlaps\" to \"0\" or \".\"")
    }
    var owned = OwnedRecord(record, source, header: header)
    let isMissing = change.targets.contains(-1)
    try owned.keepAlleles([change.sources[1]], dropped: isMissing ? .missing : .reference)
    var line: [UInt8] = []
    owned.append(to: &line)
    let bounds = scanLine(line.span, from: 0)
    let start = text.count
    text.append(line.span, Int(bounds.tabs[7])..<Int(bounds.end))
    return start + Int(bounds.tabs[8] - bounds.tabs[7])
  }

  /// An offset before or behind the end of the text.
  private func place(_ distance: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: text.count + distance)
  }

  private mutating func appendInfo(
    _ line: borrowing Line, _ change: borrowing AlleleChange, _ record: RecordBounds,
    _ source: Span<UInt8>
  ) throws(VCFError) {
    let start = text.count
    var isEmpty = isMissing(record.info, in: source)
    if !change.isNone {
      isEmpty = try !cutter.appendInfo(record, source, change, line.end, to: &text)
    } else if !isEmpty {
      Self.append(info: source, record.info, line.end, to: &text)
    }
    if let originalKey, record.infoValue(originalKey, in: source) == nil {
      if !isEmpty { text.append(UInt8(ascii: ";")) }
      isEmpty = false
      text += originalKey
      text.append(UInt8(ascii: "="))
      appendOrigin(record, source, line.origin)
    }
    if isEmpty {
      text.removeLast(text.count - start)
      text.append(FieldCutter.dot)
    }
  }

  /// INFO with another END; a key whose value is empty gets `.`.
  private static func append(
    info source: Span<UInt8>, _ info: Range<Int>, _ end: End?, to text: inout [UInt8]
  ) {
    var pending = info.lowerBound
    let equals = UInt8(ascii: "=")
    for offset in info where source[offset] == equals {
      let next = offset + 1
      if let end, next == end.value.lowerBound {
        text.append(source, pending..<next)
        text.append(decimal: end.position)
        pending = end.value.upperBound
      } else if next == info.upperBound || source[next] == UInt8(ascii: ";") {
        text.append(source, pending..<next)
        text.append(FieldCutter.dot)
        pending = next
      }
    }
    text.append(source, pending..<info.upperBound)
  }

  /// `CHROM|POS|REF|ALT|alleles` as the record was.
  private mutating func appendOrigin(
    _ record: RecordBounds, _ source: Span<UInt8>, _ alleles: [Int]
  ) {
    let bar = UInt8(ascii: "|")
    text.append(source, record.chrom)
    text.append(bar)
    text.append(source, record.pos)
    text.append(bar)
    text.append(source, record.ref)
    text.append(bar)
    text.append(source, record.alt)
    for (index, allele) in alleles.enumerated() {
      text.append(index == 0 ? bar : FieldCutter.comma)
      text.append(decimal: allele)
    }
  }
}

extension [UInt8] {
  /// Appends a number in decimal notation.
  mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var rest = value.magnitude
    var start = digits.count
    repeat {
      start -= 1
      digits[start] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    append(digits.span, start..<digits.count)
  }
}
