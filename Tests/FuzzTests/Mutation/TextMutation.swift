/// Changes of tab-separated text: lines, fields and values.
enum TextMutation: CaseIterable {
  case absurdNumber, field, value, removeField, repeatField, repeatValue
  case removeLine, repeatLine, moveLine, foreignLine, distinctValues, longValue, lineEnds

  /// Changes the text; `other` is what lines are taken from. `scale` bounds how long things get.
  func apply(
    to text: inout [UInt8], _ other: [UInt8], scale: Int, _ choices: inout Choices
  ) {
    switch self {
    case .absurdNumber: replaceNumber(in: &text, &choices)
    case .lineEnds: changeLineEnds(of: &text, scale, &choices)
    case .removeLine, .repeatLine, .moveLine, .foreignLine:
      changeLines(of: &text, other, scale, &choices)
    default:
      guard let line = Self.anyLine(of: text, &choices) else { return }
      // More often than not a field behind the first.
      let field = Self.anyPiece(of: line, in: text, separators: [0x09], &choices)
      changeField(field, of: &text, scale, &choices)
    }
  }

  private func changeField(
    _ field: Range<Int>, of text: inout [UInt8], _ scale: Int, _ choices: inout Choices
  ) {
    let separator = choices.pick([0x3A, 0x3B, 0x2C, 0x2F, 0x7C] as [UInt8])
    let piece = Self.anyPiece(of: field, in: text, separators: [0x3A, 0x3B, 0x2C, 0x3D], &choices)
    switch self {
    case .field: text.replaceSubrange(field, with: choices.pick(Self.tokens))
    case .value: text.replaceSubrange(piece, with: choices.pick(Self.tokens))
    case .removeField:
      text.removeSubrange(field.lowerBound..<min(field.upperBound + 1, text.count))
    case .repeatField:
      let copies = choices.below(min(scale, 60_000) / (field.count + 1) + 2)
      let unit = [0x09] + text[field]
      text.insert(contentsOf: Self.repeated(unit, copies), at: field.upperBound)
    case .repeatValue:
      let unit = [separator] + text[piece]
      let copies = choices.below(scale / unit.count + 2)
      text.insert(contentsOf: Self.repeated(unit, copies), at: piece.upperBound)
    case .distinctValues:
      var values: [UInt8] = []
      let bases = choices.oneIn(2)
      for number in 0..<choices.below(scale / 6 + 2) {
        values.append(separator)
        values += bases ? Self.bases(number) : Array("k\(number)".utf8)
      }
      text.insert(contentsOf: values, at: piece.upperBound)
    case .longValue:
      let unit = choices.pick([[0x41], [0x30], [0x39], [0x2E], [0x80], Array("1/".utf8)])
      let copies = choices.below(scale / unit.count + 2)
      text.insert(contentsOf: Self.repeated(unit, copies), at: piece.upperBound)
    default: break
    }
  }

  private func changeLines(
    of text: inout [UInt8], _ other: [UInt8], _ scale: Int, _ choices: inout Choices
  ) {
    guard let line = Self.anyLine(of: text, &choices) else { return }
    let whole = line.lowerBound..<min(line.upperBound + 1, text.count)
    switch self {
    case .removeLine: text.removeSubrange(whole)
    case .repeatLine:
      let copies = choices.oneIn(4) ? choices.below(scale / (whole.count + 1) + 2) : 1
      text.insert(contentsOf: Self.repeated(Array(text[whole]), copies), at: whole.upperBound)
    case .moveLine:
      let moved = Array(text[whole])
      text.removeSubrange(whole)
      let place = Self.anyLine(of: text, &choices)?.lowerBound ?? 0
      text.insert(contentsOf: moved, at: place)
    default:
      guard let foreign = Self.anyLine(of: other, &choices) else { return }
      text.insert(contentsOf: other[foreign] + [0x0A], at: whole.upperBound)
    }
  }

