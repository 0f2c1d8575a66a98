/// Whether a query's own SELECTs (those that stand in no parentheses) give groups of rows, judged by its text.
struct AggregateShape {
  /// Whether they all do.
  let holds: Bool

  private static let functions: Set<String> = [
    "count", "sum", "avg", "total", "min", "max", "group_concat",
  ]

  init(_ text: QueryText) {
    guard !text.words.contains("over") else {
      holds = false
      return
    }
    let tokens = Self.topLevel(text.bare)
    let arms = tokens.split { ["union", "all", "except", "intersect", ";"].contains($0) }
    let selects = arms.map { arm in arm.drop { $0 != "select" } }.filter { !$0.isEmpty }
    holds = !selects.isEmpty && selects.allSatisfy { Self.isGrouped(Array($0)) }
  }

  /// The words and marks outside of parentheses; each pair of parentheses is one token that begins with `(`.
  private static func topLevel(_ bare: String) -> [String] {
    var tokens: [String] = []
    var current = ""
    var depth = 0
    for character in bare {
      if character == "(" { depth += 1 }
      if depth > 0 {
        if depth == 1, character == "(", !current.isEmpty {
          tokens.append(current)
          current = ""
        }
        current.append(character)
        if character == ")" {
          depth -= 1
          if depth == 0 {
            tokens.append(current)
            current = ""
          }
        }
      } else if character.isLetter || character.isNumber || "_.'".contains(character) {
        current.append(character)
      } else {
        if !current.isEmpty { tokens.append(current) }
        current = ""
        if !character.isWhitespace { tokens.append(String(character)) }
      }
    }
    if !current.isEmpty { tokens.append(current) }
    return tokens
  }

  /// Whether each column of one SELECT counts, sums, or is a key of its GROUP BY.
  private static func isGrouped(_ select: [String]) -> Bool {
    let from = select.firstIndex(of: "from") ?? select.endIndex
    let columns = select[1..<from].split(separator: ",")
    var keys: [[String]] = []
    if let group = select.lastIndex(of: "group"), group + 1 < select.count {
      let ends = ["having", "order", "limit", ";"]
      keys = select[(group + 2)...].prefix { !ends.contains($0) }.split(separator: ",").map(
        Array.init)
    }
    return !columns.isEmpty
      && columns.allSatisfy { column in
        let alias = column.last ?? ""
        let expression = Array(column.prefix { $0 != "as" })
        let isCounted =
          zip(expression, expression.dropFirst()).contains {
            functions.contains($0) && $1.hasPrefix("(")
          }
          && !expression.contains { $0.hasPrefix("(") && $0.contains("select") }
        let isConstant =
          expression.count == 1 && (Double(expression[0]) != nil || expression[0] == "'")
        return isCounted || isConstant || keys.contains(expression) || keys.contains([alias])
      }
  }
}
