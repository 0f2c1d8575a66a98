import TestSupport

/// A made-up genome full of tandem repeats, and variants that can be written in many ways in it.
struct RandomRecords {
  let genome: String
  let records: [String]
  let samples: [String]
  private let bases: [Character]

  static let meta =
    [
      definition("INFO", "AC", "A", "Integer"), definition("INFO", "AF", "A", "Float"),
      definition("INFO", "AN", "1", "Integer"), definition("INFO", "AD", "R", "Integer"),
      definition("FORMAT", "GT", "1", "String"), definition("FORMAT", "AD", "R", "Integer"),
      definition("FORMAT", "DP", "1", "Integer"), definition("FORMAT", "PL", "G", "Integer"),
    ]

  var fasta: String {
    var text = ">chr1 made up\n"
    for start in stride(from: 0, to: bases.count, by: 60) {
      text += String(bases[start..<min(start + 60, bases.count)]) + "\n"
    }
    return text
  }

  var vcf: String {
    VariantNormalisationTests.vcf(
      records, samples: samples,
      meta: ["##contig=<ID=chr1,length=\(bases.count)>"] + Self.meta)
  }

  init(seed: UInt64, count: Int, samples sampleCount: Int = 3, ploidies: ClosedRange<Int> = 1...2) {
    var generator = SeededGenerator(seed: seed)
    var bases: [Character] = []
    while bases.count < count * 12 {
      let unit = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        "ACGT".randomElement(using: &generator) ?? "A"
      }
      for _ in 0..<Int.random(in: 1...9, using: &generator) { bases += unit }
    }
    self.bases = bases
    genome = String(bases)
    samples = (0..<sampleCount).map { "s\($0)" }
    var records: [String] = []
    var position = 2
    for _ in 0..<count {
      position += Int.random(in: 0...20, using: &generator)
      guard position + 20 < bases.count else { break }
      records.append(
        Self.record(bases, position, samples: sampleCount, ploidies, &generator))
    }
    self.records = records
  }

  private static func record(
    _ bases: [Character], _ position: Int, samples: Int, _ ploidies: ClosedRange<Int>,
    _ generator: inout SeededGenerator
  ) -> String {
    let length = Bool.random(using: &generator) ? 1 : Int.random(in: 1...9, using: &generator)
    let reference = String(bases[(position - 1)..<(position - 1 + length)])
    var alternates: [String] = []
    let wanted =
      Int.random(in: 0...3, using: &generator) == 0 ? Int.random(in: 2...4, using: &generator) : 1
    while alternates.count < wanted {
      let alternate = changed(reference, bases, position, &generator)
      if alternate != reference, !alternates.contains(alternate) { alternates.append(alternate) }
    }
    let alleles = alternates.count + 1
    func list(_ count: Int) -> String {
      (0..<count).map { _ in String(Int.random(in: 0...99, using: &generator)) }
        .joined(separator: ",")
    }
    var cells: [String] = []
    for _ in 0..<samples {
      let ploidy = Int.random(in: ploidies, using: &generator)
      let mark = Bool.random(using: &generator) ? "|" : "/"
      let call = (0..<ploidy).map { _ in
        Int.random(in: 0...9, using: &generator) == 0
          ? "." : String(Int.random(in: 0..<alleles, using: &generator))
      }.joined(separator: mark)
      var genotypes = 1
      for step in 0..<ploidy { genotypes = genotypes * (alleles + step) / (step + 1) }
      let likelihoods = Int.random(in: 0...9, using: &generator) == 0 ? "." : list(genotypes)
      cells.append("\(call):\(list(alleles)):\(list(1)):\(likelihoods)")
    }
    let frequencies = (1..<alleles).map { _ in
      ["0.25", "0.5", "0.125", "0", "1"].randomElement(using: &generator) ?? "0"
    }.joined(separator: ",")
    let info = "AC=\(list(alleles - 1));AF=\(frequencies);AN=9;AD=\(list(alleles))"
    let columns = [
      "chr1", String(position), ".", reference, alternates.joined(separator: ","), "50", "PASS",
      info,
    ]
    return (columns + (samples > 0 ? ["GT:AD:DP:PL"] : []) + cells).joined(separator: "\t")
  }

  private static func changed(
    _ reference: String, _ bases: [Character], _ position: Int, _ generator: inout SeededGenerator
  ) -> String {
    let base = { (generator: inout SeededGenerator) in
      String("ACGT".randomElement(using: &generator) ?? "A")
    }
    switch Int.random(in: 0...4, using: &generator) {
    case 0: return base(&generator) + reference.dropFirst()
    case 1: return String(reference.prefix(Int.random(in: 1...reference.count, using: &generator)))
    case 2:
      let next = bases[position..<(position + Int.random(in: 1...8, using: &generator))]
      return reference + next
    case 3: return reference + (0..<3).map { _ in base(&generator) }.joined()
    default: return String(reference.map { _ in base(&generator) }.joined())
    }
  }

  /// The genome with each alternate allele of some records, sorted.
  func haplotypes(_ records: [String]) -> [String] {
    var all: [String] = []
    for record in records {
      let columns = record.split(separator: "\t")
      guard let position = Int(columns[1]) else { continue }
      for alternate in columns[4].split(separator: ",") {
        let start = position - 1
        all.append(
          String(bases[..<start]) + alternate + String(bases[(start + columns[3].count)...]))
      }
    }
    return all.sorted()
  }
}
