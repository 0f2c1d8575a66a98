internal import CirculatingDNA
internal import Statistics
internal import Tables

/// The rows of tumour-informed tests.
struct InformedRows {
  /// `p_simulated` is (s + 1) / (`simulations` + 1).
  static let schema = TableSchema([
    Column("sample", .string), Column("sites", .integer), Column("informative_sites", .integer),
    Column("alt_molecules", .integer), Column("total_molecules", .integer),
    Column("expected_background", .number), Column("p_value", .number),
    Column("p_poisson", .number), Column("ctdna_fraction", .number),
    Column("fraction_low", .number), Column("fraction_high", .number), Column("lod95", .number),
    Column("call", .string), Column("mean_vaf", .number), Column("required_lod", .number),
    Column("outlier_sites", .integer), Column("tumour_fraction", .number),
    Column("p_simulated", .number), Column("simulations", .integer),
  ])
  /// `background_rate` is the site's expected errors a molecule.
  static let siteSchema = TableSchema([
    Column("sample", .string), Column("chrom", .string), Column("pos", .integer),
    Column("ref", .string), Column("alt", .string), Column("tumour_vaf", .number),
    Column("alt_count", .integer), Column("depth", .integer), Column("background_rate", .number),
    Column("p_value", .number), Column("outlier", .boolean),
  ])

  private var samples = RowWriter()
  private var sites = RowWriter()

  /// Appends a sample's row, and the rows of its sites where they are wanted.
  mutating func append(
    _ sample: InformedSample, _ rules: InformedSample.Rules, withSites: Bool
  ) {
    let result = sample.result
    samples.append(sample.name)
    samples.append(result.sites)
    samples.append(result.informativeSites)
    samples.append(result.mutant)
    samples.append(result.molecules)
    samples.append(result.expected)
    samples.append(result.pValue)
    samples.append(result.pPoisson)
    samples.append(result.fraction)
    samples.append(result.interval.lower)
    samples.append(result.interval.upper)
    samples.append(result.limit)
    samples.append(result.call.rawValue)
    samples.append(sample.meanFraction)
    samples.append(rules.requiredLimit)
    samples.append(sample.sites.count(where: \.isOutlier))
    samples.append(sample.tumourFraction)
    samples.append(sample.simulated)
    samples.append(sample.simulated == nil ? nil : rules.simulations)
    samples.endRow()
    for site in withSites ? sample.sites : [] {
      sites.append(sample.name)
      sites.append(site.variant.site.contig)
      sites.append(site.variant.site.position)
      sites.append(site.variant.site.ref)
      sites.append(site.variant.site.alt)
      sites.append(site.variant.fraction)
      sites.append(site.counts.mutant)
      sites.append(site.counts.molecules)
      sites.append(site.counts.errorRate)
      sites.append(site.pValue)
      sites.append(site.isOutlier)
      sites.endRow()
    }
  }

  /// Hands over the rows of samples and of sites, with their numbers.
  mutating func take() -> (
    samples: (bytes: [UInt8], count: Int), sites: (bytes: [UInt8], count: Int)
  ) {
    ((samples.takeBytes(), samples.rowCount), (sites.takeBytes(), sites.rowCount))
  }
}
