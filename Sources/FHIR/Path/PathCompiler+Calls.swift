internal import JSONText

extension PathCompiler {
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
    if case .constant(let name) = syntax.kind { return Self.environment(name) }
    return nil
  }

  /// Adds a call of a function.
  mutating func call(
    _ name: String, on base: PathSyntax, _ arguments: [PathSyntax], _ offset: Int
  ) throws(PathError) -> Int {
    guard let function = PathFunction(rawValue: name) else {
      throw PathError(
        message: "the function \(name)() is not known; known are "
          + PathFunction.allCases.map { $0.rawValue + "()" }.joined(separator: ", "),
        offset: offset)
    }
    guard function.arguments.contains(arguments.count) else {
      throw PathError(message: "\(name)() takes \(function.argumentsInWords)", offset: offset)
    }
    if function.readsClock && !allowsClock {
      throw PathError(
        message: "\(name)() would make rows depend on when the view runs; give the day as a"
          + " constant of the view", offset: offset)
    }
    if function == .ofType || function == .as || function == .is {
      guard let type = typeName(arguments[0]) else {
        throw PathError(message: "\(name)() takes the name of a type", offset: offset)
      }
      switch function {
      case .ofType: return try ofType(type, base, offset)
      case .as: return try single(ofType(type, base, offset))
      default: return add(.isType(base: try compile(base), try self.type(type, offset)))
      }
    }
    let operation = try compile(base)
    if arguments.contains(where: \.mentionsPosition), function.looksAtItems {
      return try call(function, base: operation, arguments)
    }
    return try common(function, on: operation, arguments, offset)
  }

  /// The functions that views call for every resource have operations and steps of their own.
  private mutating func common(
    _ function: PathFunction, on base: Int, _ arguments: [PathSyntax], _ offset: Int
  ) throws(PathError) -> Int {
    switch function {
    case .first: return add(.first(base))
    case .last: return add(.last(base))
    case .count: return add(.count(base))
    case .empty: return add(.isEmpty(base))
    case .hasValue: return add(.hasValue(base))
    case .not: return add(.not(base))
    case .lowBoundary where arguments.isEmpty: return add(.boundary(base: base, isHigh: false))
    case .highBoundary where arguments.isEmpty: return add(.boundary(base: base, isHigh: true))
    case .all: return add(.all(base: base, criteria: try compile(arguments[0])))
    case .where, .select, .exists:
      var operation = base
      if let argument = arguments.first {
        let inner = try compile(argument)
        operation = step(
          function == .select ? .project(expression: inner) : .filter(criteria: inner),
          after: base)
      }
      return function == .exists ? add(.exists(operation)) : operation
    case .join:
      let separator = try arguments.first.map { (argument) throws(PathError) in
        try compile(argument)
      }
      return add(.join(base: base, separator: separator))
    case .startsWith, .endsWith, .contains:
      let search = PathOperation.TextSearch(rawValue: function.rawValue) ?? .contains
      return add(.search(search, base: base, text: try compile(arguments[0])))
    case .extension:
      guard let url = knownText(arguments[0]) else {
        throw PathError(message: "extension() takes a URL in single quotes", offset: offset)
      }
      extendLastStep(of: base)
      return step(.extensions(url: text(url)), after: base)
    case .getResourceKey: return step(.resourceKey, after: base)
    case .getReferenceKey: return try referenceKey(of: base, arguments, offset)
    default: return try call(function, base: base, arguments)
    }
  }

  private mutating func referenceKey(
    of base: Int, _ arguments: [PathSyntax], _ offset: Int
  ) throws(PathError) -> Int {
    guard let argument = arguments.first else {
      return step(.referenceKey(type: nil), after: base)
    }
    guard let type = typeName(argument)?.split(separator: ".").last,
      ResourceType.isKnown(String(type))
    else {
      throw PathError(message: "getReferenceKey() takes the type of a resource", offset: offset)
    }
    return step(.referenceKey(type: text(String(type))), after: base)
  }
}

extension PathSyntax {
  /// Whether `$index` stands in it, so that items must be counted while it is evaluated.
  var mentionsPosition: Bool {
    switch kind {
    case .position: true
    case .this, .total, .literal, .constant: false
    case .member(let base, _), .negative(let base), .isType(let base, _), .asType(let base, _):
      base.mentionsPosition
    case .call(let base, _, let arguments):
      base.mentionsPosition || arguments.contains(where: \.mentionsPosition)
    case .index(let base, let other), .binary(_, let base, let other):
      base.mentionsPosition || other.mentionsPosition
    }
  }
}
