/// How an effect depends on the number of effect alleles a person carries.
package enum EffectModel: UInt8, Sendable, BitwiseCopyable {
  /// Weight times dosage.
  case additive
  /// The weight when at least one effect allele is carried.
  case dominant
  /// The weight when two effect alleles are carried.
  case recessive
  /// A weight of its own for none, one and two effect alleles (`dosage_N_weight`); hard calls only.
  case nonadditive

  /// The name that outputs print.
  package var name: String {
    switch self {
    case .additive: "additive"
    case .dominant: "dominant"
    case .recessive: "recessive"
    case .nonadditive: "nonadditive"
    }
  }
}

/// What a row of a scoring file describes; only single variants can be matched.
package enum RowForm: UInt8, Sendable, BitwiseCopyable {
  /// One variant.
  case variant
  /// Several variants on one chromosome (`is_haplotype`).
  case haplotype
  /// A pair of haplotypes (`is_diplotype`).
  case diplotype
  /// Variants whose effects multiply (`is_interaction`).
  case interaction
}

/// An allele of a scoring file: a range of the file's allele bytes; an absent allele is empty.
package struct AlleleSlice: Sendable, BitwiseCopyable, Equatable {
  /// Offset of the first base in `ScoringFile.alleles`.
  package var start: UInt32
  /// Number of bases; 0 for an absent allele.
  package var count: UInt32

  /// No allele.
  package static let absent = AlleleSlice(start: 0, count: 0)

  /// The bytes as a range.
  package var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
  /// Whether there is no allele.
  package var isAbsent: Bool { count == 0 }
}

/// One row of a scoring file, ready for matching and scoring.
package struct ScoringRow: Sendable, BitwiseCopyable {
  /// The effect weight; for a nonadditive row half the range of its three weights, which for an additive
  /// effect written in that form is the weight's size.
  package var weight: Double
  /// The effect allele.
  package var effectAllele: AlleleSlice
  /// The other allele; absent where the file gives none, or several possible ones.
  package var otherAllele: AlleleSlice
  /// The position from 1; 0 where the file gives none.
  package var position: Int32
  /// Where the three weights of a nonadditive row stand in `ScoringFile.genotypeWeights`; -1 for others.
  package var genotypeWeights: Int32
  /// The contig's name: an index into `ScoringFile.contigNames`; the largest value for none.
  package var contigName: UInt16
  /// The contig's number (`ScoredContig`); 0 where scores are not defined on it.
  package var contig: UInt8
  /// How the effect depends on the dosage.
  package var model: EffectModel
  /// What the row describes.
  package var form: RowForm

  /// Whether the row can have candidates at all.
  package var canMatch: Bool {
    contig != 0 && position > 0 && form == .variant && !effectAllele.isAbsent
  }
}
