/// The genotypes of one record with respect to one allele, as small numbers that index a `RowTable`.
///
/// | class | meaning |
/// |---|---|
/// | 0, 1, 2 | that many effect alleles of two |
/// | 3 | a dosage from 0 to 2 that is given beside the class |
/// | 4, 5 | none or one effect allele of one; with a dosage 4, from 0 to 1 |
/// | 6 | missing, one allele expected |
/// | 7 | missing, two alleles expected |
///
/// A class is taken modulo 8, so that the copies of a record with only diploid calls (255 where missing)
/// serve as they are.
enum GenotypeClasses {
  static let dosage: UInt8 = 3
  static let haploidOffset: UInt8 = 4
  static let missingHaploid: UInt8 = 6
  static let missingDiploid: UInt8 = 7
}
