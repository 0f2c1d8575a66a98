import ByteIO
import PipelineModel
import Tables
import VCF

/// One column that `variants.table` can give.
struct VariantColumn: Sendable {
  /// Where its values come from.
  enum Source: Sendable, Equatable {
    case chrom
    case pos
    case id
    case ref
    case alt
    case qual
    case filter
    case info(key: [UInt8])
    case format(key: [UInt8])
    case sample
  }

  /// The column's name, as the definition writes it.
  let name: String
  /// Where its values come from.
  let source: Source
  /// The type where it does not depend on the header.
  let knownType: ColumnType?

  /// The columns that stand in every record.
  static let fixedNames = ["CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "SAMPLE"]

  /// The column of a name; nil when there is none of that name.
  init?(_ name: String) {
    self.name = name
    switch name {
    case "CHROM": (source, knownType) = (.chrom, .string)
    case "POS": (source, knownType) = (.pos, .integer)
    case "ID": (source, knownType) = (.id, .string)
    case "REF": (source, knownType) = (.ref, .string)
    case "ALT": (source, knownType) = (.alt, .string)
    case "QUAL": (source, knownType) = (.qual, .number)
    case "FILTER": (source, knownType) = (.filter, .string)
    case "SAMPLE": (source, knownType) = (.sample, .string)
    default:
      let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[1].isEmpty,
        !parts[1].contains(where: { $0.isWhitespace || "=;:,".contains($0) })
      else { return nil }
      let key = Array(parts[1].utf8)
      switch parts[0] {
      case "INFO":
        (source, knownType) = (.info(key: key), Self.reservedInfo[String(parts[1])])
      case "FORMAT":
        (source, knownType) = (.format(key: key), Self.reservedFormat[String(parts[1])])
      default: return nil
      }
    }
  }

  /// What to write instead of a name that is no column.
  static func remedy(for name: String) -> String {
    let parts = name.split(separator: "/", maxSplits: 1)
    if parts.count == 2,
      let prefix = NearestName.find(String(parts[0]), among: ["INFO", "FORMAT"])
    {
      return "did you mean \"\(prefix)/\(parts[1])\"?"
    }
    if let nearest = NearestName.find(name, among: fixedNames) {
      return "did you mean \"\(nearest)\"?"
    }
    return "known are \(fixedNames.joined(separator: ", ")), INFO/<key> and FORMAT/<key>"
  }

  /// Whether its values belong to samples.
  var isPerSample: Bool {
    switch source {
    case .format, .sample: true
    default: false
    }
  }

  /// The type of the column in a file: what the header says of a field with one value, text for
  /// fields with several.
  func type(in header: VCFHeader) -> ColumnType {
    if let knownType { return knownType }
    let definition: FieldDefinition?
    switch source {
    case .info(let key): definition = header.infos[String(decoding: key, as: UTF8.self)]
    case .format(let key): definition = header.formats[String(decoding: key, as: UTF8.self)]
    default: definition = nil
    }
    switch (definition?.type, definition?.number) {
    case (.flag, _): return .boolean
    case (.integer, .count(1)): return .integer
    case (.float, .count(1)): return .number
    default: return .string
    }
  }

  /// Keys whose number and type the specification fixes (VCFv4.4 §1.6.1, table 1).
  private static let reservedInfo: [String: ColumnType] = [
    "AN": .integer, "DP": .integer, "END": .integer, "MQ": .number, "MQ0": .integer,
    "NS": .integer, "DB": .boolean, "H2": .boolean, "H3": .boolean, "SOMATIC": .boolean,
    "VALIDATED": .boolean,
  ]

  /// Keys whose number and type the specification fixes (VCFv4.4 §1.6.2, table 2).
  private static let reservedFormat: [String: ColumnType] = [
    "GT": .string, "DP": .integer, "GQ": .integer, "MQ": .integer, "PQ": .integer, "PS": .integer,
    "FT": .string,
  ]
}
