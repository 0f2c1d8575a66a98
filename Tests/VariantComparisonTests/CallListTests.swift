import TestSupport
import Testing
import VariantComparison

struct CallListTests {
  @Test("5,000 random calls come back as they were packed, in order, each once")
  func packing() {
    var random = SeededGenerator(seed: 51)
    func bases(_ most: Int) -> [UInt8] {
      (0..<Int.random(in: 1...most, using: &random)).map { _ in
        "ACGT".utf8.randomElement(using: &random) ?? 0x41
      }
    }
    var calls: [ComparedCall] = []
    for number in 0..<5_000 {
      var alleles: Set<[UInt8]> = []
      for _ in 0..<Int.random(in: 1...3, using: &random) { alleles.insert(bases(200)) }
      let copies = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        Int.random(in: 0...alleles.count, using: &random)
      }
      calls.append(
        ComparedCall(
          position: 1 + (number * 7_919) % 5_000, reference: bases(3),
          alternatives: Array(alleles), copies: copies,
          isPhased: !copies.isEmpty && Bool.random(using: &random),
          alleleFraction: Bool.random(using: &random)
            ? Double.random(in: 0...1, using: &random) : nil))
    }
    let list = CallList(calls)
    let sorted = calls.sorted { $0.position < $1.position }
    #expect(list.count == sorted.count)
    for place in 0..<list.count {
      #expect(list[place] == sorted[place])
      #expect(list.position(place) == sorted[place].position)
      #expect(list.referenceLength(place) == sorted[place].reference.count)
      #expect(list.equals(place, list, place, genotype: true))
    }
    // A second time the same alleles at the same places: nothing more.
    #expect(CallList(calls + calls).count == calls.count)
  }
}
