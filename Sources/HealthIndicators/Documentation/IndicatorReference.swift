/// The reference page of indicators as Markdown, made from their definitions.
package struct IndicatorReference: Sendable {
  private let definitions: [IndicatorDefinition]

  /// The page of some definitions; those that differ only in how they are divided are one section.
  package init(_ definitions: [IndicatorDefinition]) { self.definitions = definitions }

  /// The page, without a heading of its own.
  package var markdown: String {
    var sections: [[IndicatorDefinition]] = []
    for definition in definitions {
      if let last = sections.last?.first, last.indicator == definition.indicator {
        sections[sections.count - 1].append(definition)
      } else {
        sections.append([definition])
      }
    }
    let index = sections.compactMap(\.first).map { definition in
      "| \(definition.indicator) | \(Self.cell(definition.title)) | \(definition.method.rawValue) | \(definition.unit.rawValue) |"
    }
    return (["| indicator | | method | unit |", "|---|---|---|---|"] + index).joined(
      separator: "\n")
      + "\n" + sections.map { "\n" + Self.section($0) }.joined()
  }

  private static func section(_ parts: [IndicatorDefinition]) -> String {
    guard let first = parts.first else { return "" }
    var lines = ["### \(first.indicator): \(first.title)", ""]
    if let rationale = first.rationale { lines += [rationale, ""] }
    lines += ["| | |", "|---|---|"]
    func add(_ term: String, _ text: String?) {
      if let text { lines.append("| \(term) | \(cell(text)) |") }
    }
    add("version", first.version)
    add(
      "counted",
      first.rows.map { "rows of `\($0.replacing("\n", with: " "))`" }
        ?? "table `\(first.table)`")
    add("one count is", first.subject.map { "a distinct `\($0)`" } ?? "a row")
    if first.method.family == .rate {
      add("events", code(both(first)))
      add("people", first.population.map { "`\($0.count)` of table `\($0.table)`" })
    } else {
      add("denominator", code(first.denominator.text))
      if first.method.family != .values { add("numerator", code(first.numerator.text)) }
    }
    add("value", first.value.map { code($0.text) })
    for exclusion in first.exclusions {
      add("left out", "\(exclusion.name): \(code(exclusion.condition.text))")
    }
    add(
      "period", parts.compactMap(\.period).first.map { "\($0.length.rawValue) of `\($0.column)`" })
    add("divided by", parts.map(division).joined(separator: "; "))
    add("compared with", first.comparison.map { "`\($0.column)` = \($0.reference)" })
    add("method", method(first))
    add("unit", first.unit.rawValue)
    add("source", first.source)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func both(_ definition: IndicatorDefinition) -> String {
    let conditions = [definition.denominator.text, definition.numerator.text]
      .filter { $0 != "TRUE" }
    return conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
  }

  private static func division(_ definition: IndicatorDefinition) -> String {
    var names: [String] = []
    if definition.period != nil { names.append("period") }
    if case .column(let column) = definition.geography { names.append("`\(column)` as geography") }
    names += definition.strata.map { "`\($0)`" }
    return names.isEmpty ? "nothing" : names.joined(separator: ", ")
  }

  private static func method(_ definition: IndicatorDefinition) -> String {
    let level = Int((definition.confidence * 1000).rounded())
    let confidence = level % 10 == 0 ? "\(level / 10)" : "\(level / 10).\(level % 10)"
    var text = definition.method.rawValue
    if definition.method == .quantile { text += " at \(definition.quantile)" }
    if let design = definition.design {
      text +=
        ": at most \(design.firstStageLimit) of \(design.firstStage) stops, more than \(design.totalLimit)"
      text += " of \(design.total) expands"
    }
    return definition.method.family == .sums
      ? text + ", no limits" : text + ", \(confidence) % limits"
  }

  private static func code(_ text: String) -> String { "`\(text)`" }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
