/// Lines that define what records may hold: INFO, FORMAT, FILTER, ALT and contig.
extension StrictHeaderRules {
  func checkDefinition(
    _ line: StructuredLine, _ key: String, reserved: [String: ReservedField]
  ) throws(Violation) {
    let names = ["ID", "Number", "Type", "Description"]
    for name in names where line[name] == nil {
      throw Violation(
        key, "a definition needs ID, Number, Type and Description; \(name) is missing")
    }
    guard let id = line["ID"]?.value, let number = line["Number"]?.value,
      let typeName = line["Type"]?.value
    else { return }
    try checkOrder(line, names, key)
    try checkKey(id, key)
    guard let parsed = FieldNumber(number), isAllowed(parsed, key) else {
      throw Violation(key, "Number must be \(allowedNumbers(key))")
    }
    guard let type = FieldType(rawValue: typeName), key == "INFO" || type != .flag else {
      throw Violation(
        key,
        "Type must be Integer, Float, \(key == "INFO" ? "Flag, " : "")Character or String")
    }
    try checkQuotes(line, key)
    let modification = key == "FORMAT" && version >= .v45 ? ReservedField.baseModification(id) : nil
    guard let field = reserved[id] ?? modification else { return }
    if let expected = field.number, expected != parsed {
      throw Violation(
        "\(key)/\(id)", "the specification reserves this key with Number=\(expected.text)")
    }
    if !field.allowsOtherType, field.type != type {
      throw Violation(
        "\(key)/\(id)", "the specification reserves this key with Type=\(field.type.rawValue)")
    }
  }

  /// The order in which a line states its keys, which VCFv4.4 leaves free.
  private func checkOrder(
    _ line: StructuredLine, _ names: [String], _ key: String
  ) throws(Violation) {
    guard version < .v44 else { return }
    let stated = line.fields.map(\.key).filter(names.contains)
    guard line.fields.first?.key == "ID", stated == names.filter(stated.contains) else {
      throw Violation(key, "the order of the keys must be \(names.joined(separator: ", "))")
    }
  }

  private func checkKey(_ id: String, _ key: String) throws(Violation) {
    let isValid =
      version >= .v43
      ? Self.isFieldKey(Array(id.utf8)) || key == "INFO" && id == "1000G"
      : !id.isEmpty && !id.contains { $0.isWhitespace || ",;=:".contains($0) }
    guard isValid else {
      throw Violation(
        key, "the ID must be letters, digits, '_' and '.', and not begin with a digit or '.'")
    }
  }

  /// Whether a key is `[A-Za-z_][0-9A-Za-z_.]*` (VCFv4.3 §1.6.1.8, §1.6.2).
  static func isFieldKey(_ key: [UInt8]) -> Bool {
    guard let first = key.first, ByteClass.isLetter(first) || first == UInt8(ascii: "_") else {
      return false
    }
    return key.allSatisfy { ByteClass.isKey($0) }
  }

  private func isAllowed(_ number: FieldNumber, _ key: String) -> Bool {
    switch number {
    case .count, .perAlternate, .perGenotype, .unbounded: true
    case .perAllele: version >= .v42
    case .perPhase: version >= .v44 && key == "FORMAT"
    case .perLocalAlternate, .perLocalAllele, .perLocalGenotype, .perModifiableBase:
      version >= .v45 && key == "FORMAT"
    }
  }

  private func allowedNumbers(_ key: String) -> String {
    var letters = version >= .v42 ? ["A", "R", "G"] : ["A", "G"]
    if version >= .v44, key == "FORMAT" { letters.append("P") }
    if version >= .v45, key == "FORMAT" { letters += ["LA", "LR", "LG", "M"] }
    return "a number from 0, " + letters.joined(separator: ", ") + " or '.'"
  }

  /// Description and every key behind it stand in quotes.
  private func checkQuotes(_ line: StructuredLine, _ key: String) throws(Violation) {
    for field in line.fields where !["ID", "Number", "Type"].contains(field.key) {
      guard field.isQuoted || field.key != "Description" && version < .v43 else {
        throw Violation(key, "the value of \(field.key) must stand in double quotes")
      }
    }
  }

  func checkFilter(_ line: StructuredLine) throws(Violation) {
    guard let id = line["ID"]?.value, line["Description"] != nil else {
      throw Violation("FILTER", "a filter needs ID and Description")
    }
    try checkOrder(line, ["ID", "Description"], "FILTER")
    guard !id.isEmpty, id != "0", !id.contains(where: { $0.isWhitespace || ",;".contains($0) })
    else {
      throw Violation("FILTER", "the ID may not be '0' nor hold whitespace, ',' or ';'")
    }
    try checkQuotes(line, "FILTER")
  }

  func checkAlternate(_ line: StructuredLine) throws(Violation) {
    guard let id = line["ID"]?.value, line["Description"] != nil else {
      throw Violation("ALT", "an allele needs ID and Description")
    }
    guard !id.isEmpty, !id.contains(where: { $0.isWhitespace || ",<>".contains($0) }) else {
      throw Violation("ALT", "the ID may not hold whitespace, ',' or angle brackets")
    }
    if let number = line["Number"], !number.isQuoted, FieldNumber(number.value) == nil {
      throw Violation("ALT", "Number must be a number from 0, A, R, G or '.'; ALT lines need none")
    }
    if let type = line["Type"], !type.isQuoted, FieldType(rawValue: type.value) == nil {
      throw Violation("ALT", "Type must be a type of the specification; ALT lines need none")
    }
    try checkOrder(line, ["ID", "Number", "Type", "Description"], "ALT")
    let type = id.prefix { $0 != ":" }
    // VCFv4.4 no longer lists breakends among the types of symbolic alleles.
    let isStructural =
      Self.structuralTypes.contains(String(type)) || type == "BND" && version < .v44
    guard isStructural || !id.contains(":") && (version >= .v43 || Self.isKnownAllele(id)) else {
      throw Violation("ALT", "the ID must begin with DEL, INS, DUP, INV or CNV")
    }
    try checkQuotes(line, "ALT")
  }

  /// First-level types of structural variants (VCFv4.2 §1.2.5).
  static let structuralTypes: Set<String> = ["DEL", "INS", "DUP", "INV", "CNV"]

  /// Alleles that are no structural variants: ambiguity codes, and any allele not stated
  /// (VCFv4.2 §1.2.5, §5.5).
  private static func isKnownAllele(_ id: String) -> Bool {
    id == "NON_REF" || id == "*" || id == "X" || id.count == 1 && "RYSWKMBDHVN".contains(id)
  }

  func checkContig(_ line: StructuredLine) throws(Violation) {
    guard let id = line["ID"] else { throw Violation("contig", "a contig needs an ID") }
    let name = Array(id.value.utf8)
    guard !id.isQuoted, ContigName.isValid(name.span, 0..<name.count, version) else {
      throw Violation(
        "contig", "the ID may not hold whitespace or any of \(ContigName.forbidden(version))")
    }
    if version >= .v43, Self.structuralTypes.contains(id.value) {
      throw Violation("contig", "the ID is the name of a symbolic allele")
    }
    if let length = line["length"]?.value {
      guard length.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let bases = Int(length), bases > 0
      else { throw Violation("contig", "the length must be a number of bases") }
    }
  }
}
