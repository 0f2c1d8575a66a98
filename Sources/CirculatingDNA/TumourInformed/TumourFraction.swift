/// The share of cell-free DNA that comes from tumour cells, by a variant's allele fraction v and its copies in them:
/// 2v / (VCN + 2v - CN v). It is 2v for a heterozygous variant in a diploid tumour.
///
/// - Parameters:
///   - variantCopies: VCN, copies of the variant in a tumour cell.
///   - copies: CN, all copies of the place in a tumour cell; normal cells have two.
/// - Returns: Nil where no share gives such a fraction.
package func tumourFraction(
  alleleFraction: Double, variantCopies: Double, copies: Double
) -> Double? {
  let denominator = variantCopies + 2 * alleleFraction - copies * alleleFraction
  guard denominator > 0, alleleFraction >= 0 else { return nil }
  let fraction = 2 * alleleFraction / denominator
  return fraction <= 1 ? fraction : nil
}
