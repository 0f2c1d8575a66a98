import ByteIO
import TestSupport
import Testing
import VCF

@Suite("The order of records")
struct RecordOrderTests {
  private func chunk(_ lines: [String], index: Int = 0) -> TextChunk {
    TextChunk(
      index: index, text: Array((lines.joined(separator: "\n") + "\n").utf8),
      origins: [TextOrigin(textOffset: 0, virtualOffset: 0)])
  }

  @Test("Contigs that return and positions that descend are found across chunks")
  func order() {
    var order = RecordOrder()
    let first = order.check(
      chunk(["1\t5\t.\tA\tC", "1\t4\t.\tA\tC", "1\t5\t.\tA\tC", "no record"]))
    #expect(first.map(\.line) == [1] && first[0].field == "POS" && first[0].rule == .order)
    let second = order.check(
      chunk(["1\t3\t.\tA\tC", "2\t1\t.\tA\tC", "1\t9\t.\tA\tC", "1\t9\t.\tA\tC"]))
    #expect(second.map(\.line) == [0, 2, 3] && second.map(\.field) == ["POS", "CHROM", "CHROM"])
    #expect(order.check(chunk(["2\t1\t.\tA\tC", "<2>\t2\t.\tA\tC"])).isEmpty)
  }

  @Test("The same variant in other words is a duplicate; symbols and breakends are not")
  func duplicates() {
    var order = RecordOrder(findsDuplicates: true)
    let lines = [
      "1\t10\t.\tTAT\tTGT", "1\t11\t.\tA\tG", "1\t11\t.\ta\tg,T", "1\t11\t.\tA\t*",
      "1\t11\t.\tA\t*",
      "1\t11\t.\tA\t<DEL>", "1\t11\t.\tA\t<DEL>", "1\t20\t.\tAT\tAAT,AA", "1\t21\t.\tT\tA",
      "2\t21\t.\tT\tA", "2\t30\t.\tCA\tC,CAA", "2\t30\t.\tCAA\tC", "2\t30\t.\tC\tCA",
    ]
    let found = order.check(chunk(lines))
    #expect(found.map(\.line) == [1, 2, 8, 12])
    #expect(found.allSatisfy { $0.rule == .duplicate && $0.field == "ALT" })
    var plain = RecordOrder()
    #expect(plain.check(chunk(lines)).isEmpty)
  }

  @Test("Positions may descend in VCFv4.5, contigs may not return")
  func version45() throws {
    let lines = [record(pos: 5), record(pos: 4), record(chrom: "2"), record(pos: 9)]
    #expect(try strictViolations("4.5", lines).map(\.line) == [6])
    #expect(try strictViolations("4.4", lines).map(\.line) == [4, 6])
  }

  @Test("Random records are judged as by a slow reference, from chunks and from batches")
  func random() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<60 {
      var position = 0
      let lines = (0..<40).map { index in
        position = max(0, position + Int.random(in: -2...6, using: &generator))
        let contig = ["1", "2", "chr3"][
          min(2, index / 15 + Int.random(in: 0...20, using: &generator) / 20)]
        let bases = ["A", "C", "AC", "CA", "ACA", "CAC"]
        return "\(contig)\t\(position)\t.\t\(bases.randomElement(using: &generator) ?? "A")"
          + "\t\(bases.randomElement(using: &generator) ?? "A")\t.\t.\t."
      }
      let expected = Self.reference(lines)
      var order = RecordOrder(findsDuplicates: true)
      let cut = Int.random(in: 1..<39, using: &generator)
      let found =
        order.check(chunk(Array(lines[..<cut]))).map(\.line)
        + order.check(chunk(Array(lines[cut...]))).map { $0.line + cut }
      #expect(found == expected)
      var other = RecordOrder(findsDuplicates: true)
      #expect(other.check(try batch(lines.joined(separator: "\n") + "\n")).map(\.line) == expected)
    }
  }

  /// Lines that are misplaced, found by looking at all lines before.
  private static func reference(_ lines: [String]) -> [Int] {
    var kept: [(contig: String, position: Int, variant: String)] = []
    var misplaced: [Int] = []
    for (line, text) in lines.enumerated() {
      let columns = text.split(separator: "\t").map(String.init)
      let position = Int(columns[1]) ?? 0
      let variant = normal(position, columns[3], columns[4])
      let own = kept.filter { $0.contig == columns[0] }
      let isLast = own.isEmpty || kept.last?.contig == columns[0]
      let ascends = own.allSatisfy { $0.position <= position }
      if !isLast || !ascends {
        misplaced.append(line)
        continue
      }
      if own.contains(where: { $0.variant == variant }) { misplaced.append(line) }
      kept.append((columns[0], position, variant))
    }
    return misplaced
  }

  private static func normal(_ position: Int, _ ref: String, _ alt: String) -> String {
    var (ref, alt, position) = (Array(ref), Array(alt), position)
    while let last = ref.last, last == alt.last {
      ref.removeLast()
      alt.removeLast()
    }
    while let first = ref.first, first == alt.first {
      ref.removeFirst()
      alt.removeFirst()
      position += 1
    }
    return "\(position):\(String(ref)):\(String(alt))"
  }
}
