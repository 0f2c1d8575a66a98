/// What the specification says of a key whose meaning it reserves.
struct ReservedField: Sendable {
  /// Values it holds; nil where the specification leaves it open or gives a rule of its own.
  let number: FieldNumber?
  /// What the values are.
  let type: FieldType
  /// Whether a header may declare it with another type, as files of the field do.
  var allowsOtherType = false

  init(_ number: FieldNumber?, _ type: FieldType, allowsOtherType: Bool = false) {
    self.number = number
    self.type = type
    self.allowsOtherType = allowsOtherType
  }

  /// INFO keys (VCFv4.2 §1.4.1 and §3, VCFv4.3 table 1 and §3, VCFv4.5 table 1 and §3).
  static func infos(_ version: SpecificationVersion) -> [String: ReservedField] {
    var fields = commonInfos
    for key in ["DB", "H2", "H3", "SOMATIC", "VALIDATED", "1000G", "IMPRECISE", "NOVEL"] {
      fields[key] = ReservedField(.count(0), .flag)
    }
    if version >= .v43 {
      for key in ["AD", "ADF", "ADR"] { fields[key] = ReservedField(.perAllele, .integer) }
    }
    return fields.merging(version < .v44 ? structuralInfosTo43 : structuralInfosFrom44) { $1 }
  }

  /// FORMAT keys (VCFv4.2 §1.4.2 and §4, VCFv4.3 table 2 and §4, VCFv4.5 table 2 and §4).
  static func formats(_ version: SpecificationVersion) -> [String: ReservedField] {
    var fields = commonFormats
    switch version {
    case .v41, .v42:
      fields["GLE"] = ReservedField(.perGenotype, .string)
    case .v43, .v44, .v45:
      for key in ["AD", "ADF", "ADR"] { fields[key] = ReservedField(.perAllele, .integer) }
      fields["PP"] = ReservedField(.perGenotype, .integer)
      fields["CNP"] = ReservedField(nil, .float)
    }
    if version >= .v44 {
      fields["CN"] = ReservedField(.count(1), .float)
      fields["CICN"] = ReservedField(.count(2), .float)
      fields["PSL"] = ReservedField(.perPhase, .string)
      fields["PSO"] = ReservedField(.perPhase, .integer)
      fields["PSQ"] = ReservedField(.perPhase, .integer)
    }
    return version >= .v45 ? fields.merging(formatsFrom45) { $1 } : fields
  }

  /// FORMAT keys of base modifications: `M`, `DPM` or `ADM`, a ChEBI number or an alias, and the
  /// base that is modified (VCFv4.5 table 2); nil for other keys.
  static func baseModification(_ key: String) -> ReservedField? {
    var rest = Substring(key)
    let isFraction = !rest.hasPrefix("DPM") && !rest.hasPrefix("ADM")
    if !isFraction { rest = rest.dropFirst(2) }
    guard rest.hasPrefix("M"), let base = rest.last, "ACGTUN".contains(base) else { return nil }
    let name = rest.dropFirst().dropLast()
    let aliases = [
      "5mC", "5hmC", "5fC", "5caC", "5hmU", "5fU", "5caU", "6mA", "8oxoG", "XaoN", "xaoN",
    ]
    let isNumber = !name.isEmpty && name.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    guard isNumber || aliases.contains(String(rest.dropFirst())) else { return nil }
    return ReservedField(.perModifiableBase, isFraction ? .float : .integer)
  }

  private static let commonInfos: [String: ReservedField] = [
    "AA": ReservedField(.count(1), .string),
    "AC": ReservedField(.perAlternate, .integer),
    "AF": ReservedField(.perAlternate, .float),
    "AN": ReservedField(.count(1), .integer),
    "BQ": ReservedField(.count(1), .float),
    "CIGAR": ReservedField(.perAlternate, .string),
    "DP": ReservedField(.count(1), .integer),
    "END": ReservedField(.count(1), .integer),
    // Callers write whole numbers as well, and so does a conformance file.
    "MQ": ReservedField(.count(1), .float, allowsOtherType: true),
    "MQ0": ReservedField(.count(1), .integer),
    "NS": ReservedField(.count(1), .integer),
    "SVTYPE": ReservedField(.count(1), .string),
  ]

