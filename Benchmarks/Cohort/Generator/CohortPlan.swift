/// What a cohort is made from; everything else follows from it.
struct CohortPlan: Sendable {
  let samples: Int
  let records: Int
  let layout: SampleLayout
  let dosageStep: DosageStep
  let missingRate: Double
  let seed: UInt64
  /// Copies of every alternate allele, in place of random ones.
  var copies: Int?

  /// Alleles of all samples together.
  var haplotypes: Int { 2 * samples }

  /// The header of the file.
  var header: [UInt8] {
    var lines = [
      "##fileformat=VCFv4.2",
      "##source=CohortBenchmark",
      "##FILTER=<ID=PASS,Description=\"All filters passed\">",
    ]
    lines += Chromosome.autosomes.map { "##contig=<ID=\($0.name),length=\($0.length)>" }
    lines += [
      "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Copies of each alternate allele\">",
      "##INFO=<ID=AF,Number=A,Type=Float,Description=\"Frequency of each alternate allele\">",
      "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Alleles called\">",
    ]
    lines += layout.definitions
    let fixed = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"
    lines.append((0..<samples).reduce(into: fixed) { $0 += "\tP\(100_000 + $1)" })
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// Records that are made together; their haplotypes descend from one genealogy.
  var windowSize: Int { 64 }

  /// The sites in order.
  func makeSites() -> [Site] {
    var generator = SeededGenerator(seed: seed)
    var sites: [Site] = []
    sites.reserveCapacity(records)
    let total = Chromosome.autosomes.reduce(0) { $0 + $1.length }
    var passed = 0
    for (number, chromosome) in Chromosome.autosomes.enumerated() {
      // Rounding the running total, not each share, gives exactly the number of records.
      passed += chromosome.length
      let count = records * passed / total - sites.count
      let spacing = Double(chromosome.length - 20_000) / Double(max(count, 1))
      for index in 0..<count {
        let jitter = generator.unit() * max(spacing - Double(Site.longestAllele), 0)
        let position = 10_000 + Int(Double(index) * spacing + jitter)
        var site = Site(
          chromosome: number, position: position, haplotypes: haplotypes, &generator)
        if let copies { site.copies = copies }
        sites.append(site)
      }
    }
    return sites
  }
}

/// A chromosome of GRCh38.
struct Chromosome: Sendable {
  let name: String
  let length: Int

  /// The autosomes with their lengths (NCBI assembly report GCF_000001405.40).
  static let autosomes = [
    248_956_422, 242_193_529, 198_295_559, 190_214_555, 181_538_259, 170_805_979, 159_345_973,
    145_138_636, 138_394_717, 133_797_422, 135_086_622, 133_275_309, 114_364_328, 107_043_718,
    101_991_189, 90_338_345, 83_257_441, 80_373_285, 58_617_616, 64_444_167, 46_709_983,
    50_818_468,
  ].enumerated().map { Chromosome(name: "chr\($0.offset + 1)", length: $0.element) }
}
