import Foundation

/// One scoring file: variants drawn from a cohort, in its order, with random weights.
struct GeneratedScore {
  private struct Row {
    let site: CohortSites.Site
    let effectIsAlternative: Bool
    let weight: Double

    var effectAllele: String { effectIsAlternative ? site.alternative : site.reference }
    var otherAllele: String { effectIsAlternative ? site.reference : site.alternative }
  }

  /// Such as `PGS900001`.
  let accession: String
  private var rows: [Row] = []

  /// Draws variants without replacement (selection sampling, Knuth 3.4.2 S).
  init(
    number: Int, variants: Int, from sites: [CohortSites.Site],
    _ generator: inout SeededGenerator
  ) {
    accession = "PGS\(900_000 + number)"
    rows.reserveCapacity(variants)
    for (index, site) in sites.enumerated() {
      let wanted = variants - rows.count
      guard generator.below(sites.count - index) < wanted else { continue }
      let weight = (generator.normal() * 0.05 * 1_000_000).rounded() / 1_000_000
      rows.append(
        Row(site: site, effectIsAlternative: generator.unit() < 0.5, weight: weight))
    }
  }

  /// The file as the PGS Catalog has it.
  var catalogText: String {
    var text = """
      ###PGS CATALOG SCORING FILE
      #format_version=2.0
      ##POLYGENIC SCORE (PGS) INFORMATION
      #pgs_id=\(accession)
      #pgs_name=benchmark
      #trait_reported=none
      #genome_build=GRCh38
      #variants_number=\(rows.count)
      #weight_type=beta
      chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight

      """
    for row in rows {
      text += "\(row.site.chromosome)\t\(row.site.position)\t\(row.effectAllele)"
      text += "\t\(row.otherAllele)\t\(Self.plain(row.weight))\n"
    }
    return text
  }

  /// The same score as plink2 reads it: identifier, allele, weight.
  var plinkText: String {
    rows.reduce(into: "ID\tA1\tWEIGHT\n") { text, row in
      text += "\(row.site.variantID)\t\(row.effectAllele)\t\(Self.plain(row.weight))\n"
    }
  }

  private static func plain(_ weight: Double) -> String { String(format: "%.6f", weight) }
}