  private static let structuralInfosTo43: [String: ReservedField] = [
    "SVLEN": ReservedField(nil, .integer),
    "CIPOS": ReservedField(.count(2), .integer),
    "CIEND": ReservedField(.count(2), .integer),
    "HOMLEN": ReservedField(nil, .integer),
    "HOMSEQ": ReservedField(nil, .string),
    "BKPTID": ReservedField(nil, .string),
    "MEINFO": ReservedField(.count(4), .string),
    "METRANS": ReservedField(.count(4), .string),
    "DGVID": ReservedField(.count(1), .string),
    "DBVARID": ReservedField(.count(1), .string),
    "DBRIPID": ReservedField(.count(1), .string),
    "MATEID": ReservedField(nil, .string),
    "PARID": ReservedField(.count(1), .string),
    "EVENT": ReservedField(.count(1), .string),
    "CILEN": ReservedField(.count(2), .integer),
    "DPADJ": ReservedField(nil, .integer),
    "CN": ReservedField(.count(1), .integer),
    "CNADJ": ReservedField(nil, .integer),
    "CICN": ReservedField(.count(2), .integer),
    "CICNADJ": ReservedField(nil, .integer),
  ]

  /// The numbers left open here depend on the alternate alleles in another way than `A`; the rules
  /// of structural variants check them.
  private static let structuralInfosFrom44: [String: ReservedField] = [
    "SVLEN": ReservedField(.perAlternate, .integer),
    "CIPOS": ReservedField(nil, .integer),
    "CIEND": ReservedField(nil, .integer),
    "HOMLEN": ReservedField(.perAlternate, .integer),
    "HOMSEQ": ReservedField(.perAlternate, .string),
    "BKPTID": ReservedField(.perAlternate, .string),
    "MEINFO": ReservedField(nil, .string),
    "METRANS": ReservedField(nil, .string),
    "DGVID": ReservedField(.perAlternate, .string),
    "DBVARID": ReservedField(.perAlternate, .string),
    "DBRIPID": ReservedField(.perAlternate, .string),
    "MATEID": ReservedField(.perAlternate, .string),
    "PARID": ReservedField(.perAlternate, .string),
    "EVENT": ReservedField(.perAlternate, .string),
    "EVENTTYPE": ReservedField(.perAlternate, .string),
    "CILEN": ReservedField(nil, .integer),
    "CN": ReservedField(.perAlternate, .float),
    "CICN": ReservedField(nil, .float),
    "SVCLAIM": ReservedField(.perAlternate, .string),
    "RN": ReservedField(.perAlternate, .integer),
    "RUS": ReservedField(nil, .string),
    "RUL": ReservedField(nil, .integer),
    "RUC": ReservedField(nil, .float),
    "RB": ReservedField(nil, .integer),
    "CIRUC": ReservedField(nil, .float),
    "CIRB": ReservedField(nil, .integer),
    "RUB": ReservedField(nil, .integer),
  ]

  private static let commonFormats: [String: ReservedField] = [
    "GT": ReservedField(.count(1), .string),
    "DP": ReservedField(.count(1), .integer),
    "EC": ReservedField(.perAlternate, .integer),
    "FT": ReservedField(.count(1), .string),
    "GL": ReservedField(.perGenotype, .float),
    "GP": ReservedField(.perGenotype, .float),
    "GQ": ReservedField(.count(1), .integer),
    "HQ": ReservedField(.count(2), .integer),
    "MQ": ReservedField(.count(1), .integer),
    "PL": ReservedField(.perGenotype, .integer),
    "PQ": ReservedField(.count(1), .integer),
    "PS": ReservedField(.count(1), .integer),
    "CN": ReservedField(.count(1), .integer),
    "CNQ": ReservedField(.count(1), .float),
    "CNL": ReservedField(nil, .float),
    "NQ": ReservedField(.count(1), .integer),
    "HAP": ReservedField(.count(1), .integer),
    "AHAP": ReservedField(.count(1), .integer),
  ]

  private static let formatsFrom45: [String: ReservedField] = [
    "LEN": ReservedField(.count(1), .integer),
    "LAA": ReservedField(nil, .integer),
    "LAD": ReservedField(.perLocalAllele, .integer),
    "LADF": ReservedField(.perLocalAllele, .integer),
    "LADR": ReservedField(.perLocalAllele, .integer),
    "LEC": ReservedField(.perLocalAlternate, .integer),
    "LGL": ReservedField(.perLocalGenotype, .float),
    "LGP": ReservedField(.perLocalGenotype, .float),
    "LPL": ReservedField(.perLocalGenotype, .integer),
    "LPP": ReservedField(.perLocalGenotype, .integer),
  ]
}
