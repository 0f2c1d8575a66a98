import ByteIO
import ReferenceGenome
import VCF

/// Moves a symbolic deletion or duplication as far to the left as the genome reads the same.
enum StructuralAlignment {
  private static let endKey = Array("END".utf8)
  private static let lengthKey = Array("SVLEN".utf8)

  /// The line moved to the left; nil where it stays.
  ///
  /// A deletion of the bases behind POS, up to END, leaves the same sequence when it begins one base earlier and the
  /// bases at POS and END are equal; so does a duplication. Without END, SVLEN says how long it is.
  static func align(
    _ alleles: borrowing AlleleStrings, _ line: LineWriter.Line, _ record: RecordBounds,
    _ text: Span<UInt8>, _ window: inout ReferenceWindow
  ) throws(ReferenceError) -> LineWriter.Line? {
    guard alleles[0].count == 1, isMovable(alleles) else { return nil }
    let endValue = record.infoValue(endKey, in: text)
    let end: Int
    if let endValue {
      guard let stated = parseInteger(text, endValue) else { return nil }
      end = stated
    } else if let value = record.infoValue(lengthKey, in: text),
      let length = parseInteger(text, value), length != 0
    {
      end = line.position + Int(clamping: length.magnitude)
    } else {
      return nil
    }
    guard end > line.position, end <= window.contigLength else { return nil }
    let shift = try shift(from: line.position, to: end, &window)
    guard shift > 0 else { return nil }
    var moved = line
    moved.position = line.position - shift
    let first = moved.position - 1
    try window.load(first..<first + 1)
    guard window.holds(first..<first + 1) else { return nil }
    moved.alleles = AlleleStrings()
    moved.alleles.append([window.bases[first - window.start]])
    moved.alleles.append(alleles.bytes.span, alleles[1])
    if let endValue { moved.end = LineWriter.End(value: endValue, position: end - shift) }
    return moved
  }

  /// Whether the allele is `<DEL>`, `<DUP>` or a subtype of one.
  private static func isMovable(_ alleles: borrowing AlleleStrings) -> Bool {
    let name = alleles.bytes[alleles[1]].dropFirst()
    guard name.count >= 4, name.last == UInt8(ascii: ">") else { return false }
    let behind = name[name.startIndex + 3]
    guard behind == UInt8(ascii: ">") || behind == UInt8(ascii: ":") else { return false }
    return name.starts(with: "DEL".utf8) || name.starts(with: "DUP".utf8)
  }

  private static func shift(
    from position: Int, to end: Int, _ window: inout ReferenceWindow
  ) throws(ReferenceError) -> Int {
    // Both ends are read in pieces, for they can be far apart.
    let step = 256
    var shift = 0
    var starts: [UInt8] = []
    var ends: [UInt8] = []
    while true {
      let last = position - shift
      let first = max(last - step, 0)
      if last - first == 0 { return shift }
      try read(first..<last, &window, &starts)
      try read(end - shift - (last - first)..<end - shift, &window, &ends)
      guard starts.count == last - first, ends.count == starts.count else { return shift }
      for index in starts.indices.reversed() {
        // The first base of the sequence has none before it to move to.
        if starts[index] != ends[index] || first + index == 0 { return shift }
        shift += 1
      }
    }
  }

  private static func read(
    _ range: Range<Int>, _ window: inout ReferenceWindow, _ bases: inout [UInt8]
  ) throws(ReferenceError) {
    bases.clear()
    try window.load(range)
    guard window.holds(range) else { return }
    bases.append(
      window.bases.span,
      range.lowerBound - window.start..<range.upperBound - window.start)
  }
}
