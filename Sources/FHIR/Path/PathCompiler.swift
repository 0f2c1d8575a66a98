internal import JSONText

/// Turns the syntax of paths into operations of one plan.
struct PathCompiler {
  /// The operations so far.
  private(set) var plan = PathPlan()
  /// What `%name` stands for.
  var constants: [String: PathLiteral] = [:]
  /// The names of constants that were declared, but not correctly; using them is no second error.
  var brokenConstants: Set<String> = []
  /// Whether a path may ask for the time; rows must not depend on when a view runs.
  var allowsClock = false
  private var textPositions: [String: Int] = [:]
  private var mentionsOrigin = false

  /// Adds a path to the plan.
  ///
  /// - Returns: The position of its operation.
  /// - Throws: What the path says that is not known or not supported.
  mutating func compile(_ expression: String) throws(PathError) -> Int {
    mentionsOrigin = false
    let operation = try compile(try PathParser.parse(expression))
    return mentionsOrigin ? add(.rooted(operation)) : operation
  }

  /// Whether the value of an operation is `%rowIndex` and nothing else.
  func isRowIndex(_ operation: Int) -> Bool {
    if case .rowIndex = plan.operations[operation] { true } else { false }
  }

  /// The type of value that an operation always yields; nil where it depends on the resource.
  func resultType(_ operation: Int) -> DataType? {
    switch plan.operations[operation] {
    case .exists, .isEmpty, .hasValue, .not, .all, .search, .isType, .value(.boolean): .boolean
    case .count, .rowIndex, .position, .value(.integer): .integer
    case .value(.decimal): .decimal
    case .binary(let symbol, _, _) where symbol.isLogical: .boolean
    case .call(let function, _, _, _) where function.isLogical: .boolean
    case .call(.length, _, _, _), .call(.indexOf, _, _, _), .call(.toInteger, _, _, _): .integer
    case .call(.toDecimal, _, _, _): .decimal
    case .rooted(let inner): resultType(inner)
    default: nil
    }
  }

  /// Adds an operation and returns its position.
  mutating func add(_ operation: PathOperation) -> Int {
    plan.operations.append(operation)
    return plan.operations.count - 1
  }

  /// The position of a text in the plan.
  mutating func text(_ string: String) -> Int {
    if let position = textPositions[string] { return position }
    plan.texts.append(JSONName(string))
    textPositions[string] = plan.texts.count - 1
    return plan.texts.count - 1
  }

  /// Adds a part of a path.
  mutating func compile(_ syntax: PathSyntax) throws(PathError) -> Int {
    switch syntax.kind {
    case .this: return add(.this)
    case .position: return add(.position)
    case .total: return add(.total)
    case .literal(let literal): return add(try value(literal, syntax.offset))
    case .constant(let name): return try constant(name, syntax.offset)
    case .member(let base, let name): return try member(name, of: base, syntax.offset)
    case .call(let base, let name, let arguments):
      return try call(name, on: base, arguments, syntax.offset)
    case .index(let base, let index):
      return add(.element(base: try compile(base), index: try compile(index)))
    case .negative(let operand): return add(.negative(try compile(operand)))
    case .binary(let symbol, let left, let right):
      return add(.binary(symbol, try compile(left), try compile(right)))
    case .isType(let operand, let name):
      return add(.isType(base: try compile(operand), try type(name, syntax.offset)))
    case .asType(let operand, let name):
      return try single(ofType(name, operand, syntax.offset))
    }
  }

  private mutating func value(
    _ literal: PathLiteral, _ offset: Int
  ) throws(PathError) -> PathOperation {
    switch literal {
    case .empty: return .empty
    case .boolean(let flag): return .value(.boolean(flag))
    case .integer(let integer): return .value(.integer(integer))
    case .text(let string, let type): return .value(.literal(text: text(string), type: type))
    case .decimal(let spelling):
      let bytes = Array(spelling.utf8)
      guard let decimal = PathDecimal(bytes.span, 0..<bytes.count) else {
        throw PathError(message: "this number has more than 18 digits", offset: offset)
      }
      return .value(.decimal(decimal))
    case .quantity(let number, let unit, let isCalendar):
      let bytes = Array(number.utf8)
      guard let decimal = PathDecimal(bytes.span, 0..<bytes.count) else {
        throw PathError(message: "this number has more than 18 digits", offset: offset)
      }
      plan.quantities.append(PathQuantity(value: decimal, unit: unit, isCalendar: isCalendar))
      return .value(.quantity(plan.quantities.count - 1))
    }
  }

  private mutating func constant(_ name: String, _ offset: Int) throws(PathError) -> Int {
    switch name {
    case "rowIndex": return add(.rowIndex)
    case "resource", "rootResource": return add(.resource)
    case "context":
      mentionsOrigin = true
      return add(.origin)
    default: break
    }
    guard let literal = constants[name] else {
      if brokenConstants.contains(name) { return add(.empty) }
      if let known = Self.environment(name) {
        return add(.value(.literal(text: text(known), type: .string)))
      }
      throw PathError(
        message: "%\(name) is not defined; add it to the view's \"constant\" list", offset: offset)
    }
    return add(try value(literal, offset))
  }

