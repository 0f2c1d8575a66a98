import JSONText
import PipelineModel

/// What a run brings to a definition from outside.
package struct RunArguments: Sendable {
  /// Values of `--set name=value`.
  package var settings: [(name: String, value: String)]
  /// The folder that relative paths of `--set` begin at.
  package var currentFolder: String
  /// The date of the run, `YYYY-MM-DD`.
  package var date: String
  /// The run's identifier.
  package var runID: String

  /// Arguments of a run.
  package init(
    settings: [(name: String, value: String)] = [], currentFolder: String, date: String,
    runID: String
  ) {
    self.settings = settings
    self.currentFolder = currentFolder
    self.date = date
    self.runID = runID
  }
}

/// The values of a definition's parameters in one run.
package struct ParameterValues {
  private(set) var nodes: [String: JSONNode] = [:]
  /// Declared parameters without a usable value (already reported).
  private(set) var refused: Set<String>
  var names: [String] { nodes.keys.sorted() + ["run.date", "run.id"] }

  /// Decodes defaults and `--set` values, reporting wrong types and unknown names.
  init(
    _ definition: PipelineDefinition, _ arguments: RunArguments, folder: String,
    _ diagnostics: inout DiagnosticList
  ) {
    refused = definition.refusedParameters
    for parameter in definition.parameters {
      let name = parameter.name.text
      if let value = arguments.settings.last(where: { $0.name == name })?.value {
        nodes[name] = Self.argument(value, parameter, arguments, &diagnostics)
      } else if let node = parameter.defaultValue {
        nodes[name] = Self.fromDefinition(node, parameter, folder, &diagnostics)
      } else {
        diagnostics.error(
          "missing-parameter", "parameter \"\(name)\" has no default and was not set",
          remedy: "give it with --set \(name)=VALUE", at: parameter.name.position)
      }
      if nodes[name] == nil { refused.insert(name) }
    }
    let known = Set(definition.parameters.map(\.name.text)).union(refused)
    for setting in arguments.settings where !known.contains(setting.name) {
      diagnostics.add(
        Diagnostic(
          rule: "unknown-parameter", "--set names no parameter \"\(setting.name)\"",
          remedy: NearestName.remedy(setting.name, among: known)))
    }
  }

  private static func fromDefinition(
    _ node: JSONNode, _ parameter: ParameterDefinition, _ folder: String,
    _ diagnostics: inout DiagnosticList
  ) -> JSONNode? {
    let spelling = node.string ?? node.number ?? node.bool.map { $0 ? "true" : "false" }
    let isText = node.string != nil
    let wantsText: Bool
    switch parameter.type {
    case .string, .path, .date: wantsText = true
    case .integer, .number, .boolean: wantsText = false
    }
    guard let spelling, isText == wantsText,
      let value = value(spelling, parameter, folder, node.position)
    else {
      diagnostics.error(
        "wrong-type",
        "the default of parameter \"\(parameter.name.text)\" is not \(phrase(parameter))",
        remedy: parameter.choices != nil
          ? "write one of them"
          : isText == wantsText
            ? "write another value"
            : wantsText ? "write it in double quotes" : "write it without quotes",
        at: node.position)
      return nil
    }
    return value
  }

  private static func argument(
    _ text: String, _ parameter: ParameterDefinition, _ arguments: RunArguments,
    _ diagnostics: inout DiagnosticList
  ) -> JSONNode? {
    let place = parameter.name.position
    if let value = value(text, parameter, arguments.currentFolder, place) { return value }
    diagnostics.add(
      Diagnostic(
        rule: "wrong-type", "--set \(parameter.name.text) is not \(phrase(parameter))",
        remedy: "give another value"))
    return nil
  }

  private static func value(
    _ text: String, _ parameter: ParameterDefinition, _ folder: String, _ position: SourcePosition
  ) -> JSONNode? {
    if let choices = parameter.choices, !choices.contains(text) { return nil }
    switch parameter.type {
    case .string: return JSONNode(.string(text), at: position)
    case .path:
      guard !text.isEmpty else { return nil }
      let isComplete = text.hasPrefix("/") || text == "-"
      return JSONNode(.string(isComplete ? text : PathPattern.join(folder, text)), at: position)
    case .integer: return Int(text).map { JSONNode(.number(String($0)), at: position) }
    case .number:
      guard let number = (try? JSONParser.parse(text))?.number, Double(number)?.isFinite == true
      else { return nil }
      return JSONNode(.number(number), at: position)
    case .boolean: return Bool(text).map { JSONNode(.bool($0), at: position) }
    case .date:
      guard isDate(text) else { return nil }
      return JSONNode(.string(text), at: position)
    }
  }

  private static func phrase(_ parameter: ParameterDefinition) -> String {
    if let choices = parameter.choices {
      return "one of " + choices.map { "\"\($0)\"" }.joined(separator: ", ")
    }
    return switch parameter.type {
    case .string: "a string"
    case .path: "a path"
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "true or false"
    case .date: "a date such as \"2026-01-31\""
    }
  }

  /// Whether a text is a day of the calendar, `YYYY-MM-DD`.
  package static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.count == 3, parts[0].count == 4, parts[1].count == 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0,
      (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }
}
