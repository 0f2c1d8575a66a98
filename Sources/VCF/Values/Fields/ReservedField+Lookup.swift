extension ReservedField {
  /// What the specification reserves a key for in a column; nil when nothing.
  static func find(
    _ key: String, _ column: FieldColumn, _ version: SpecificationVersion
  ) -> ReservedField? {
    switch column {
    case .info: infoTables[version]?[key]
    case .format:
      formatTables[version]?[key] ?? (version >= .v45 ? baseModification(key) : nil)
    }
  }

  private static let versions: [SpecificationVersion] = [.v41, .v42, .v43, .v44, .v45]
  private static let infoTables = Dictionary(
    uniqueKeysWithValues: versions.map { ($0, infos($0)) })
  private static let formatTables = Dictionary(
    uniqueKeysWithValues: versions.map { ($0, formats($0)) })
}
