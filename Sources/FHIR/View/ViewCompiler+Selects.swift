internal import JSONText
internal import Tables

extension ViewCompiler {
  /// Compiles a select with all in it, appends its columns and returns its position.
  mutating func compile(select node: JSONNode, into outputs: inout [Output]) -> Int {
    guard node.members != nil else {
      note("a select must be an object, but this is \(node.kindInWords)", node.position)
      selects.append(ViewSelect())
      return selects.count - 1
    }
    checkKeys(
      node,
      [
        "column", "select", "unionAll", "forEach", "forEachOrNull", "repeat", "id", "extension",
      ])
    let first = outputs.count
    var select = ViewSelect()
    select.iteration = iteration(of: node)
    for column in list("column", of: node) ?? [] {
      compile(column: column, into: &select, &outputs)
    }
    for nested in list("select", of: node) ?? [] {
      select.selects.append(compile(select: nested, into: &outputs))
    }
    if let branches = list("unionAll", of: node) {
      select.branches = compile(branches: branches, into: &outputs)
    }
    if node["column"] == nil && node["select"] == nil && node["unionAll"] == nil {
      note("a select needs \"column\", \"select\" or \"unionAll\"", node.position)
    }
    select.outputs = first..<outputs.count
    selects.append(select)
    return selects.count - 1
  }

  /// Branches of a union fill the same columns, so each begins where the first began.
  private mutating func compile(branches: [JSONNode], into outputs: inout [Output]) -> [Int] {
    let shared = outputs
    var positions: [Int] = []
    for (number, branch) in branches.enumerated() {
      var own = shared
      positions.append(compile(select: branch, into: &own))
      if number == 0 {
        outputs = own
      } else if own != outputs {
        note(
          "the branches of a unionAll must have the same columns in the same order with the same"
            + " types: here \(Self.names(own, from: shared.count)), before"
            + " \(Self.names(outputs, from: shared.count))", branch.position)
      }
    }
    return positions
  }

  private static func names(_ outputs: [Output], from first: Int) -> String {
    outputs[first...].map { "\($0.name): \($0.type.rawValue)" }.joined(separator: ", ")
  }

  private mutating func iteration(of node: JSONNode) -> ViewSelect.Iteration {
    let given = ["forEach", "forEachOrNull", "repeat"].filter { node[$0] != nil }
    if given.count > 1 {
      note("a select has only one of \(given.joined(separator: " and "))", node.position)
    }
    if let operation = path("forEach", of: node) { return .each(operation) }
    if let operation = path("forEachOrNull", of: node) { return .eachOrNull(operation) }
    if let nodes = list("repeat", of: node) {
      if nodes.isEmpty { note("\"repeat\" needs at least one path", node.position) }
      return .recursive(nodes.compactMap { path($0) })
    }
    return .none
  }

  private mutating func compile(
    column node: JSONNode, into select: inout ViewSelect, _ outputs: inout [Output]
  ) {
    checkKeys(
      node, ["name", "path", "type", "collection", "description", "tag", "id", "extension"])
    for key in ["name", "path"] where node[key] == nil {
      note("a column needs a \"\(key)\"", node.position)
    }
    let name = text("name", of: node) ?? ""
    if let place = node["name"], place.string != nil, !Self.isName(name) {
      noteName(place.position)
    }
    if let flag = node["collection"], flag.bool == nil {
      note("\"collection\" must be true or false", flag.position)
    }
    let isCollection = node["collection"]?.bool ?? false
    var type: DataType?
    if let spelling = text("type", of: node) {
      type = DataType(named: spelling)
      if type == nil {
        note(
          "'\(spelling)' is not a data type of FHIR, such as string, code, integer, decimal, date",
          node["type"]?.position ?? node.position)
      }
    }
    guard let operation = path("path", of: node) else {
      outputs.append(
        Output(
          name: name, type: type?.columnType ?? .string, isCollection: isCollection,
          position: node.position))
      return
    }
    let columnType = (type ?? paths.resultType(operation))?.columnType ?? .string
    select.columns.append(
      ViewColumn(
        output: outputs.count, operation: operation, name: name, type: columnType,
        isCollection: isCollection, isRowIndex: paths.isRowIndex(operation)))
    outputs.append(
      Output(
        name: name, type: columnType, isCollection: isCollection,
        position: node["name"]?.position ?? node.position))
  }
}
