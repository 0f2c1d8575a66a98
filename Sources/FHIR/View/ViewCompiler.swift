internal import JSONText
internal import Tables

/// Checks the document of a view and turns it into a plan, noting all that is wrong.
struct ViewCompiler {
  /// A column as the sibling branches of a union must agree on it.
  struct Output: Equatable {
    var name: String
    var type: ColumnType
    var isCollection: Bool
    var position: SourcePosition

    static func == (left: Self, right: Self) -> Bool {
      left.name == right.name && left.type == right.type
        && left.isCollection == right.isCollection
    }
  }

  /// What is wrong so far.
  private(set) var problems: [ViewDefinitionError.Problem] = []
  private var paths = PathCompiler()
  private var selects: [ViewSelect] = []

  /// Compiles a document; nil where it is too wrong to go on.
  mutating func compile(_ document: JSONNode) -> ViewDefinition? {
    guard document.members != nil else {
      note("a ViewDefinition is an object, but this is \(document.kindInWords)", document.position)
      return nil
    }
    checkKeys(document, Self.metadataKeys + ["name", "resource", "constant", "select", "where"])
    if let type = document["resourceType"], type.string != "ViewDefinition" {
      note("the resourceType of a view is \"ViewDefinition\"", type.position)
    }
    let name = text("name", of: document)
    if let name, !Self.isName(name) { noteName(document["name"]?.position ?? document.position) }
    let resource = text("resource", of: document)
    if let resource, !ResourceType.isKnown(resource) {
      note(
        "'\(resource)' is not a type of FHIR resource",
        document["resource"]?.position ?? document.position)
    }
    if document["resource"] == nil {
      note("the view lacks \"resource\", the type of resource it reads", document.position)
    }
    readConstants(document)
    let conditions = readConditions(document)
    var whole = ViewSelect()
    var outputs: [Output] = []
    if let list = list("select", of: document) {
      if list.isEmpty { note("\"select\" needs at least one entry", document.position) }
      for node in list { whole.selects.append(compile(select: node, into: &outputs)) }
    } else if document["select"] == nil {
      note("the view lacks \"select\", the list of what its rows hold", document.position)
    }
    whole.outputs = 0..<outputs.count
    selects.append(whole)
    checkNames(outputs)
    return ViewDefinition(
      name: name, resource: resource ?? "",
      schema: TableSchema(outputs.map { Column($0.name, $0.isCollection ? .string : $0.type) }),
      plan: paths.plan, selects: selects, conditions: conditions)
  }

  private static let metadataKeys = [
    "resourceType", "id", "meta", "implicitRules", "language", "text", "contained", "extension",
    "modifierExtension", "url", "identifier", "version", "versionAlgorithmString",
    "versionAlgorithmCoding", "title", "status", "experimental", "date", "publisher", "contact",
    "description", "useContext", "jurisdiction", "purpose", "copyright", "copyrightLabel",
    "fhirVersion", "profile",
  ]

  private mutating func note(_ message: String, _ position: SourcePosition) {
    problems.append(ViewDefinitionError.Problem(message: message, position: position))
  }

  private mutating func noteName(_ position: SourcePosition) {
    note("a name begins with a letter and has letters, digits and '_' only", position)
  }

  private static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]*/) != nil
  }

  private mutating func checkKeys(_ node: JSONNode, _ known: [String]) {
    for member in node.members ?? []
    where !known.contains(member.key) && !member.key.hasPrefix("x-") && !member.key.hasPrefix("_") {
      note(
        "the key \"\(member.key)\" is not known here; known are "
          + known.filter { !Self.metadataKeys.contains($0) || known.count < 12 }
          .joined(separator: ", "), member.keyPosition)
    }
  }

  private mutating func text(_ key: String, of node: JSONNode) -> String? {
    guard let value = node[key] else { return nil }
    if value.string == nil {
      note("\"\(key)\" must be a string, but this is \(value.kindInWords)", value.position)
    }
    return value.string
  }

  private mutating func list(_ key: String, of node: JSONNode) -> [JSONNode]? {
    guard let value = node[key] else { return nil }
    if value.elements == nil {
      note("\"\(key)\" must be an array, but this is \(value.kindInWords)", value.position)
    }
    return value.elements
  }

  /// Compiles the path that a key holds; nil where there is none, or it is wrong.
  private mutating func path(_ key: String, of node: JSONNode) -> Int? {
    guard let value = node[key], text(key, of: node) != nil else { return nil }
    return path(value)
  }

  private mutating func path(_ node: JSONNode) -> Int? {
    guard let expression = node.string else {
      note("a path must be a string, but this is \(node.kindInWords)", node.position)
      return nil
    }
    do {
      return try paths.compile(expression)
    } catch {
      // A place within the string, as long as no escape stands before it.
      let column = node.position.column + 1 + error.offset
      note(error.message, SourcePosition(line: node.position.line, column: column))
      return nil
    }
  }

  private mutating func readConditions(_ document: JSONNode) -> [Int] {
    var conditions: [Int] = []
    for node in list("where", of: document) ?? [] {
      checkKeys(node, ["path", "description", "id", "extension"])
      if node["path"] == nil { note("a \"where\" entry needs a \"path\"", node.position) }
      if let condition = path("path", of: node) { conditions.append(condition) }
    }
    return conditions
  }

  private mutating func checkNames(_ outputs: [Output]) {
    var seen: Set<String> = []
    for output in outputs where !seen.insert(output.name).inserted {
      note("the column \"\(output.name)\" stands twice in the view", output.position)
    }
    if outputs.isEmpty && problems.isEmpty {
      note("the view has no column", SourcePosition.start)
    }
  }
}

extension ViewCompiler {
  /// Compiles a select with all in it, appends its columns and returns its position.
  private mutating func compile(select node: JSONNode, into outputs: inout [Output]) -> Int {
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

extension ViewCompiler {
  private mutating func readConstants(_ document: JSONNode) {
    for node in list("constant", of: document) ?? [] {
      guard let name = text("name", of: node) else {
        note("a constant needs a \"name\"", node.position)
        continue
      }
      if !Self.isName(name) { noteName(node["name"]?.position ?? node.position) }
      let values = (node.members ?? []).filter { $0.key.hasPrefix("value") }
      guard values.count == 1, let member = values.first,
        let type = Self.constantType(member.key), let literal = Self.literal(member.value, type)
      else {
        paths.brokenConstants.insert(name)
        note(
          "the constant \"\(name)\" needs one value of a primitive type, such as \"valueString\"",
          node.position)
        continue
      }
      if paths.constants[name] != nil {
        note("the constant \"\(name)\" stands twice in the view", node.position)
      }
      paths.constants[name] = literal
    }
  }

  private static func constantType(_ key: String) -> DataType? {
    DataType.allCases.first { $0.isPrimitive && "value" + $0.choiceSuffix == key }
  }

  private static func literal(_ node: JSONNode, _ type: DataType) -> PathLiteral? {
    if type == .boolean { return node.bool.map { .boolean($0) } }
    if type.isInteger {
      return (node.integer ?? node.string.flatMap { Int($0) }).map { .integer($0) }
    }
    if type == .decimal { return node.number.map { .decimal($0) } }
    guard let text = node.string else { return nil }
    if type.isTemporal, Temporal(Array(text.utf8)) == nil { return nil }
    return .text(text, type)
  }
}
