internal import CirculatingDNA
internal import Genomics
package import PipelineModel
internal import ReferenceGenome
internal import Tables

/// Learns how often each site errs from a panel of normals (`ctdna.background`).
package struct CTDNABackground: TableStage {
  /// Which sites share a prior.
  private enum Prior: String, Sendable, CaseIterable {
    case trinucleotide, pooled
  }

  private static let prior = Setting<Prior>(
    "prior", .oneOf, default: .trinucleotide, shown: "\"trinucleotide\"",
    "Which sites share a prior: those of one change between the same neighbouring bases, or all. Neighbours come from \"reference\", else from the counts at the positions beside; where neither knows them, the change alone is the class."
  )
  private static let maximumVAF = Setting<Double>(
    "maximumVAF", .number(0.0001...1), default: 0.1, shown: "0.1",
    "Counts of a normal above this allele fraction are inherited variants and stay out of the mean of a class."
  )
  private static let reference = Setting<PathPattern?>(
    optional: "reference", .path, role: .referenceFiles,
    "The reference genome: FASTA, plain or packed with bgzip, for the bases beside a site.")
  private static let build = Setting<Assembly?>(
    optional: "build", .oneOf,
    "The genome build of the counts; positions must lie within its chromosomes.")

  package static let kind = StageKind(
    "ctdna.background", shape: .table,
    "Learns how often each allele of each site is seen by error, from the counts of normals.",
    inputs: [InputPort("counts", .table)],
    outputs: [
      OutputPort(
        "background", .table,
        "One row a site and allele: \(schema.columns.map(\.name).joined(separator: ", "))."
      )
    ], settings: [prior, maximumVAF, reference, build])

  private static let schema = TableSchema([
    Column("chrom", .string), Column("pos", .integer), Column("ref", .string),
    Column("alt", .string), Column("normals", .integer), Column("normals_with_alt", .integer),
    Column("alt_sum", .integer), Column("depth_sum", .integer), Column("rate", .number),
    Column("prior_alpha", .number), Column("prior_beta", .number), Column("max_vaf", .number),
    Column("error_class", .string), Column("overdispersion", .number),
  ])

  private let prior: Prior
  private let maximumFraction: Double
  private let assembly: Assembly?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    prior = try context[Self.prior]
    maximumFraction = try context[Self.maximumVAF]
    assembly = try context[Self.build]
    _ = try context[Self.reference]
    guard let edge = context.edge("counts") else { return }
    for column in ["sample"] + AlleleSite.columns + ["alt_count", "ref_count"] {
      context.requireColumn(column, on: edge)
    }
  }

  /// Sums over normals; a panel of one is about a person.
  package var outputs: [String: EdgeType] {
    ["background": .table(Self.schema, privacy: .aggregate)]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let counts = try AlleleCounts(
      try inputs.table("counts"), port: "counts", assembly: assembly)
    guard !counts.samples.isEmpty else {
      throw StageError(.input, "the panel has no normals", remedy: "give counts of normals")
    }
    let classes = try errorClasses(counts.sites, resources.files(Self.reference).first)
    var numbers: [ErrorClass: Int] = [:]
    var panel = PanelOfNormals()
    for errorClass in classes {
      let number = numbers[errorClass] ?? numbers.count
      numbers[errorClass] = number
      _ = panel.addSite(errorClass: number)
    }
    for sample in counts.samples {
      for row in sample.rows {
        panel.add((Int(row.mutant), row.molecules), at: Int(row.site))
      }
    }
    let backgrounds = panel.backgrounds(
      classes: numbers.count, maximumFraction: maximumFraction)
    try output.declareTable("background", schema: Self.schema)
    var writer = RowWriter()
    for (place, site) in panel.sites.enumerated() {
      guard let known = backgrounds[numbers[classes[place]] ?? 0] else { continue }
      Self.write(counts.sites[place], site, known, classes[place], to: &writer)
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "background")
  }

  private static func write(
    _ site: AlleleSite, _ panel: PanelSite, _ known: PanelOfNormals.ClassBackground,
    _ errorClass: ErrorClass, to writer: inout RowWriter
  ) {
    writer.append(site.contig)
    writer.append(site.position)
    writer.append(site.ref)
    writer.append(site.alt)
    writer.append(panel.normals)
    writer.append(panel.normalsWithAllele)
    writer.append(panel.mutant)
    writer.append(panel.molecules)
    writer.append(known.prior.predictive(panel).rate)
    writer.append(known.prior.alpha)
    writer.append(known.prior.beta)
    writer.append(panel.highestFraction)
    writer.append(errorClass.name)
    writer.append(known.overdispersion)
    writer.endRow()
  }

  /// The class of each site.
  private func errorClasses(
    _ sites: [AlleleSite], _ path: String?
  ) throws(StageError) -> [ErrorClass] {
    if prior == .pooled { return sites.map { _ in .all } }
    guard let path else {
      let bases = Dictionary(
        sites.lazy.filter { $0.ref.utf8.count == 1 }.map {
          ("\($0.contig):\($0.position)", $0.ref)
        },
        uniquingKeysWith: { first, _ in first })
      return sites.map { site in
        ErrorClass(
          ref: site.ref, alt: site.alt, before: bases["\(site.contig):\(site.position - 1)"],
          after: bases["\(site.contig):\(site.position + 1)"])
      }
    }
    do throws(ReferenceError) {
      let genome = try ReferenceGenome(path: path, assembly: assembly)
      var classes: [ErrorClass] = []
      for site in sites {
        let context = try Self.neighbours(site, genome)
        classes.append(
          ErrorClass(ref: site.ref, alt: site.alt, before: context?.0, after: context?.1))
      }
      return classes
    } catch {
      throw StageError(.input, "\(error)", file: path)
    }
  }

  /// The bases beside a site; nil at the end of a contig.
  private static func neighbours(
    _ site: AlleleSite, _ genome: ReferenceGenome
  ) throws(ReferenceError) -> (String, String)? {
    guard
      let contig = genome.contig(named: site.contig) ?? genome.contig(named: "chr" + site.contig),
      site.position > 1
    else { return nil }
    var bases: [UInt8] = []
    try genome.append(contig: contig, site.position - 2..<site.position + 1, to: &bases)
    guard bases.count == 3 else { return nil }
    return (
      String(decoding: bases[0..<1], as: UTF8.self), String(decoding: bases[2..<3], as: UTF8.self)
    )
  }
}
