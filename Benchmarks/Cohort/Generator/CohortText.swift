/// Writes the records of a cohort, a window of neighbouring sites at a time.
struct CohortText: Sendable {
  private let plan: CohortPlan
  private let sites: [Site]
  private let cells: CellTexts
  /// The sample columns of a record in which nobody carries the alternate allele.
  private let referenceRow: [UInt8]

  /// The records of a plan.
  init(_ plan: CohortPlan) {
    self.plan = plan
    sites = plan.makeSites()
    cells = CellTexts(plan.layout, dosageStep: plan.dosageStep, seed: plan.seed)
    referenceRow = Array(String(repeating: "\t0|0", count: plan.samples).utf8)
  }

  /// How many windows there are.
  var windowCount: Int { (sites.count + plan.windowSize - 1) / plan.windowSize }

  /// The lines of a window; they depend on the plan and its number alone.
  func window(_ number: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: plan.seed, stream: UInt64(number) + 1)
    var genealogy = Genealogy(haplotypes: plan.haplotypes, &generator)
    var genotypes = [UInt8](repeating: 0, count: plan.samples)
    var text: [UInt8] = []
    let first = number * plan.windowSize
    let range = first..<min(first + plan.windowSize, sites.count)
    text.reserveCapacity(range.count * (referenceRow.count + 128))
    for site in sites[range] {
      for sample in genotypes.indices { genotypes[sample] = 0 }
      genealogy.mark(copies: site.copies, in: &genotypes, &generator)
      genealogy.recombine(&generator)
      if plan.missingRate > 0 { loseCalls(&genotypes, &generator) }
      appendColumns(site, genotypes, to: &text)
      switch plan.layout {
      case .genotypes: appendGenotypes(genotypes, to: &text)
      case .dosages, .probabilities: appendImputed(genotypes, to: &text, &generator)
      case .reads:
        for genotype in genotypes {
          cells.append(genotype, generator.below(CellTexts.variants), to: &text)
        }
      }
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  private func loseCalls(_ genotypes: inout [UInt8], _ generator: inout SeededGenerator) {
    for sample in genotypes.indices where generator.unit() < plan.missingRate {
      genotypes[sample] = GenotypeClass.missing
    }
  }

  private func appendColumns(_ site: Site, _ genotypes: [UInt8], to text: inout [UInt8]) {
    var copies = 0
    var called = 0
    for genotype in genotypes where genotype != GenotypeClass.missing {
      copies += Int(genotype & 1 + genotype >> 1)
      called += 2
    }
    let share = called == 0 ? 0 : Double(copies) / Double(called)
    let frequency = (share * 1_000_000).rounded() / 1_000_000
    text += "\(Chromosome.autosomes[site.chromosome].name)\t\(site.position)\t.\t".utf8
    text += site.reference
    text.append(UInt8(ascii: "\t"))
    text += site.alternative
    text += "\t.\tPASS\tAC=\(copies);AF=\(frequency);AN=\(called)\t\(plan.layout.rawValue)".utf8
  }

  private func appendGenotypes(_ genotypes: [UInt8], to text: inout [UInt8]) {
    let start = text.count
    text += referenceRow
    for (sample, genotype) in genotypes.enumerated() where genotype != 0 {
      let cell = start + 4 * sample + 1
      let isMissing = genotype == GenotypeClass.missing
      text[cell] = isMissing ? UInt8(ascii: ".") : UInt8(ascii: "0") + genotype & 1
      text[cell + 2] = isMissing ? UInt8(ascii: ".") : UInt8(ascii: "0") + genotype >> 1
    }
  }

  /// Values of a site are exact for as many samples as its imputation is certain of.
  private func appendImputed(
    _ genotypes: [UInt8], to text: inout [UInt8], _ generator: inout SeededGenerator
  ) {
    let certain = 0.98 - 0.5 * generator.unit() * generator.unit()
    for genotype in genotypes {
      // A carrier's call is less certain than the reference.
      let isExact = generator.unit() < (genotype == 0 ? certain : certain * certain)
      cells.append(
        genotype, isExact ? 0 : 1 + generator.below(CellTexts.variants - 1), to: &text)
    }
  }
}
