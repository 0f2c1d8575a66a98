import ByteIO
import Genomics
package import PipelineModel
import VCF

/// Keeps the variant records that meet every condition given (`variants.filter`).
package struct VariantsFilter: TransformStage {
  private static let filters = Setting<[String]?>(
    optional: "filters", .list(of: .string),
    "Keeps records with at least one of these names in FILTER; `.` stands for filters not applied.")
  private static let minimumQuality = Setting<Double?>(
    optional: "minimumQuality", .number(0 ... .infinity),
    "Keeps records with at least this QUAL; records without one are dropped.")
  private static let types = Setting<[VariantType]?>(
    optional: "types", .list(of: .oneOf),
    "Keeps records with an alternate allele of one of these types.")
  private static let regions = Setting<RegionChoice?>(
    optional: "regions", .regions, role: .referenceFiles,
    "Keeps records whose reference allele overlaps a region; positions count from 1, in a BED file from 0."
  )
  private static let minimumDepth = Setting<Int?>(
    optional: "minimumDepth", .integer(0 ... .max),
    "Keeps records with at least this many reads: INFO/DP, else the sum of FORMAT/DP.")
  private static let minimumAltReads = Setting<Int?>(
    optional: "minimumAltReads", .integer(0 ... .max),
    "Keeps records where a sample has at least this many reads with one alternate allele: FORMAT/AD, AO or VD, else INFO/DP4."
  )
  private static let passOnly = Setting<Bool>(
    "passOnly", .boolean, default: false, shown: "false", "Keeps records whose FILTER is PASS.")

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "variants.filter", shape: .transform,
    "Keeps the variant records that meet every condition given.",
    inputs: [InputPort("variants", .variants)],
    outputs: [OutputPort("variants", .variants, "The records kept, unchanged.")],
    settings: [
      filters, minimumQuality, types, regions, minimumDepth, minimumAltReads, passOnly,
    ])

  /// The type of what came in.
  package let outputs: [String: EdgeType]
  private let conditions: VariantConditions
  private let regions: RegionChoice?
  private let assembly: Assembly

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    conditions = VariantConditions(
      passOnly: try context[Self.passOnly],
      filters: try context[Self.filters].map { $0.map { Array($0.utf8) } },
      minimumQuality: try context[Self.minimumQuality],
      types: try context[Self.types].map(Set.init),
      minimumDepth: try context[Self.minimumDepth],
      minimumAltReads: try context[Self.minimumAltReads])
    regions = try context[Self.regions]
    guard let edge = context.edge("variants") else { throw StageRefusal() }
    outputs = ["variants": edge.type]
    assembly = edge.type.attributes[EdgeAttribute.build].flatMap(Assembly.init) ?? .grch38
  }

  /// Records are looked at one by one.
  package var keepsRecordsApart: Bool { true }

  /// Loads the regions.
  package func makeTransform(
    _ resources: StageResources
  ) throws(StageError) -> any Transform {
    var conditions = conditions
    var table = ContigTable(assembly: assembly)
    if let set = try regions?.set(files: resources.files(Self.regions), numberedBy: &table) {
      conditions.regions = RegionFilter(regions: set, contigs: table)
    }
    return conditions
  }
}

/// The conditions of a filter; a record is dropped under the name of the first it does not meet.
private struct VariantConditions: Transform {
  var passOnly: Bool
  var filters: [[UInt8]]?
  var minimumQuality: Double?
  var types: Set<VariantType>?
  var minimumDepth: Int?
  var minimumAltReads: Int?
  var regions: RegionFilter?

  func apply(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch {
    let batch = try RecordBatch(incoming: batch)
    log.read(batch.records.count)
    let text = batch.chunk.text.span
    var kept: [RecordBounds] = []
    kept.reserveCapacity(batch.records.count)
    for record in batch.records {
      if let rule = unmet(record, text) { log.drop(rule: rule) } else { kept.append(record) }
    }
    log.keep(kept.count)
    return batch.keeping(kept)
  }

  /// The name of the first condition a record does not meet.
  private func unmet(_ record: RecordBounds, _ text: Span<UInt8>) -> String? {
    if let regions, !regions.keeps(record, text) { return "regions" }
    if passOnly, !record.passes(in: text) { return "passOnly" }
    if let filters, !hasOne(of: filters, record, text) { return "filters" }
    if let minimumQuality {
      guard let quality = record.quality(in: text), quality >= minimumQuality else {
        return "minimumQuality"
      }
    }
    if let types, !hasOne(of: types, record, text) { return "types" }
    if let minimumDepth {
      guard let depth = record.depth(in: text), depth >= minimumDepth else { return "minimumDepth" }
    }
    if let minimumAltReads {
      guard let reads = record.alternateReads(in: text), reads >= minimumAltReads else {
        return "minimumAltReads"
      }
    }
    return nil
  }

  private func hasOne(
    of filters: [[UInt8]], _ record: RecordBounds, _ text: Span<UInt8>
  ) -> Bool {
    for name in filters where record.hasFilter(name, in: text) { return true }
    return false
  }

  private func hasOne(
    of types: Set<VariantType>, _ record: RecordBounds, _ text: Span<UInt8>
  ) -> Bool {
    var alleles = record.alternates
    while let allele = alleles.next(in: text) {
      let type = VariantType.classify(text, reference: record.ref, alternate: allele)
      if types.contains(type) { return true }
    }
    return false
  }
}