  /// What FHIR R4 (§2.9.1) gives a name to: code systems, its own value sets and extensions.
  static func environment(_ name: String) -> String? {
    let base = "http://hl7.org/fhir/"
    switch name {
    case "sct": return "http://snomed.info/sct"
    case "loinc": return "http://loinc.org"
    case "ucum": return "http://unitsofmeasure.org"
    case _ where name.hasPrefix("vs-"): return base + "ValueSet/" + name.dropFirst(3)
    case _ where name.hasPrefix("ext-"): return base + "StructureDefinition/" + name.dropFirst(4)
    default: return nil
    }
  }

  /// Adds a call whose arguments are evaluated with it.
  mutating func call(
    _ function: PathFunction, base: Int, _ arguments: [PathSyntax]
  ) throws(PathError) -> Int {
    var compiled: [Int] = []
    for argument in arguments { compiled.append(try compile(argument)) }
    plan.arguments += compiled
    return add(
      .call(
        function, base: base, first: plan.arguments.count - compiled.count,
        count: compiled.count))
  }

  /// Adds the demand that there is at most one value.
  mutating func single(_ operation: Int) -> Int {
    add(.call(.single, base: operation, first: 0, count: 0))
  }

  /// Adds a step to the chain that ends at a base, or begins a chain there.
  mutating func step(_ step: PathStep, after base: Int) -> Int {
    if base == plan.operations.count - 1,
      case .chain(let start, let first, let count) = plan.operations[base],
      first + count == plan.steps.count
    {
      plan.steps.append(step)
      plan.operations[base] = .chain(base: start, first: first, count: count + 1)
      return base
    }
    plan.steps.append(step)
    return add(.chain(base: base, first: plan.steps.count - 1, count: 1))
  }

  private mutating func member(
    _ name: String, of base: PathSyntax, _ offset: Int
  ) throws(PathError) -> Int {
    let operation = try compile(base)
    // Elements begin with a small letter; a capital one names the type of the resource.
    if name.utf8.first.map({ $0 < UInt8(ascii: "a") && $0 != UInt8(ascii: "_") }) ?? false {
      guard ResourceType.isKnown(name) else {
        throw PathError(message: "'\(name)' is not a type of FHIR resource", offset: offset)
      }
      return step(.ofResourceType(name: text(name)), after: operation)
    }
    if name == "extension" { extendLastStep(of: operation) }
    if let choice = ElementTypes.choice(name) {
      throw PathError(
        message:
          "'\(name)' is not an element: a path names a choice element without its type; write"
          + " \(choice.element).ofType(\(choice.type.rawValue))", offset: offset)
    }
    return step(.member(name: text(name), type: elementType(name, of: operation)), after: operation)
  }

  private func elementType(_ name: String, of operation: Int) -> DataType? {
    if case .chain(_, let first, let count) = plan.operations[operation],
      case .ofResourceType = plan.steps[first + count - 1]
    {
      return ElementTypes.type(ofResourceElement: name)
    }
    return ElementTypes.type(of: name)
  }

  /// Where the step before is a named element, lets it reach extensions of primitives.
  mutating func extendLastStep(of operation: Int) {
    guard case .chain(_, let first, let count) = plan.operations[operation],
      case .member(let name, _) = plan.steps[first + count - 1]
    else { return }
    let companion = text("_" + String(decoding: plan.texts[name].bytes, as: UTF8.self))
    plan.steps[first + count - 1] = .extended(name: name, companion: companion)
  }

  /// The type of a name: of FHIR, with or without `FHIR.`, or of FHIRPath itself.
  mutating func type(_ name: String, _ offset: Int) throws(PathError) -> PathType {
    var bare = name
    if name.hasPrefix("System.") {
      return SystemType(rawValue: String(name.dropFirst(7))).map { .system($0) } ?? .none
    }
    if name.hasPrefix("FHIR.") { bare = String(name.dropFirst(5)) }
    if bare == "Resource" || bare == "DomainResource" {
      return .anyResource(isDomain: bare == "DomainResource")
    }
    if let type = DataType(named: bare) { return .fhir(type) }
    if ResourceType.isKnown(bare) { return .resource(name: text(bare)) }
    if bare == name, let type = SystemType(rawValue: name) { return .system(type) }
    throw PathError(message: "'\(name)' is not a type of FHIR", offset: offset)
  }

  /// Adds a step to values of a type; after a choice element it is one step with the element's own.
  mutating func ofType(
    _ name: String, _ base: PathSyntax, _ offset: Int
  ) throws(PathError) -> Int {
    let operation = try compile(base)
    let type = try type(name, offset)
    if case .resource(let name) = type {
      return step(.ofResourceType(name: name), after: operation)
    }
    if case .fhir(let type) = type,
      case .chain(_, let first, let count) = plan.operations[operation],
      case .member(let bare, nil) = plan.steps[first + count - 1]
    {
      let full = text(String(decoding: plan.texts[bare].bytes, as: UTF8.self) + type.choiceSuffix)
      plan.steps[first + count - 1] = .choice(full: full, bare: bare, type: type)
      return operation
    }
    return step(.ofType(type), after: operation)
  }
}
