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

  private mutating func add(_ operation: PathOperation) -> Int {
    plan.operations.append(operation)
    return plan.operations.count - 1
  }

  private mutating func text(_ string: String) -> Int {
    if let position = textPositions[string] { return position }
    plan.texts.append(JSONName(string))
    textPositions[string] = plan.texts.count - 1
    return plan.texts.count - 1
  }

  private mutating func compile(_ syntax: PathSyntax) throws(PathError) -> Int {
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
  private mutating func step(_ step: PathStep, after base: Int) -> Int {
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
  private mutating func extendLastStep(of operation: Int) {
    guard case .chain(_, let first, let count) = plan.operations[operation],
      case .member(let name) = plan.steps[first + count - 1]
    else { return }
    let companion = text("_" + String(decoding: plan.texts[name].bytes, as: UTF8.self))
    plan.steps[first + count - 1] = .extended(name: name, companion: companion)
  }

  private func dataType(_ name: String, _ offset: Int) throws(PathError) -> DataType {
    guard let type = DataType(named: name) else {
      throw PathError(message: "'\(name)' is not a type of FHIR", offset: offset)
    }
    return type
  }

  private mutating func ofType(
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

  /// A path that may stand where a type is named: `Patient`, `FHIR.Patient`.
  private func typeName(_ syntax: PathSyntax) -> String? {
    guard case .member(let base, let name) = syntax.kind else { return nil }
    switch base.kind {
    case .this: return name
    case .member(let outer, let space):
      if case .this = outer.kind { return space + "." + name }
      return nil
    default: return nil
    }
  }

  /// A text that is known when the view is read: a literal or a constant.
  private func knownText(_ syntax: PathSyntax) -> String? {
    let literal: PathLiteral? =
      switch syntax.kind {
      case .literal(let literal): literal
      case .constant(let name): constants[name]
      default: nil
      }
    if case .text(let string, _) = literal { return string }
    return nil
  }

  private mutating func call(
    _ name: String, on base: PathSyntax, _ arguments: [PathSyntax], _ offset: Int
  ) throws(PathError) -> Int {
    guard let function = PathFunction(rawValue: name) else {
      throw PathError(
        message: "the function \(name)() is not known in a view; known are "
          + PathFunction.allCases.map { $0.rawValue + "()" }.joined(separator: ", "),
        offset: offset)
    }
    guard function.arguments.contains(arguments.count) else {
      throw PathError(message: "\(name)() takes \(function.argumentsInWords)", offset: offset)
    }
    if function == .ofType || function == .as || function == .is {
      guard let type = typeName(arguments[0]) else {
        throw PathError(message: "\(name)() takes the name of a type", offset: offset)
      }
      if function != .is { return try ofType(type, base, offset) }
      return add(.isType(base: try compile(base), try dataType(type, offset)))
    }
    var operation = try compile(base)
    switch function {
    case .first: return add(.first(operation))
    case .last: return add(.last(operation))
    case .count: return add(.count(operation))
    case .empty: return add(.isEmpty(operation))
    case .hasValue: return add(.hasValue(operation))
    case .not: return add(.not(operation))
    case .lowBoundary, .highBoundary:
      return add(.boundary(base: operation, isHigh: function == .highBoundary))
    case .all: return add(.all(base: operation, criteria: try compile(arguments[0])))
    case .where, .select, .exists:
      if let argument = arguments.first {
        let inner = try compile(argument)
        operation = step(
          function == .select ? .project(expression: inner) : .filter(criteria: inner),
          after: operation)
      }
      return function == .exists ? add(.exists(operation)) : operation
    case .join:
      let separator = try arguments.first.map { (argument) throws(PathError) in
        try compile(argument)
      }
      return add(.join(base: operation, separator: separator))
    case .startsWith, .endsWith, .contains:
      let search = PathOperation.TextSearch(rawValue: name) ?? .contains
      return add(.search(search, base: operation, text: try compile(arguments[0])))
    case .extension:
      guard let url = knownText(arguments[0]) else {
        throw PathError(message: "extension() takes a URL in single quotes", offset: offset)
      }
      extendLastStep(of: operation)
      return step(.extensions(url: text(url)), after: operation)
    case .getResourceKey: return step(.resourceKey, after: operation)
    case .getReferenceKey:
      guard let argument = arguments.first else {
        return step(.referenceKey(type: nil), after: operation)
      }
      guard let type = typeName(argument)?.split(separator: ".").last,
        ResourceType.isKnown(String(type))
      else {
        throw PathError(message: "getReferenceKey() takes the type of a resource", offset: offset)
      }
      return step(.referenceKey(type: text(String(type))), after: operation)
    case .ofType, .as, .is: return operation
    }
  }
}

/// A function that a path may call.
private enum PathFunction: String, CaseIterable {
  case `where`, exists, empty, first, last, count, not, all, select, ofType, `as`, `is`, join
  case `extension`, getResourceKey, getReferenceKey, hasValue, startsWith, endsWith, contains
  case lowBoundary, highBoundary

  /// How many arguments it takes.
  var arguments: ClosedRange<Int> {
    switch self {
    case .where, .all, .select, .ofType, .as, .is, .extension, .startsWith, .endsWith, .contains:
      1...1
    case .exists, .join, .getReferenceKey: 0...1
    default: 0...0
    }
  }

  var argumentsInWords: String {
    switch arguments {
    case 1...1: "one argument"
    case 0...1: "at most one argument"
    default: "no argument"
    }
  }
}
