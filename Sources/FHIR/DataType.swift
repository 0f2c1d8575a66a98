internal import Tables

/// A data type of FHIR R4 or R5: what may follow a choice element's name (`valueQuantity`), and what
/// `ofType` and a column's `type` may name.
enum DataType: String, CaseIterable, Sendable, BitwiseCopyable {
  // Primitive types.
  case base64Binary, boolean, canonical, code, date, dateTime, decimal, id, instant, integer
  case integer64, markdown, oid, positiveInt, string, time, unsignedInt, uri, url, uuid, xhtml
  // Complex types.
  case address = "Address"
  case age = "Age"
  case annotation = "Annotation"
  case attachment = "Attachment"
  case availability = "Availability"
  case backboneElement = "BackboneElement"
  case codeableConcept = "CodeableConcept"
  case codeableReference = "CodeableReference"
  case coding = "Coding"
  case contactDetail = "ContactDetail"
  case contactPoint = "ContactPoint"
  case contributor = "Contributor"
  case count = "Count"
  case dataRequirement = "DataRequirement"
  case distance = "Distance"
  case dosage = "Dosage"
  case duration = "Duration"
  case element = "Element"
  case expression = "Expression"
  case extendedContactDetail = "ExtendedContactDetail"
  case `extension` = "Extension"
  case humanName = "HumanName"
  case identifier = "Identifier"
  case meta = "Meta"
  case money = "Money"
  case narrative = "Narrative"
  case parameterDefinition = "ParameterDefinition"
  case period = "Period"
  case quantity = "Quantity"
  case range = "Range"
  case ratio = "Ratio"
  case ratioRange = "RatioRange"
  case reference = "Reference"
  case relatedArtifact = "RelatedArtifact"
  case sampledData = "SampledData"
  case signature = "Signature"
  case timing = "Timing"
  case triggerDefinition = "TriggerDefinition"
  case usageContext = "UsageContext"

  private static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// The type of a name as FHIRPath or a view spells it, a namespace or base address left out.
  init?(named name: String) {
    var bare = name[...]
    for prefix in [
      "http://hl7.org/fhir/StructureDefinition/", "http://hl7.org/fhirpath/System.", "FHIR.",
      "System.",
    ] where bare.hasPrefix(prefix) {
      bare = bare.dropFirst(prefix.count)
      break
    }
    let isSystem = bare.count < name.count && name.contains("System.")
    let key = isSystem ? bare.prefix(1).lowercased() + bare.dropFirst() : String(bare)
    guard let type = Self.named[key] else { return nil }
    self = type
  }

  /// The name as it follows the name of a choice element: `Quantity`, `DateTime`.
  var choiceSuffix: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// These, in the order of the cases.
  static let suffixes = allCases.map { Array($0.choiceSuffix.utf8) }

  /// The type whose suffix fills a range of a text; nil where it is none.
  static func ofSuffix(_ text: Span<UInt8>, _ range: Range<Int>) -> DataType? {
    for (type, suffix) in zip(allCases, suffixes) where suffix.count == range.count {
      var isSame = true
      for (index, byte) in suffix.enumerated() where text[range.lowerBound + index] != byte {
        isSame = false
        break
      }
      if isSame { return type }
    }
    return nil
  }

  /// Whether values are strings, numbers or booleans in JSON.
  var isPrimitive: Bool {
    switch self {
    case .base64Binary, .boolean, .canonical, .code, .date, .dateTime, .decimal, .id, .instant,
      .integer, .integer64, .markdown, .oid, .positiveInt, .string, .time, .unsignedInt, .uri,
      .url, .uuid, .xhtml:
      true
    default: false
    }
  }

  /// Whether values are whole numbers.
  var isInteger: Bool {
    switch self {
    case .integer, .integer64, .positiveInt, .unsignedInt: true
    default: false
    }
  }

  /// Whether values are days, moments or times of day.
  var isTemporal: Bool {
    switch self {
    case .date, .dateTime, .instant, .time: true
    default: false
    }
  }

  /// The type of a table's column; a `dateTime` may be a year or month only and stays text.
  var columnType: ColumnType {
    switch self {
    case .boolean: .boolean
    case .decimal: .number
    case .date: .date
    case .instant: .instant
    default: isInteger ? .integer : .string
    }
  }
}
