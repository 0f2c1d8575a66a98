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
  var paths = PathCompiler()
  var selects: [ViewSelect] = []

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

  static let metadataKeys = [
    "resourceType", "id", "meta", "implicitRules", "language", "text", "contained", "extension",
    "modifierExtension", "url", "identifier", "version", "versionAlgorithmString",
    "versionAlgorithmCoding", "title", "status", "experimental", "date", "publisher", "contact",
    "description", "useContext", "jurisdiction", "purpose", "copyright", "copyrightLabel",
    "fhirVersion", "profile",
  ]

  /// Notes that something is wrong at a place.
  mutating func note(_ message: String, _ position: SourcePosition) {
    problems.append(ViewDefinitionError.Problem(message: message, position: position))
  }

  /// Notes that a name is not one of SQL-on-FHIR's.
  mutating func noteName(_ position: SourcePosition) {
    note("a name begins with a letter and has letters, digits and '_' only", position)
  }

  /// Whether a text can name a view, column or constant.
  static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]*/) != nil
  }

  /// Notes the keys of an object that are not known.
  mutating func checkKeys(_ node: JSONNode, _ known: [String]) {
    for member in node.members ?? []
    where !known.contains(member.key) && !member.key.hasPrefix("x-") && !member.key.hasPrefix("_") {
      note(
        "the key \"\(member.key)\" is not known here; known are "
          + known.filter { !Self.metadataKeys.contains($0) || known.count < 12 }
          .joined(separator: ", "), member.keyPosition)
    }
  }

  /// The text that a key holds; nil where there is none, or something else.
  mutating func text(_ key: String, of node: JSONNode) -> String? {
    guard let value = node[key] else { return nil }
    if value.string == nil {
      note("\"\(key)\" must be a string, but this is \(value.kindInWords)", value.position)
    }
    return value.string
  }

  /// The elements that a key holds; nil where there is none, or something else.
  mutating func list(_ key: String, of node: JSONNode) -> [JSONNode]? {
    guard let value = node[key] else { return nil }
    if value.elements == nil {
      note("\"\(key)\" must be an array, but this is \(value.kindInWords)", value.position)
    }
    return value.elements
  }

  /// Compiles the path that a key holds; nil where there is none, or it is wrong.
  mutating func path(_ key: String, of node: JSONNode) -> Int? {
    guard let value = node[key], text(key, of: node) != nil else { return nil }
    return path(value)
  }

  /// Compiles the path that a node is; nil where it is wrong.
  mutating func path(_ node: JSONNode) -> Int? {
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
