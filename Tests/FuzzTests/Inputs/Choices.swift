import TestSupport

/// The choices of a fuzzer: the same for the same seed.
struct Choices {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// The choices of one input of a campaign, whatever the others are.
  init(campaign: UInt64, input: Int) {
    var mixer = SeededGenerator(seed: campaign &+ UInt64(input) &* 0xD134_2543_DE82_EF95)
    generator = SeededGenerator(seed: mixer.next())
  }

  /// A number from 0 to below a bound; 0 for bounds below 2.
  mutating func below(_ bound: Int) -> Int {
    bound < 2 ? 0 : Int(generator.next() >> 1) % bound
  }

  /// A number of a range that is not empty.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True once in so many times.
  mutating func oneIn(_ bound: Int) -> Bool { below(bound) == 0 }

  /// An element of an array that is not empty.
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Any byte.
  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }

  /// A range within an array, perhaps empty, of at most so many elements.
  mutating func range(in count: Int, upTo limit: Int) -> Range<Int> {
    let start = below(count + 1)
    return start..<start + below(min(limit, count - start) + 1)
  }
}
