import ByteIO
import TestSupport
import Testing

@Suite("Pieces of a text")
struct TextPieceTests {
  private static func text(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  @Test("A line is written as its pieces, short and long, up to the ends of text and room")
  func pieces() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let text = Self.text(Int.random(in: 0...90, using: &random), &random)
      let ranges = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        let bounds = (0..<2).map { _ in Int.random(in: 0...text.count, using: &random) }
        return (bounds.min() ?? 0)..<(bounds.max() ?? 0)
      }
      let numbers = [0, 9, 10, 99, 100, .random(in: 0...UInt.max, using: &random), UInt.max]
      var expected: [UInt8] = [1]
      for range in ranges { expected += text[range] }
      for number in numbers { expected += Array(String(number).utf8) }
      var line: [UInt8] = [1]
      line.append(addingCapacity: expected.count - 1) { (output: inout OutputSpan<UInt8>) in
        for range in ranges { output.append(text.span, range) }
        for number in numbers { output.append(decimal: number) }
      }
      #expect(line == expected)
    }
  }

  @Test("The first of two bytes is found wherever it stands")
  func delimiters() {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        UInt8.random(in: 0x3A...0x3F, using: &random)
      }
      let start = Int.random(in: 0...text.count, using: &random)
      let end = Int.random(in: start...text.count, using: &random)
      let expected = text[start..<end].firstIndex { $0 == 0x3B || $0 == 0x3D } ?? end
      #expect(offset(of: 0x3B, or: 0x3D, in: text.span, start, end) == expected)
    }
  }

  @Test("Bases become upper case, everything else N")
  func canonicalBases() {
    var bases = (0...255).map { UInt8($0) } + Array("acgtnACGTNryk-".utf8)
    let expected = bases.map { byte in
      let upper = byte & 0xDF
      return Array("ACGT".utf8).contains(upper) ? upper : UInt8(ascii: "N")
    }
    makeCanonical(&bases)
    #expect(bases == expected)
  }

  @Test("What is cleared is empty and keeps its room", arguments: [0, 1, 16, 17, 1000])
  func clearing(_ count: Int) {
    var list = Array(0..<count)
    let room = list.capacity
    list.clear()
    #expect(list.isEmpty)
    #expect(list.capacity >= room)
  }
}
