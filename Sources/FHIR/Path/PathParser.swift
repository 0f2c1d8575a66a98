/// Reads an expression of FHIRPath (N1 grammar) into its syntax.
struct PathParser {
  private let tokens: [PathToken]
  private var position = 0
  private var depth = 0
  private static let maximumDepth = 100

  private init(_ tokens: [PathToken]) {
    self.tokens = tokens
  }

  /// Parses one expression.
  ///
  /// - Throws: The first word that does not fit.
  static func parse(_ expression: String) throws(PathError) -> PathSyntax {
    var parser = PathParser(try PathLexer.tokens(expression))
    if parser.current.kind == .end {
      throw parser.error("the path is empty; write $this for the element itself")
    }
    let syntax = try parser.expression(0)
    guard parser.current.kind == .end else {
      throw parser.error("an operator, '.', '[' or the end of the path was expected here")
    }
    return syntax
  }

  private var current: PathToken { tokens[position] }

  private func error(_ message: String) -> PathError {
    PathError(message: message, offset: current.offset)
  }

  private mutating func takeSymbol(_ symbol: String) -> Bool {
    guard current.kind == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws(PathError) {
    guard takeSymbol(symbol) else { throw error("'\(symbol)' was expected here") }
  }

  private var currentOperator: PathOperator? {
    switch current.kind {
    case .symbol(let text): PathOperator(rawValue: text)
    case .name(let text, isQuoted: false): PathOperator(rawValue: text)
    default: nil
    }
  }

  /// Precedence climbing: operators that bind at least as strongly as `weakest`, all left-associative.
  private mutating func expression(_ weakest: Int) throws(PathError) -> PathSyntax {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth else { throw error("the path is nested too deeply") }
    var left = try unary()
    while true {
      let offset = current.offset
      if let found = currentOperator, found.strength >= weakest {
        position += 1
        let right = try expression(found.strength + 1)
        left = PathSyntax(kind: .binary(found, left, right), offset: offset)
      } else if case .name(let word, isQuoted: false) = current.kind, word == "is" || word == "as",
        PathOperator.typeStrength >= weakest
      {
        position += 1
        let type = try typeName()
        left = PathSyntax(
          kind: word == "is" ? .isType(left, type) : .asType(left, type), offset: offset)
      } else {
        return left
      }
    }
  }

  private mutating func typeName() throws(PathError) -> String {
    guard case .name(var name, _) = current.kind else {
      throw error("the name of a type was expected here")
    }
    position += 1
    if takeSymbol(".") {
      guard case .name(let rest, _) = current.kind else {
        throw error("the name of a type was expected here")
      }
      position += 1
      name += "." + rest
    }
    return name
  }

  private mutating func unary() throws(PathError) -> PathSyntax {
    let offset = current.offset
    if takeSymbol("-") {
      return PathSyntax(kind: .negative(try invocations()), offset: offset)
    }
    _ = takeSymbol("+")
    return try invocations()
  }

  private mutating func invocations() throws(PathError) -> PathSyntax {
    var base = try term()
    while true {
      let offset = current.offset
      if takeSymbol(".") {
        base = try invocation(on: base)
      } else if takeSymbol("[") {
        let index = try expression(0)
        try expect("]")
        base = PathSyntax(kind: .index(base, index), offset: offset)
      } else {
        return base
      }
    }
  }

  private mutating func term() throws(PathError) -> PathSyntax {
    let token = current
    switch token.kind {
    case .literal(let literal):
      position += 1
      return PathSyntax(kind: .literal(takeUnit(of: literal)), offset: token.offset)
    case .name("true", isQuoted: false), .name("false", isQuoted: false):
      position += 1
      let isTrue = token.kind == .name("true", isQuoted: false)
      return PathSyntax(kind: .literal(.boolean(isTrue)), offset: token.offset)
    case .name:
      return try invocation(on: PathSyntax(kind: .this, offset: token.offset))
    case .constant(let name):
      position += 1
      return PathSyntax(kind: .constant(name), offset: token.offset)
    case .variable(let name):
      let kinds: [String: PathSyntax.Kind] = ["this": .this, "index": .position, "total": .total]
      guard let kind = kinds[name] else {
        throw error("$\(name) is not known; known are $this, $index and $total")
      }
      position += 1
      return PathSyntax(kind: kind, offset: token.offset)
    case .symbol("{}"):
      position += 1
      return PathSyntax(kind: .literal(.empty), offset: token.offset)
    case .symbol("("):
      position += 1
      let inner = try expression(0)
      try expect(")")
      return inner
    case .end:
      throw error("the path ends where an element, a function or a value was expected")
    case .symbol:
      throw error("an element, a function or a value was expected here")
    }
  }

  /// A number with the unit that follows it, in quotes or as a word of the calendar.
  private mutating func takeUnit(of literal: PathLiteral) -> PathLiteral {
    let number: String
    switch literal {
    case .integer(let value): number = String(value)
    case .decimal(let spelling): number = spelling
    default: return literal
    }
    switch current.kind {
    case .literal(.text(let unit, .string)):
      position += 1
      return .quantity(number: number, unit: unit, isCalendar: false)
    case .name(let word, isQuoted: false) where CalendarUnit(word: word) != nil:
      position += 1
      return .quantity(number: number, unit: word, isCalendar: true)
    default: return literal
    }
  }

  private mutating func invocation(on base: PathSyntax) throws(PathError) -> PathSyntax {
    if case .variable("this") = current.kind {
      position += 1
      return base
    }
    guard case .name(let name, _) = current.kind else {
      throw error("the name of an element or function was expected here")
    }
    let offset = current.offset
    position += 1
    guard takeSymbol("(") else { return PathSyntax(kind: .member(base, name), offset: offset) }
    var arguments: [PathSyntax] = []
    if !takeSymbol(")") {
      repeat { arguments.append(try expression(0)) } while takeSymbol(",")
      try expect(")")
    }
    return PathSyntax(kind: .call(base, name, arguments), offset: offset)
  }
}
