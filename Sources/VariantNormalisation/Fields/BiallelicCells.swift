import ByteIO

/// The sample columns of a record that keeps one alternate allele: the common case, in one pass over the bytes.
///
/// What it does not know (lists of another length than declared, more than two ploidies, alleles with two digits) is
/// left to ``FieldCutter``, which gives the same where both can.
struct BiallelicCells {
  /// For each key of FORMAT.
  let kinds: [FieldKind]
  /// How many alleles there were, the reference included.
  let alleles: Int
  /// The alternate allele that is kept.
  let alternate: Int
  /// What calls show for each allele that there was: `0`, `1` or `.`.
  private var shown = InlineArray<10, UInt8>(repeating: UInt8(ascii: "."))

  private static let tab = UInt8(ascii: "\t")
  private static let colon = UInt8(ascii: ":")
  private static let comma = UInt8(ascii: ",")

  /// Cells for a change; nil where it is none that this knows.
  init?(_ change: borrowing AlleleChange, kinds: [FieldKind]) {
    guard change.sources.count == 2, change.sources[0] == 0, change.added.isEmpty,
      change.targets.count <= 10, !kinds.contains(.local)
    else { return nil }
    self.kinds = kinds
    alleles = change.targets.count
    alternate = change.sources[1]
    for (allele, target) in change.targets.enumerated() where target >= 0 {
      shown[allele] = 0x30 &+ UInt8(truncatingIfNeeded: target)
    }
  }

  /// Appends the cells, each behind a tab; false, and nothing appended, where there is something else to them.
  ///
  /// - Parameter range: The sample columns; a tab stands before them.
  func append(_ text: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) -> Bool {
    let start = output.count
    // No value becomes longer.
    output.append(contentsOf: repeatElement(0, count: range.count + 1))
    guard let end = write(text, range, &output, at: start) else {
      output.removeLast(output.count - start)
      return false
    }
    output.removeLast(output.count - end)
    return true
  }

  private func write(
    _ text: Span<UInt8>, _ range: Range<Int>, _ output: inout [UInt8], at start: Int
  ) -> Int? {
    var bytes = output.mutableSpan
    let kinds = kinds.span
    var at = start
    bytes[at] = Self.tab
    at &+= 1
    var offset = range.lowerBound
    let end = range.upperBound
    var column = 0
    while true {
      let kind = column < kinds.count ? kinds[column] : .fixed
      switch kind {
      case .fixed, .local:
        while offset < end, text[offset] != Self.colon, text[offset] != Self.tab {
          bytes[at] = text[offset]
          at &+= 1
          offset &+= 1
        }
      case .genotype:
        guard copyCall(text, &offset, end, &bytes, &at) else { return nil }
      case .perAlternate, .perAllele, .perAlleleReads, .perGenotype:
        guard copyList(text, &offset, end, kind, &bytes, &at) else { return nil }
      }
      guard offset < end else { return at }
      let separator = text[offset]
      column = separator == Self.tab ? 0 : column &+ 1
      bytes[at] = separator
      at &+= 1
      offset &+= 1
    }
  }

  @inline(__always)
  private func copyCall(
    _ text: Span<UInt8>, _ offset: inout Int, _ end: Int, _ bytes: inout MutableSpan<UInt8>,
    _ at: inout Int
  ) -> Bool {
    var isDigit = false
    while offset < end {
      let byte = text[offset]
      if byte == Self.colon || byte == Self.tab { break }
      let digit = Int(byte &- 0x30)
      if byte >= 0x30, byte <= 0x39 {
        guard !isDigit, digit < alleles else { return false }
        isDigit = true
        bytes[at] = shown[digit]
      } else {
        isDigit = false
        bytes[at] = byte
      }
      at &+= 1
      offset &+= 1
    }
    return true
  }

  /// Copies the values of the reference and the allele kept, as far as the kind has them.
  @inline(__always)
  private func copyList(
    _ text: Span<UInt8>, _ offset: inout Int, _ end: Int, _ kind: FieldKind,
    _ bytes: inout MutableSpan<UInt8>, _ at: inout Int
  ) -> Bool {
    var stop = offset
    var count = 1
    while stop < end {
      let byte = text[stop]
      if byte == Self.colon || byte == Self.tab { break }
      if byte == Self.comma { count &+= 1 }
      stop &+= 1
    }
    if stop == offset { return true }
    if stop == offset &+ 1, text[offset] == FieldCutter.dot {
      bytes[at] = FieldCutter.dot
      at &+= 1
      offset = stop
      return true
    }
    guard let places = places(kind, count) else { return false }
    var index = 0
    var isFirst = true
    while offset < stop {
      let isWanted = index == places.0 || index == places.1 || index == places.2
      if isWanted, !isFirst {
        bytes[at] = Self.comma
        at &+= 1
      }
      while offset < stop, text[offset] != Self.comma {
        if isWanted {
          bytes[at] = text[offset]
          at &+= 1
        }
        offset &+= 1
      }
      if isWanted { isFirst = false }
      if offset < stop { offset &+= 1 }
      index &+= 1
    }
    offset = stop
    return true
  }

  /// The places of the values kept in a list of that length, repeated where there are fewer than three; nil for lists
  /// that are left to others.
  @inline(__always)
  private func places(_ kind: FieldKind, _ count: Int) -> (Int, Int, Int)? {
    switch kind {
    case .perAlternate:
      return count == alleles - 1 ? (alternate - 1, alternate - 1, alternate - 1) : nil
    case .perGenotype:
      let diploid = alternate * (alternate + 1) / 2
      if count == alleles * (alleles + 1) / 2 { return (0, diploid, diploid + alternate) }
      return count == alleles ? (0, alternate, alternate) : nil
    default: return count == alleles ? (0, alternate, alternate) : nil
    }
  }
}
