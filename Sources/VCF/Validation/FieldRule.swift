/// What the values of a key must be.
struct ValueRule: BitwiseCopyable, Sendable {
  /// Keys whose values obey rules of their own.
  enum Special: Int, BitwiseCopyable, Sendable {
    case none
    /// `AF`, `GP` and `CNP`: between 0 and 1.
    case fraction
    /// `CIGAR`: operations of an alignment.
    case alignment
    /// Keys of structural variants and repeats, judged together.
    case end, structuralType, structuralLength, structuralClaim
    case repeatCount, unitSequence, unitLength, unitCount, repeatBases
    case unitCountInterval, repeatBasesInterval, unitBases
    case positionInterval, endInterval, lengthInterval, copyNumberInterval
    case mobileElement, transduction
    /// Keys of samples.
    case genotype, localAlternates, phaseSet, phaseSetList
  }

  let number: FieldNumber
  let type: FieldType
  var special = Special.none
  /// Whether the specification's meaning of the key allows no value below 0.
  var isCount = false

  /// The rule of a key that neither the header nor the specification knows.
  static let free = ValueRule(number: .unbounded, type: .string)
}

/// An INFO or FORMAT key and the rule of its values, for one file.
struct FieldRule: Sendable {
  typealias Special = ValueRule.Special

  let key: String
  let values: ValueRule

  /// Rules of the INFO keys a header declares or the specification reserves.
  static func infos(_ header: VCFHeader, _ version: SpecificationVersion) -> [FieldRule] {
    rules(
      header.infos, ReservedField.infos(version), special: { infoSpecials(version)[$0] },
      signed: ["SVLEN", "CIPOS", "CIEND", "CILEN", "CIRB", "CICNADJ", "CN", "CICN", "CNADJ"])
  }

  /// Rules of the FORMAT keys a header declares or the specification reserves.
  static func formats(_ header: VCFHeader, _ version: SpecificationVersion) -> [FieldRule] {
    rules(
      header.formats, ReservedField.formats(version), special: { formatSpecials(version)[$0] },
      signed: ["PSO", "HAP", "AHAP", "CN"])
  }

  private static func rules(
    _ declared: [String: FieldDefinition], _ reserved: [String: ReservedField],
    special: (String) -> Special?, signed: Set<String>
  ) -> [FieldRule] {
    Set(declared.keys).union(reserved.keys).sorted().map { key in
      let definition = declared[key]
      let field = reserved[key]
      let type = definition?.type ?? field?.type ?? .string
      return FieldRule(
        key: key,
        values: ValueRule(
          number: definition?.number ?? field?.number ?? .unbounded, type: type,
          special: special(key) ?? .none,
          isCount: field?.type == .integer && type == .integer && !signed.contains(key)))
    }
  }

  private static func infoSpecials(_ version: SpecificationVersion) -> [String: Special] {
    var specials: [String: Special] = [
      "AF": .fraction, "CIGAR": .alignment, "END": .end, "SVTYPE": .structuralType,
      "SVLEN": .structuralLength,
    ]
    guard version >= .v44 else { return specials }
    specials.merge([
      "SVCLAIM": .structuralClaim, "RN": .repeatCount, "RUS": .unitSequence, "RUL": .unitLength,
      "RUC": .unitCount, "RB": .repeatBases, "CIRUC": .unitCountInterval,
      "CIRB": .repeatBasesInterval, "RUB": .unitBases, "CIPOS": .positionInterval,
      "CIEND": .endInterval, "CILEN": .lengthInterval, "CICN": .copyNumberInterval,
      "MEINFO": .mobileElement, "METRANS": .transduction,
    ]) { $1 }
    return specials
  }

  private static func formatSpecials(_ version: SpecificationVersion) -> [String: Special] {
    var specials: [String: Special] = ["GT": .genotype]
    if version >= .v43 { specials.merge(["GP": .fraction, "CNP": .fraction]) { $1 } }
    if version >= .v44 { specials.merge(["PS": .phaseSet, "PSL": .phaseSetList]) { $1 } }
    if version >= .v45 { specials["LAA"] = .localAlternates }
    return specials
  }
}
