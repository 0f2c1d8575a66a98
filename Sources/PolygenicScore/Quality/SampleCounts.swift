/// The genotypes of one record, to be counted by sample.
struct CountedSite: Sendable, BitwiseCopyable {
  /// Index into the rows of genotypes of its batch.
  var genotypes: UInt32
  /// Whether it stands on X outside the pseudo-autosomal regions.
  var isX: Bool
}

/// Heterozygous and missing genotypes of each sample at the variants of scores, each record once.
package struct SampleCounts: Sendable, Equatable {
  /// Counts on the autosomes (and the pseudo-autosomal regions), or on X.
  package struct Part: Sendable, Equatable {
    /// Records.
    package var sites = 0
    /// Σ 2p(1 - p) over the records, with the small-sample correction 2n/(2n - 1).
    package var expected = 0.0
    /// Per sample: records without a genotype.
    var missing: [Int32] = []
    /// Per sample: records with one copy of the effect allele.
    var heterozygous: [Int32] = []
    /// Per sample: what the records without a genotype would have added to ``expected``.
    var expectedOfMissing: [Double] = []

    /// The share of a sample's records with a genotype that are heterozygous; nil without any.
    package func heterozygosity(_ sample: Int) -> Double? {
      let called = called(sample)
      return called == 0 ? nil : Double(heterozygous[sample]) / Double(called)
    }

    /// How many records have a genotype of a sample.
    package func called(_ sample: Int) -> Int {
      missing.isEmpty ? sites : sites - Int(missing[sample])
    }

    /// How many records a sample is heterozygous at.
    package func heterozygous(_ sample: Int) -> Int {
      heterozygous.isEmpty ? 0 : Int(heterozygous[sample])
    }

    /// The inbreeding coefficient F = 1 - observed / expected heterozygous records (`plink --het`, `--check-sex`);
    /// nil where fewer than one is expected.
    package func inbreeding(_ sample: Int) -> Double? {
      let expected = expected - (expectedOfMissing.isEmpty ? 0 : expectedOfMissing[sample])
      return expected < 1 ? nil : 1 - Double(heterozygous(sample)) / expected
    }
  }

  /// On the autosomes and in the pseudo-autosomal regions.
  package internal(set) var autosomes = Part()
  /// On X outside of them.
  package internal(set) var x = Part()

  /// Counts the records of a batch.
  mutating func add(_ batch: borrowing ScoredBatch) {
    for site in batch.sites {
      let row = batch.rows[Int(site.genotypes)]
      if site.isX { x.add(row, of: batch) } else { autosomes.add(row, of: batch) }
    }
  }

  /// Adds the counts of a later part of the input.
  mutating func merge(_ later: SampleCounts) {
    autosomes.merge(later.autosomes)
    x.merge(later.x)
  }
}

extension SampleCounts.Part {
  fileprivate mutating func add(_ row: GenotypeRow, of batch: borrowing ScoredBatch) {
    let count = batch.samples.count
    if missing.isEmpty {
      missing = Array(repeating: 0, count: count)
      heterozygous = missing
      expectedOfMissing = Array(repeating: 0, count: count)
    }
    let alleles = 2 * Double(count - row.missing)
    let spread =
      alleles > 1 ? 2 * row.frequency * (1 - row.frequency) * alleles / (alleles - 1) : 0
    sites += 1
    expected += spread
    for place in row.heterozygous { heterozygous[Int(batch.carriers[place])] += 1 }
    for (index, place) in row.others.enumerated() {
      let carrier = Carrier(word: batch.carriers[place])
      if carrier.genotype >= Int(GenotypeClasses.missingHaploid) {
        missing[carrier.sample] += 1
        expectedOfMissing[carrier.sample] += spread
      } else if carrier.genotype == Int(GenotypeClasses.dosage), row.dosages >= 0 {
        let dosage = batch.dosages[row.dosages + index]
        if dosage >= 0.5, dosage < 1.5 { heterozygous[carrier.sample] += 1 }
      }
    }
  }

  fileprivate mutating func merge(_ later: Self) {
    guard later.sites > 0 else { return }
    guard sites > 0 else {
      self = later
      return
    }
    sites += later.sites
    expected += later.expected
    for sample in missing.indices {
      missing[sample] += later.missing[sample]
      heterozygous[sample] += later.heterozygous[sample]
      expectedOfMissing[sample] += later.expectedOfMissing[sample]
    }
  }
}
