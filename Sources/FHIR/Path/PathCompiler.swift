internal import JSONText

/// Turns the syntax of paths into operations of one plan.
struct PathCompiler {
  /// The operations so far.
  private(set) var plan = PathPlan()
  /// What `%name` stands for.
  var constants: [String: PathLiteral] = [:]
  /// The names of constants that were declared, but not correctly; using them is no second error.
  var brokenConstants: Set<String> = []
  private var textPositions: [String: Int] = [:]

  /// Adds a path to the plan.
  ///
  /// - Returns: The position of its operation.
  /// - Throws: What the path says that is not known or not supported.
  mutating func compile(_ expression: String) throws(PathError) -> Int {
    try compile(try PathParser.parse(expression))
  }

  /// Whether the value of an operation is `%rowIndex` and nothing else.
  func isRowIndex(_ operation: Int) -> Bool {
    if case .rowIndex = plan.operations[operation] { true } else { false }
  }

  /// The type of value that an operation always yields; nil where it depends on the resource.
  func resultType(_ operation: Int) -> DataType? {
    switch plan.operations[operation] {
    case .exists, .isEmpty, .hasValue, .not, .all, .search, .isType, .value(.boolean): .boolean
    case .count, .rowIndex, .value(.integer): .integer
    case .value(.decimal): .decimal
    case .binary(let symbol, _, _) where symbol.strength < PathOperator.typeStrength: .boolean
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
      return add(.isType(base: try compile(operand), try dataType(name, syntax.offset)))
    case .asType(let operand, let name):
      return try ofType(name, operand, syntax.offset)
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
    }
  }

  private mutating func constant(_ name: String, _ offset: Int) throws(PathError) -> Int {
    switch name {
    case "rowIndex": return add(.rowIndex)
    case "resource", "rootResource", "context": return add(.resource)
    default: break
    }
    guard let literal = constants[name] else {
      if brokenConstants.contains(name) { return add(.empty) }
      throw PathError(
        message: "%\(name) is not defined; add it to the view's \"constant\" list", offset: offset)
    }
    return add(try value(literal, offset))
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
    return step(.member(name: text(name)), after: operation)
  }

  /// Where the step before is a named element, lets it reach extensions of primitives.
  mutating func extendLastStep(of operation: Int) {
    guard case .chain(_, let first, let count) = plan.operations[operation],
      case .member(let name) = plan.steps[first + count - 1]
    else { return }
    let companion = text("_" + String(decoding: plan.texts[name].bytes, as: UTF8.self))
    plan.steps[first + count - 1] = .extended(name: name, companion: companion)
  }

  /// The data type of a name.
  func dataType(_ name: String, _ offset: Int) throws(PathError) -> DataType {
    guard let type = DataType(named: name) else {
      throw PathError(message: "'\(name)' is not a type of FHIR", offset: offset)
    }
    return type
  }

  /// Adds a step to values of a type; after a choice element it is one step with the element's own.
  mutating func ofType(
    _ name: String, _ base: PathSyntax, _ offset: Int
  ) throws(PathError) -> Int {
    let operation = try compile(base)
    guard let type = DataType(named: name) else {
      let bare = name.hasPrefix("FHIR.") ? String(name.dropFirst(5)) : name
      guard ResourceType.isKnown(bare) else {
        throw PathError(message: "'\(name)' is not a type of FHIR", offset: offset)
      }
      return step(.ofResourceType(name: text(bare)), after: operation)
    }
    if case .chain(_, let first, let count) = plan.operations[operation],
      case .member(let bare) = plan.steps[first + count - 1]
    {
      let full = text(String(decoding: plan.texts[bare].bytes, as: UTF8.self) + type.choiceSuffix)
      plan.steps[first + count - 1] = .choice(full: full, bare: bare, type: type)
      return operation
    }
    return step(.ofType(type), after: operation)
  }
}
