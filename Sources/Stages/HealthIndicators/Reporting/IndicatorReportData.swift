internal import Foundation
internal import HealthIndicators
internal import PipelineModel
internal import Tables

/// What the page of indicators is made from: rows by indicator, sorted into views.
struct IndicatorReportData {
  /// A cell as the page shows it.
  struct Cell {
    let name: String
    let row: IndicatorTableRow
  }

  /// One indicator.
  struct Indicator {
    let name: String
    let definition: IndicatorDefinition?
    let unit: String
    /// Whole cells: by period only, in order of periods.
    var trend: [Cell] = []
    /// The latest period by place; all periods' where the indicator has none.
    var places: [Cell] = []
    /// The latest period by each other column, groups in the order of the table.
    var strata: [(column: String, cells: [Cell])] = []
    var latest: String?
    /// The whole of the latest period.
    var whole: IndicatorTableRow?
    var equity: [Measure] = []
  }

  /// A measure of inequality of the latest period.
  struct Measure {
    let dimension: String
    let measure: String
    let value: Double?
    let lower: Double?
    let upper: Double?
    /// The groups from the most disadvantaged on; empty where they have no order.
    let order: [String]
    let note: String?
  }

  private(set) var indicators: [Indicator] = []
  private(set) var cellCount = 0
  private(set) var suppressedCount = 0

  init(
    _ table: TableArtifact, equity: TableArtifact?, _ definitions: [String: IndicatorDefinition]
  ) throws(StageError) {
    var rows: [String: [IndicatorTableRow]] = [:]
    var order: [String] = []
    for row in try IndicatorTableRow.all(table) {
      if rows[row.indicator] == nil { order.append(row.indicator) }
      rows[row.indicator, default: []].append(row)
      cellCount += 1
      if row.isSuppressed { suppressedCount += 1 }
    }
    var measures: [String: [(period: String?, measure: Measure)]] = [:]
    if let equity {
      try equity.forEachRow { (reader, text) throws(StageError) in
        func cell(_ name: String) -> String? {
          equity.schema.index(of: name).flatMap { reader.string($0, in: text) }
        }
        // The page shows the whole; measures within places or strata stand in the table.
        guard let indicator = cell("indicator"), cell("geography") == nil, cell("division") == nil
        else { return }
        func number(_ name: String) -> Double? { cell(name).flatMap { Double($0) } }
        measures[indicator, default: []].append(
          (
            cell("period"),
            Measure(
              dimension: cell("dimension") ?? "", measure: cell("measure") ?? "",
              value: number("value"), lower: number("lower"), upper: number("upper"),
              order: cell("order")?.components(separatedBy: " < ") ?? [], note: cell("note"))
          ))
      }
    }
    for name in order {
      let own = rows[name] ?? []
      var indicator = Indicator(
        name: name, definition: definitions[name], unit: own.first?.unit ?? "")
      indicator.sort(own)
      indicator.equity = (measures[name] ?? []).filter { $0.period == indicator.latest }
        .map(\.measure)
      indicators.append(indicator)
    }
  }
}

extension IndicatorReportData.Indicator {
  /// Sorts rows into the views of the page. A period that is unknown is no latest one.
  fileprivate mutating func sort(_ rows: [IndicatorTableRow]) {
    latest = rows.compactMap(\.period).filter { $0 != IndicatorQuery.unknown }.max()
    var columns: [String] = []
    var byColumn: [String: [IndicatorReportData.Cell]] = [:]
    for row in rows {
      let isLatest = row.period == latest
      switch row.divisions.count {
      case 0:
        if let period = row.period, period != IndicatorQuery.unknown {
          trend.append(.init(name: period, row: row))
        }
        if isLatest { whole = row }
      case 1:
        guard isLatest, let (column, group) = row.divisions.first else { continue }
        if column == "geography" {
          places.append(.init(name: group, row: row))
        } else {
          if byColumn[column] == nil { columns.append(column) }
          byColumn[column, default: []].append(.init(name: group, row: row))
        }
      default: break
      }
    }
    trend.sort { $0.name < $1.name }
    strata = columns.map { ($0, byColumn[$0] ?? []) }
  }
}