  private func changeLineEnds(
    of text: inout [UInt8], _ scale: Int, _ choices: inout Choices
  ) {
    switch choices.below(4) {
    case 0:
      let lines = text.split(separator: 0x0A)
      text = Array(lines.joined(separator: [0x0D, 0x0A])) + [0x0D, 0x0A]
    case 1: if text.last == 0x0A { text.removeLast() }
    case 2: text = text.filter { $0 != 0x0A }
    default:
      let place = Self.anyLine(of: text, &choices)?.lowerBound ?? 0
      let blank: [UInt8] = choices.pick([[0x0A], [0x0D, 0x0A], [0x0D], [0x00, 0x0A]])
      let copies = choices.oneIn(4) ? choices.below(scale + 2) : 1
      text.insert(contentsOf: Self.repeated(blank, copies), at: place)
    }
  }

  private func replaceNumber(in text: inout [UInt8], _ choices: inout Choices) {
    guard !text.isEmpty else { return }
    let start = choices.below(text.count)
    guard let first = text[start...].firstIndex(where: { $0 &- 0x30 <= 9 }) else { return }
    let end = text[first...].firstIndex { $0 &- 0x30 > 9 } ?? text.count
    text.replaceSubrange(first..<end, with: choices.pick(Self.numbers))
  }

  private static func repeated(_ unit: [UInt8], _ copies: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(unit.count * copies)
    for _ in 0..<copies { result += unit }
    return result
  }

  private static func bases(_ number: Int) -> [UInt8] {
    (0..<12).map { Array("ACGT".utf8)[number >> (2 * $0) & 3] }
  }

  /// A line without its end.
  private static func anyLine(of text: [UInt8], _ choices: inout Choices) -> Range<Int>? {
    guard !text.isEmpty else { return nil }
    let place = choices.below(text.count)
    let start = text[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return start..<(text[place...].firstIndex(of: 0x0A) ?? text.count)
  }

  private static func anyPiece(
    of range: Range<Int>, in text: [UInt8], separators: [UInt8], _ choices: inout Choices
  ) -> Range<Int> {
    guard !range.isEmpty else { return range }
    let place = range.lowerBound + choices.below(range.count)
    let start = text[range.lowerBound..<place].lastIndex { separators.contains($0) }
    let end = text[place..<range.upperBound].firstIndex { separators.contains($0) }
    return (start.map { $0 + 1 } ?? range.lowerBound)..<(end ?? range.upperBound)
  }

  private static let numbers = [
    "0", "-1", "1", "2147483647", "2147483648", "4294967296", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "18446744073709551616",
    "1000000000000000000000000000000", "1e999", "-1e-999", "00000000000000000001", "+1", "1.5", ".",
    "2147483646", "536870912", "0x10", "1e400000000000000000000", "254", "255", "256", "65535",
  ].map { Array($0.utf8) }

  private static let tokens =
    numbers
    + [
      "", ".", "..", ",", ";", ":", "=", "/", "|", "0/1", "0|1", "/0", "1/1/1", "./.", "0/", "|1|0",
      "9/9", "-1/0", "1/2147483648", "A", "C", "*", "<", ">", "<>", "<DEL>", "<*>", "<NON_REF>",
      "<<>>",
      "[", "]", "G[", "G]17:1]", "[<c>:0[N", "]:]A", "A[:5[", ".A", "A.", "N", "ACGTNacgtn", "PASS",
      "0", "%", "%2", "%25", "%3A%3B%2C", "NaN", "-nan", "Inf", "-Infinity", "GT", "GT:DS", "DS:GT",
      "GP", "AD:DP", "LAA:LAD", "GT:GT", "GT:LAA:LPL", "END=5", "END=-1", "END=2147483647",
      "SVLEN=9223372036854775807", "SVLEN=-9223372036854775808", "DP=9223372036854775807",
      "DP4=1,1,9223372036854775807,9223372036854775807", "RN=9223372036854775807,1", "RUC=1e9",
      "AC", "AC=", "=1", "#CHROM", "##", "##contig=<ID=1,length=9223372036854775807>", "##x=<", "é",
      "e\u{301}", "\u{FEFF}", "\u{0}", "\"", "\"a", "<ID=,Number=,Type=>", "FORMAT", "1,1", "2,1,0",
      "0,0,0,0,0,0", "0.5,0.5", "0.3,0.3,0.3", "3.0", "1e-400", "12345678901234567890.5", "chr1",
      "X",
    ].map { Array($0.utf8) }
}
