internal import Tables

/// Released indicators as SDMX-CSV 2.1 (sdmx-twg/sdmx-csv), with what changed since an earlier release.
///
/// The dimensions are INDICATOR, TIME_PERIOD, REF_AREA and the strata; `_T` stands for all together and `_U` for an
/// unknown value. A row is merged (`M`); one that an earlier release gave with other numbers replaces it (`R`); one that
/// only the earlier release has is withdrawn (`D`).
package struct SDMXRelease: Sendable {
  /// The data flow, such as `JAPCM:DF_UPTAKE(1.0.0)`.
  package var structure: String
  /// The definitions by indicator.
  package var definitions: [String: ExportedDefinition]

  /// A release of a data flow.
  package init(structure: String, definitions: [String: ExportedDefinition]) {
    self.structure = structure
    self.definitions = definitions
  }

  private static let attributes: [(name: String, column: String)] = [
    ("NUMERATOR", "numerator"), ("DENOMINATOR", "denominator"), ("LOWER", "lower"),
    ("UPPER", "upper"), ("METHOD", "method"), ("UNIT_MEASURE", "unit"),
  ]
  private static let compared = [
    "numerator", "denominator", "value", "lower", "upper", "method", "unit", "conf_status",
  ]

  /// The file.
  ///
  /// - Parameter earlier: The release before, as its rows by column; nil where this is the first.
  package func text(_ table: ReleasedTable, since earlier: [[String: String]]?) -> [UInt8] {
    var writer = RowWriter()
    let divisions = table.divisions
    for name in ["STRUCTURE", "STRUCTURE_ID", "ACTION", "INDICATOR", "TIME_PERIOD"] {
      writer.append(name)
    }
    for division in divisions { writer.append(Self.dimension(division)) }
    writer.append("OBS_VALUE")
    for (name, _) in Self.attributes { writer.append(name) }
    for name in ["CONF_STATUS", "OBS_STATUS", "DEFINITION_VERSION", "DEFINITION_DIGEST"] {
      writer.append(name)
    }
    writer.endRow()
    let before = earlier.map { rows in
      Dictionary(rows.map { (key($0, divisions), $0) }) { first, _ in first }
    }
    var present: Set<[String]> = []
    for row in table.rows {
      var cells: [String: String] = [:]
      for (column, cell) in zip(table.columns, row) { cells[column] = cell }
      let key = key(cells, divisions)
      present.insert(key)
      var action = "M"
      if let old = before?[key], Self.compared.contains(where: { old[$0] != cells[$0] }) {
        action = "R"
      }
      write(cells, key, action, to: &writer)
    }
    for old in earlier ?? [] {
      let key = key(old, divisions)
      if present.insert(key).inserted { write(nil, key, "D", to: &writer) }
    }
    return writer.takeBytes()
  }

  private static func dimension(_ division: String) -> String {
    division == "geography" ? "REF_AREA" : division.uppercased()
  }

  private func key(_ row: [String: String], _ divisions: [String]) -> [String] {
    (["indicator", "period"] + divisions).map { column in
      let value = row[column] ?? ""
      return value.isEmpty ? "_T" : value == IndicatorQuery.unknown ? "_U" : value
    }
  }

  /// Writes a row; a withdrawn one has no more than its place.
  private func write(
    _ row: [String: String]?, _ key: [String], _ action: String, to writer: inout RowWriter
  ) {
    writer.append("dataflow")
    writer.append(structure)
    writer.append(action)
    for value in key { writer.append(value) }
    writer.append(row?["value"])
    for (_, column) in Self.attributes { writer.append(row?[column]) }
    let status = row.map { $0["conf_status"] ?? ConfidentialityStatus.free.rawValue }
    writer.append(status)
    // CL_OBS_STATUS: A normal, Q missing because suppressed, M missing.
    writer.append(
      row.map { cells in
        status != ConfidentialityStatus.free.rawValue ? "Q" : cells["value"] == nil ? "M" : "A"
      })
    writer.append(row.flatMap { definitions[$0["indicator"] ?? ""]?.version })
    writer.append(row.flatMap { definitions[$0["indicator"] ?? ""]?.digest })
    writer.endRow()
  }
}
