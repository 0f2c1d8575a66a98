/// What FHIR R4 says of elements that have one type wherever they stand, so that dates compare as dates
/// and `code` is told from `string` without the definitions of all resources.
enum ElementTypes {
  /// The type of elements of a name; nil where it differs from place to place, or is not in the list.
  static func type(of name: String) -> DataType? { types[name] }

  /// The type of an element of a resource itself, where more is known than for its name alone.
  static func type(ofResourceElement name: String) -> DataType? {
    types[name] ?? resourceTypes[name]
  }

  private static let types: [String: DataType] = {
    var types: [String: DataType] = [:]
    for (type, names) in namesByType {
      for name in names.split(separator: " ") { types[String(name)] = type }
    }
    return types
  }()

  private static let namesByType: [DataType: String] = [
    .date: "birthDate approvalDate lastReviewDate statusDate",
    .dateTime: "authored authoredOn dateAsserted dateWritten receivedTime recordedDate "
      + "whenHandedOver whenPrepared",
    .instant: "lastUpdated",
    .boolean: "active experimental userSelected",
    .code: "contentType gender intent use",
    .markdown: "copyright",
    .codeableConcept: "clinicalStatus maritalStatus verificationStatus",
    .coding: "coding",
    .period: "effectivePeriod",
    .canonical: "instantiatesCanonical",
    .meta: "meta",
  ]

  /// Elements whose name means something else deeper down.
  private static let resourceTypes: [String: DataType] = [
    "id": .id, "implicitRules": .uri, "period": .period, "status": .code,
    "url": .uri, "version": .string,
  ]

  /// Elements that may have one of several types; a path names them without the type.
  static let choices: Set<String> = [
    "value", "effective", "onset", "abatement", "deceased", "multipleBirth", "medication",
    "occurrence", "performed", "collected", "asNeeded", "defaultValue",
  ]

  private static let longestChoice = choices.reduce(0) { max($0, $1.utf8.count) }

  /// The choice element and the type that a name such as `valueQuantity` is made of; nil for others.
  /// `effectivePeriod` is none: definitions such as Questionnaire have an element of that very name.
  static func choice(_ name: String) -> (element: String, type: DataType)? {
    if name == "effectivePeriod" { return nil }
    // Of a longer name no beginning is an element; looking at each would take time with the square of its length.
    for (offset, byte) in name.utf8.prefix(longestChoice + 1).enumerated()
    where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
      let element = String(name.prefix(offset))
      guard choices.contains(element) else { continue }
      let suffix = name.dropFirst(offset)
      if let type = DataType.allCases.first(where: { $0.choiceSuffix == suffix }) {
        return (element, type)
      }
    }
    return nil
  }
}
