import ByteIO
import Genomics
import VCF

/// The alleles of several records of one position as those of one.
struct JoinedAlleles {
  /// The alleles, the reference first.
  private(set) var alleles: [[UInt8]] = []
  /// For each record, for each of its alleles, the number it has now.
  private(set) var numbers: [[Int]] = []

  /// The alleles of records; nil when their reference alleles contradict one another.
  init?(_ records: [RecordBounds], _ text: Span<UInt8>) {
    var reference: [UInt8] = []
    for record in records where record.ref.count > reference.count {
      reference = []
      reference.append(text, record.ref)
    }
    alleles = [reference]
    for record in records {
      for index in 0..<record.ref.count
      where text[record.ref.lowerBound + index] & 0xDF != reference[index] & 0xDF {
        return nil
      }
      let rest = reference[record.ref.count...]
      var own = [0]
      var pieces = record.alternates
      while let piece = pieces.next(in: text) {
        if isMissing(piece, in: text) { continue }
        var allele: [UInt8] = []
        allele.append(text, piece)
        if allele.allSatisfy(Allele.isBase) { allele += rest }
        own.append(add(allele))
      }
      numbers.append(own)
    }
  }

  private mutating func add(_ allele: [UInt8]) -> Int {
    let known = alleles.firstIndex { other in
      other.count == allele.count && zip(other, allele).allSatisfy { $0 & 0xDF == $1 & 0xDF }
    }
    if let known { return known }
    alleles.append(allele)
    return alleles.count - 1
  }

  /// The place of a genotype's value, once its alleles have their new numbers; nil for none.
  func place(ofGenotype genotype: [Int], record: Int) -> Int? {
    GenotypeOrder.index(of: genotype.map { numbers[record][$0] }.sorted())
  }
}
