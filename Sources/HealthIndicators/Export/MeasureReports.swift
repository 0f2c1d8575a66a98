package import JSONText

/// Released indicators as FHIR R4 MeasureReports of type summary: one for each indicator and period, in a Bundle.
///
/// The row that fixes no division is the group itself; every other row is a stratum with its divisions as components.
/// Counts and scores that were suppressed are absent with the reason `masked`.
package struct MeasureReports: Sendable {
  /// The definitions by indicator.
  package var definitions: [String: ExportedDefinition]
  /// What the canonical address of each measure begins with.
  package var measureBase: String

  /// Reports on definitions.
  package init(definitions: [String: ExportedDefinition], measureBase: String) {
    self.definitions = definitions
    self.measureBase = measureBase
  }

  /// The bundle.
  package func bundle(_ table: ReleasedTable) -> JSONNode {
    var entries: [JSONNode] = []
    for indicator in table.values("indicator") {
      let own = table.rows.filter { table.cell($0, "indicator") == indicator }
      var periods: [String?] = []
      for row in own where !periods.contains(table.cell(row, "period")) {
        periods.append(table.cell(row, "period"))
      }
      for period in periods {
        let rows = own.filter { table.cell($0, "period") == period }
        let report = report(indicator ?? "", period, rows, table)
        entries.append(["resource": report])
      }
    }
    return .object([
      ("resourceType", "Bundle"), ("type", "collection"), ("entry", .list(entries)),
    ])
  }

  private static let absentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

  private static func absent(_ reason: String) -> JSONNode {
    ["extension": [["url": .text(absentReason), "valueCode": .text(reason)]]]
  }

  private func report(
    _ indicator: String, _ period: String?, _ rows: [[String?]], _ table: ReleasedTable
  ) -> JSONNode {
    let definition = definitions[indicator]
    var members: [(String, JSONNode)] = [("resourceType", "MeasureReport")]
    var extensions: [JSONNode] = []
    if let method = rows.first.flatMap({ table.cell($0, "method") }) {
      extensions.append(["url": "urn:pcmflow:method", "valueString": .text(method)])
    }
    if let definition {
      extensions.append(
        ["url": "urn:pcmflow:definition-digest", "valueString": .text(definition.digest)])
    }
    if !extensions.isEmpty { members.append(("extension", .list(extensions))) }
    members += [("status", "complete"), ("type", "summary")]
    let version = definition.map { "|" + $0.version } ?? ""
    members.append(("measure", .text("\(measureBase)/Measure/\(indicator)\(version)")))
    if let days = period.flatMap({ ExportedPeriod($0) }) {
      members.append(("period", ["start": .text(days.start), "end": .text(days.end)]))
    } else {
      members.append(("period", Self.absent("unknown")))
    }
    let isWhole = { (row: [String?]) in table.divisions.allSatisfy { table.cell(row, $0) == nil } }
    var group: [(String, JSONNode)] = [
      ("code", ["text": .text(definition?.title ?? indicator)])
    ]
    if let whole = rows.first(where: isWhole) { group += content(whole, table) }
    let strata = rows.filter { !isWhole($0) }.map { stratum($0, table) }
    if !strata.isEmpty {
      let code: JSONNode = ["text": .text(table.divisions.joined(separator: ", "))]
      group.append(("stratifier", [["code": [code], "stratum": .list(strata)]]))
    }
    members.append(("group", [.object(group)]))
    return .object(members)
  }

  private func stratum(_ row: [String?], _ table: ReleasedTable) -> JSONNode {
    let components: [JSONNode] = table.divisions.compactMap { division in
      table.cell(row, division).map { value in
        ["code": ["text": .text(division)], "value": ["text": .text(value)]]
      }
    }
    return .object([("component", .list(components))] + content(row, table))
  }

  /// Counts and score of a row.
  private func content(_ row: [String?], _ table: ReleasedTable) -> [(String, JSONNode)] {
    let isMasked = table.isSuppressed(row)
    var populations: [JSONNode] = []
    for (code, column) in [
      ("initial-population", "denominator"), ("denominator", "denominator"),
      ("numerator", "numerator"),
    ] {
      let coding: JSONNode = [
        "system": "http://terminology.hl7.org/CodeSystem/measure-population", "code": .text(code),
      ]
      var population: [(String, JSONNode)] = [("code", ["coding": [coding]])]
      if let count = table.cell(row, column).flatMap({ Int($0) }) {
        population.append(("count", .integer(count)))
      } else {
        population.append(("_count", Self.absent(isMasked ? "masked" : "unknown")))
      }
      populations.append(.object(population))
    }
    return [("population", .list(populations)), ("measureScore", score(row, table, isMasked))]
  }

  private func score(_ row: [String?], _ table: ReleasedTable, _ isMasked: Bool) -> JSONNode {
    guard let value = table.cell(row, "value").flatMap({ Double($0) }), value.isFinite else {
      return Self.absent(isMasked ? "masked" : "unknown")
    }
    var members: [(String, JSONNode)] = []
    var limits: [JSONNode] = []
    for column in ["lower", "upper"] {
      if let limit = table.cell(row, column).flatMap({ Double($0) }), limit.isFinite {
        limits.append(["url": .text("urn:pcmflow:\(column)"), "valueDecimal": .double(limit)])
      }
    }
    if !limits.isEmpty { members.append(("extension", .list(limits))) }
    members.append(("value", .double(value)))
    let unit = table.cell(row, "unit") ?? "1"
    members.append(("unit", .text(unit)))
    if let code = ["percent": "%", "proportion": "1", "days": "d"][unit] {
      members += [("system", "http://unitsofmeasure.org"), ("code", .text(code))]
    }
    return .object(members)
  }
}
