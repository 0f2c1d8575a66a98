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

/// An allele of a scoring file in four bytes: 0 to 3 are the bases A, C, G and T, 4 is none; anything else is one more
/// than the offset in `ScoringFile.alleles` at which its length and its bases stand.
package struct AlleleCode: Sendable, BitwiseCopyable, Equatable {
  /// The number.
  let value: UInt32

  /// No allele.
  package static let absent = AlleleCode(value: 4)

  /// Whether there is no allele.
  package var isAbsent: Bool { value == 4 }
}

/// One row of a scoring file, ready for matching and scoring: 24 bytes, for a run may have a hundred million.
package struct ScoringRow: Sendable, BitwiseCopyable {
  /// The effect weight; for a nonadditive row half the range of its three weights, which for an additive
  /// effect written in that form is the weight's size.
  package var weight: Double
  /// The effect allele.
  package var effectAllele: AlleleCode
  /// The other allele; absent where the file gives none, or several possible ones.
  package var otherAllele: AlleleCode
  /// The position from 1; 0 where the file gives none.
  package var position: Int32
  /// The contig's name: an index into `ScoringFile.contigNames`; the largest value for none.
  package var contigName: UInt16
  /// The contig's number (`ScoredContig`); 0 where scores are not defined on it.
  package var contig: UInt8
  /// Model in the lower four bits, form in the upper ones.
  private var kind: UInt8

  /// A row without weight and alleles.
  init(
    position: Int32, contigName: UInt16, contig: UInt8, model: EffectModel, form: RowForm
  ) {
    weight = 0
    effectAllele = .absent
    otherAllele = .absent
    self.position = position
    self.contigName = contigName
    self.contig = contig
    kind = model.rawValue | form.rawValue << 4
  }

  /// How the effect depends on the dosage.
  package var model: EffectModel {
    get { EffectModel(rawValue: kind & 15) ?? .additive }
    set { kind = kind & 0xF0 | newValue.rawValue }
  }
  /// What the row describes.
  package var form: RowForm { RowForm(rawValue: kind >> 4) ?? .variant }

  /// Whether the row can have candidates at all.
  package var canMatch: Bool {
    contig != 0 && position > 0 && form == .variant && !effectAllele.isAbsent
  }
}
