package import JSONText

extension IndicatorDefinition {
  /// Reads the definitions of an indicator file: one object, or an array of objects.
  ///
  /// - Throws: All problems of the file at once, each with line and column.
  package static func parse(
    _ document: JSONNode
  ) throws(IndicatorDefinitionError) -> [IndicatorDefinition] {
    var reader = IndicatorDefinitionReader()
    let definitions = (document.elements ?? [document]).flatMap { reader.definitions($0) }
    if reader.problems.isEmpty, definitions.isEmpty {
      reader.problem(
        "the file holds no indicator; an object or an array of objects is expected", document)
    }
    for (number, definition) in definitions.enumerated()
    where definitions[..<number].contains(where: { $0.hasSameCells(as: definition) }) {
      reader.problem(
        "indicator \(definition.indicator) is defined twice with the same strata; leave one out",
        JSONNode(.null, at: definition.position))
    }
    guard reader.problems.isEmpty else {
      throw IndicatorDefinitionError(problems: reader.problems.sorted { $0.position < $1.position })
    }
    return definitions
  }

  /// Whether two definitions would give rows that cannot be told apart.
  package func hasSameCells(as other: IndicatorDefinition) -> Bool {
    indicator == other.indicator && Set(strata) == Set(other.strata)
      && period?.length == other.period?.length && geography == other.geography
  }
}
