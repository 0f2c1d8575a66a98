internal import CirculatingDNA
internal import Genomics
internal import PipelineModel

/// The evidence of samples: their counts, and what is known about each site.
struct CalledCounts: Sendable {
  let counts: AlleleCounts
  let models: [ErrorModel]
  private let sites: [Site]
  private let whiteCells: [String: [AlleleSite: (mutant: Int, molecules: Int)]]

  private struct Site: Sendable {
    var model: Int?
    var panel: PanelSite?
    var isHotspot = false
    var isChipGene = false
  }

  /// Joins counts with what is known about their sites.
  init(
    _ counts: AlleleCounts, _ rates: ErrorRates, hotspots: VariantList?, chip: RegionSet?,
    contigs: ContigTable, whiteCells: AlleleCounts?
  ) {
    self.counts = counts
    var models: [ErrorModel] = []
    sites = counts.sites.map { allele in
      var site = Site()
      if let model = rates.model(allele) {
        site.model = models.count
        models.append(model)
      }
      site.panel = rates.background?.entry(allele)?.site
      site.isHotspot = hotspots?.contains(allele) ?? false
      if let chip, let contig = contigs.number(of: allele.contig) {
        let start = allele.position - 1
        site.isChipGene = chip.overlaps(contig: contig, start..<start + allele.ref.utf8.count)
      }
      return site
    }
    self.models = models
    var cells: [String: [AlleleSite: (mutant: Int, molecules: Int)]] = [:]
    for sample in whiteCells?.samples ?? [] {
      for row in sample.rows {
        guard let allele = whiteCells?.sites[Int(row.site)] else { continue }
        cells[sample.name, default: [:]][allele] = (Int(row.mutant), row.molecules)
      }
    }
    self.whiteCells = cells
  }

  /// What a sample shows.
  func evidence(_ sample: AlleleCounts.Sample) -> [SiteEvidence] {
    let cells = whiteCells[sample.name]
    return sample.rows.map { row in
      let site = sites[Int(row.site)]
      var strands: SiteEvidence.Strands?
      if row.strands >= 0 {
        let reads = counts.strands[Int(row.strands)]
        strands = SiteEvidence.Strands(
          mutantForward: Int(reads.0), mutantReverse: Int(reads.1),
          referenceForward: Int(reads.2), referenceReverse: Int(reads.3))
      }
      return SiteEvidence(
        mutant: Int(row.mutant), molecules: row.molecules, model: site.model, panel: site.panel,
        strands: strands, whiteCells: cells?[counts.sites[Int(row.site)]],
        isHotspot: site.isHotspot, isChipGene: site.isChipGene)
    }
  }
}
