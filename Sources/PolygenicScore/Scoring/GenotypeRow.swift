/// The genotypes of one record with respect to one allele: only the samples that differ from the reference
/// genotype are listed, because most variants are rare and most samples do not.
///
/// A row stands in a `ScoredBatch`, whose arrays it points into.
package struct GenotypeRow: Sendable, Equatable {
  /// Where the samples with one effect allele of two stand in `ScoredBatch.carriers`.
  var heterozygous: Range<Int> = 0..<0
  /// Where those with the other homozygous genotype stand, right behind them.
  var homozygous: Range<Int> = 0..<0
  /// Where all others stand, right behind them: missing, haploid, or with a dosage.
  var others: Range<Int> = 0..<0
  /// Where the dosages of `others` begin in `ScoredBatch.dosages`; -1 where classes say all.
  var dosages: Int = -1
  /// How many of the samples have no genotype.
  var missing: Int = 0
  /// The frequency of the effect allele among the observed ones; 0.5 where none is observed. Computed only
  /// where a genotype is missing, or a frequency is asked for.
  var frequency: Double = 0.5
  /// The frequency that missing genotypes are imputed from: that one, or one from elsewhere.
  var expected: Double = 0.5
  /// Whether the effect allele is the record's REF, so that samples not listed carry it twice.
  var effectIsReference: Bool

  init(effectIsReference: Bool) {
    self.effectIsReference = effectIsReference
  }

  /// The class of the samples that are not listed: copies of the effect allele of two reference alleles.
  var baseline: UInt8 { effectIsReference ? 2 : 0 }
  /// The class of the samples with the other homozygous genotype.
  var opposite: UInt8 { 2 - baseline }
}

/// One of the `others` of a row: its number and its class (`GenotypeClasses`) in one word.
struct Carrier: BitwiseCopyable {
  let word: UInt32

  init(word: UInt32) { self.word = word }

  init(sample: UInt32, genotype: UInt8) {
    word = sample << 3 | UInt32(genotype & 7)
  }

  var sample: Int { Int(word >> 3) }
  var genotype: Int { Int(word & 7) }
}
