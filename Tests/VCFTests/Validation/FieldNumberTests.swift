import Testing
import VCF

@Suite("The number of values of a field")
struct FieldNumberTests {
  @Test("Genotypes of every ploidy are counted as by listing them")
  func genotypes() {
    for alleles in 1...5 {
      for ploidy in 1...6 {
        let number = FieldNumber.perGenotype
        let listed = Self.listed(alleles, ploidy)
        #expect(number.expected(alleles: alleles, ploidy: ploidy, localAlleles: nil) == listed)
        #expect(
          FieldNumber.perLocalGenotype.expected(alleles: 9, ploidy: ploidy, localAlleles: alleles)
            == listed)
      }
    }
    #expect(FieldNumber.perGenotype.expected(alleles: 3, ploidy: nil, localAlleles: nil) == 6)
    #expect(FieldNumber.perGenotype.expected(alleles: 1000, ploidy: 60, localAlleles: nil) == nil)
  }

  /// Ways to choose `ploidy` alleles in ascending order.
  private static func listed(_ alleles: Int, _ ploidy: Int) -> Int {
    if ploidy == 0 { return 1 }
    return (1...alleles).reduce(0) { $0 + listed($1, ploidy - 1) }
  }

  @Test("Numbers and letters are read, written and counted")
  func letters() {
    let expected: [(String, Int?)] = [
      ("0", 0), ("12", 12), ("A", 3), ("R", 4), ("G", 10), ("LA", 1), ("LR", 2), ("LG", 3),
      ("P", 2),
      ("M", nil), (".", nil),
    ]
    for (text, count) in expected {
      let number = FieldNumber(text)
      #expect(number?.text == text)
      #expect(number?.expected(alleles: 4, ploidy: 2, localAlleles: 2) == count)
    }
    for text in ["", "-1", "+1", "B", "1.0", "a", "99999999999999999999"] {
      #expect(FieldNumber(text) == nil)
    }
    #expect(FieldNumber.perLocalAllele.expected(alleles: 4, ploidy: 2, localAlleles: nil) == nil)
  }
}
