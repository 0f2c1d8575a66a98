import ReferenceGenome
import TestSupport
import Testing
import VariantComparison

struct SequenceComparisonTests {
  private static func window(
    _ genome: ReferenceGenome, _ name: String
  ) throws -> ReferenceWindow {
    var window = ReferenceWindow(genome)
    let bytes = Array(name.utf8)
    let isKnown = window.select(bytes.span, 0..<bytes.count)
    #expect(isKnown)
    return window
  }

  /// Compares alleles.
  private static func compare(
    _ truth: [ComparedVariant], _ query: [ComparedVariant], _ window: inout ReferenceWindow
  ) throws -> SequenceComparison {
    try SequenceComparison(
      truth: CallList(truth.map(ComparedCall.init)), query: CallList(query.map(ComparedCall.init)),
      &window)
  }

  private static func isWhole(_ outcomes: [SequenceComparison.Outcome]) -> Bool {
    outcomes.allSatisfy {
      guard case .matched = $0 else { return false }
      return true
    }
  }

  private static func inWords(_ variants: [ComparedVariant]) -> String {
    variants.sorted { $0.position < $1.position }.map {
      "\($0.position):\(String(decoding: $0.reference, as: UTF8.self))>"
        + String(decoding: $0.alternative, as: UTF8.self)
    }.joined(separator: " ")
  }

  @Test("10,000 haplotypes written twice, in any way, are found equal; with one change, never")
  func rewritten() throws {
    var random = SeededGenerator(seed: 20_261_123)
    let pairs = (0..<10_000).map { _ in RewrittenVariants(&random) }
    let folder = try TemporaryFolder()
    let fasta = pairs.enumerated().map {
      ">s\($0)\n" + String(decoding: $1.genome, as: UTF8.self) + "\n"
    }.joined()
    let genome = try ReferenceGenome(path: try folder.write(fasta, to: "repeats.fa"))
    var compared = 0
    var changed = 0
    for (number, pair) in pairs.enumerated() {
      let truth = pair.variants(&random)
      let query = pair.variants(&random)
      guard RewrittenVariants.applied(truth, to: pair.genome) == pair.haplotype,
        RewrittenVariants.applied(query, to: pair.genome) == pair.haplotype
      else {
        Issue.record("the generator of pair \(number) is wrong: \(Self.inWords(truth))")
        continue
      }
      var window = try Self.window(genome, "s\(number)")
      let comparison = try Self.compare(truth, query, &window)
      #expect(
        Self.isWhole(comparison.truth) && Self.isWhole(comparison.query),
        "\(number): \(Self.inWords(truth)) against \(Self.inWords(query))")
      compared += 1
      // One base of the haplotype is another one, or gone.
      var other = pair.haplotype
      let place = Int.random(in: 2..<other.count - 3, using: &random)
      if Bool.random(using: &random) {
        other[place] = RewrittenVariants.anything(1, &random)[0]
      } else {
        other.remove(at: place)
      }
      guard other != pair.haplotype else { continue }
      let wrong = RewrittenVariants(genome: pair.genome, haplotype: other).variants(&random)
      let against = try Self.compare(truth, wrong, &window)
      #expect(
        !Self.isWhole(against.truth) || !Self.isWhole(against.query),
        "\(number): \(Self.inWords(truth)) is not \(Self.inWords(wrong))")
      changed += 1
    }
    #expect(compared == 10_000)
    #expect(changed > 8_000)
  }

  @Test("An allele of a sequence that is too crowded to search is said to be so, never guessed")
  func crowded() throws {
    let folder = try TemporaryFolder()
    let bases = String(repeating: "ACGTTGCA", count: 30)
    let genome = try ReferenceGenome(path: try folder.write(">c\n\(bases)\n", to: "c.fa"))
    func single(_ position: Int) -> ComparedVariant {
      let base = Array(bases.utf8)[position - 1]
      return ComparedVariant(
        position: position, reference: [base],
        alternative: [base == UInt8(ascii: "A") ? UInt8(ascii: "C") : UInt8(ascii: "A")])
    }
    let truth = (0..<13).map { single(10 + 8 * $0) }
    let query = (0..<13).map { single(13 + 8 * $0) }
    var window = try Self.window(genome, "c")
    let comparison = try Self.compare(truth, query, &window)
    #expect(comparison.truth == Array(repeating: .tooComplex, count: 13))
    #expect(comparison.query == Array(repeating: .tooComplex, count: 13))
    let fewer = try Self.compare(
      Array(truth.prefix(12)), Array(query.prefix(12)), &window)
    #expect(fewer.truth == Array(repeating: .unmatched, count: 12))
  }

  @Test("An allele whose REF is not what the genome has matches as written only")
  func misplaced() throws {
    let folder = try TemporaryFolder()
    let genome = try ReferenceGenome(path: try folder.write(">c\nACGTACGT\n", to: "c.fa"))
    let wrong = ComparedVariant(
      position: 2, reference: Array("G".utf8), alternative: Array("T".utf8))
    var window = try Self.window(genome, "c")
    let same = try Self.compare([wrong], [wrong], &window)
    #expect(same.truth == [.matched(.exact)])
    #expect(same.misplaced.query == 0)
    let padded = ComparedVariant(
      position: 1, reference: Array("AG".utf8), alternative: Array("AT".utf8))
    let other = try Self.compare([wrong], [padded], &window)
    #expect(other.truth == [.unmatched])
    #expect(other.misplaced.truth == 1)
    #expect(other.misplaced.query == 1)
  }
}
