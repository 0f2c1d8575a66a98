/// A word of an expression.
struct PathToken: Sendable, Equatable {
  /// What kind of word it is.
  enum Kind: Sendable, Equatable {
    /// A name, bare or in backquotes; a bare one may be an operator.
    case name(String, isQuoted: Bool)
    /// A text, number or temporal value.
    case literal(PathLiteral)
    /// `%name`.
    case constant(String)
    /// `$name`.
    case variable(String)
    /// A sign or bracket.
    case symbol(String)
    case end
  }

  /// What kind of word it is.
  var kind: Kind
  /// How many scalars of the expression stand before it.
  var offset: Int
}

/// Splits an expression into words.
struct PathLexer {
  private let scalars: [Unicode.Scalar]
  private var offset = 0

  init(_ expression: String) {
    scalars = Array(expression.unicodeScalars)
  }

  /// All words, the last of which is the end.
  static func tokens(_ expression: String) throws(PathError) -> [PathToken] {
    var lexer = PathLexer(expression)
    var tokens: [PathToken] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    offset + distance < scalars.count ? scalars[offset + distance] : nil
  }

  private mutating func take(while isPart: (Unicode.Scalar) -> Bool) -> String {
    var text = ""
    while let scalar = peek(), isPart(scalar) {
      text.unicodeScalars.append(scalar)
      offset += 1
    }
    return text
  }

  private mutating func next() throws(PathError) -> PathToken {
    try skipSpace()
    let start = offset
    guard let scalar = peek() else { return PathToken(kind: .end, offset: start) }
    let kind: PathToken.Kind
    switch scalar {
    case "a"..."z", "A"..."Z", "_":
      kind = .name(take(while: isNamePart), isQuoted: false)
    case "`":
      kind = .name(try quoted("`"), isQuoted: true)
    case "'":
      kind = .literal(.text(try quoted("'"), .string))
    case "0"..."9":
      kind = .literal(try number())
    case "@":
      kind = .literal(try temporal())
    case "%":
      offset += 1
      kind = .constant(peek() == "`" ? try quoted("`") : take(while: isNamePart))
    case "$":
      offset += 1
      kind = .variable(take(while: isNamePart))
    default:
      kind = .symbol(try symbol())
    }
    return PathToken(kind: kind, offset: start)
  }

  /// Steps over space and comments, of a line or between `/*` and `*/`.
  private mutating func skipSpace() throws(PathError) {
    while true {
      _ = take { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
      let start = offset
      if starts(with: "//") {
        _ = take { $0 != "\n" }
      } else if starts(with: "/*") {
        offset += 2
        while offset < scalars.count, !starts(with: "*/") { offset += 1 }
        guard offset < scalars.count else {
          throw PathError(message: "the comment that begins here is not closed", offset: start)
        }
        offset += 2
      } else {
        return
      }
    }
  }

  private mutating func symbol() throws(PathError) -> String {
    for symbol in ["<=", ">=", "!=", "!~", "{}"] where starts(with: symbol) {
      offset += 2
      return symbol
    }
    if peek() == "{" {
      let start = offset
      offset += 1
      try skipSpace()
      guard peek() == "}" else {
        throw PathError(message: "'{' begins '{}', the empty collection", offset: start)
      }
      offset += 1
      return "{}"
    }
    guard let scalar = peek(), ".,()[]+-*/&<>=~|".unicodeScalars.contains(scalar) else {
      throw PathError(message: "this sign is not known in a path", offset: offset)
    }
    offset += 1
    return String(scalar)
  }

  private func starts(with text: String) -> Bool {
    for (distance, scalar) in text.unicodeScalars.enumerated() where peek(distance) != scalar {
      return false
    }
    return true
  }

  private mutating func number() throws(PathError) -> PathLiteral {
    let start = offset
    let whole = take(while: isDigit)
    if peek() == ".", let digit = peek(1), isDigit(digit) {
      offset += 1
      return .decimal(whole + "." + take(while: isDigit))
    }
    guard let value = Int(whole) else {
      throw PathError(message: "this number is too large", offset: start)
    }
    return .integer(value)
  }

  /// `@2024-02-29`, `@2024-02-29T12:30`, `@T12:30`.
  private mutating func temporal() throws(PathError) -> PathLiteral {
    let start = offset
    offset += 1
    var text = ""
    while let scalar = peek() {
      // A point belongs to the value only before a fraction; elsewhere it begins a function.
      let isFraction = scalar == "." && peek(1).map(isDigit) ?? false
      guard isDigit(scalar) || isFraction || "-:TZ+".unicodeScalars.contains(scalar) else { break }
      text.unicodeScalars.append(scalar)
      offset += 1
    }
    let isTime = text.hasPrefix("T")
    let bare = isTime ? String(text.dropFirst()) : text
    guard let value = Temporal(Array(bare.utf8)), value.isTime == isTime else {
      throw PathError(
        message: "'@' begins a date or time such as @2024-02-29 or @T12:30, but this is none",
        offset: start)
    }
    return .text(bare, isTime ? .time : text.contains("T") ? .dateTime : .date)
  }

  private mutating func quoted(_ quote: Unicode.Scalar) throws(PathError) -> String {
    let start = offset
    offset += 1
    var text = ""
    while let scalar = peek() {
      offset += 1
      if scalar == quote { return text }
      text.unicodeScalars.append(scalar == "\\" ? try escape() : scalar)
    }
    throw PathError(message: "the quote that begins here is not closed", offset: start)
  }

  private mutating func escape() throws(PathError) -> Unicode.Scalar {
    let start = offset
    guard let scalar = peek() else {
      throw PathError(message: "the path ends inside an escape", offset: start)
    }
    offset += 1
    switch scalar {
    case "'", "\"", "`", "\\", "/": return scalar
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "f": return "\u{C}"
    case "u":
      let digits = String(String.UnicodeScalarView(scalars[offset...].prefix(4)))
      if digits.unicodeScalars.count == 4, let value = UInt32(digits, radix: 16),
        let escaped = Unicode.Scalar(value)
      {
        offset += 4
        return escaped
      }
    default: break
    }
    throw PathError(message: "'\\' begins an escape here, but this is none", offset: start)
  }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
  ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || isDigit(scalar) || scalar == "_"
}
