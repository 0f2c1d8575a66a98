/// The words and the quoted texts of a query, told apart without understanding it.
struct QueryText {
  /// The query without quoted text and comments, in lower case.
  private(set) var bare = ""
  /// The texts in single quotes, in lower case.
  private(set) var literals: [String] = []

  /// What the reader stands in.
  private enum Inside {
    case nothing
    case quoted(Character)
    case lineComment
    case blockComment
  }

  init(_ sql: String) {
    var inside = Inside.nothing
    var quoted = ""
    var previous: Character = " "
    for character in sql.lowercased() {
      switch inside {
      case .quoted(let end):
        if character == end {
          if end == "'" { literals.append(quoted) }
          bare += end == "'" ? "'" : " "
          inside = .nothing
        } else {
          quoted.append(character)
        }
      case .lineComment:
        if character == "\n" { inside = .nothing }
      case .blockComment:
        if previous == "*", character == "/" { inside = .nothing }
      case .nothing:
        quoted = ""
        inside = Self.begins(character, after: previous)
        if case .nothing = inside { bare.append(character) }
      }
      previous = character
    }
  }

  private static func begins(_ character: Character, after previous: Character) -> Inside {
    switch character {
    case "'", "\"", "`": .quoted(character)
    case "[": .quoted("]")
    case "-" where previous == "-": .lineComment
    case "*" where previous == "/": .blockComment
    default: .nothing
    }
  }

  /// The words, in order.
  var words: [String] {
    bare.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }

  /// What makes the query give other rows each time it runs; nil where nothing does.
  var changing: String? {
    let names = ["random", "randomblob", "current_date", "current_time", "current_timestamp"]
    if let name = words.first(where: { names.contains($0) }) { return name }
    if literals.contains("now") { return "'now'" }
    let withoutTime =
      /\b(date|time|datetime|julianday|unixepoch|timediff)\s*\(\s*\)|\bstrftime\s*\(\s*'\s*\)/
    return bare.firstMatch(of: withoutTime).map { "\($0.0)" }
  }
}
