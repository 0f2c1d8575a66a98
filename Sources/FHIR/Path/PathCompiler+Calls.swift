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
    return nil
  }

  /// Adds a call of a function.
  mutating func call(
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
