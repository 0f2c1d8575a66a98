/// What a server says about a failure, in words that may be told: its own may quote cells, users and addresses.
struct PostgreSQLFault {
  /// What was being done.
  struct Place {
    /// The table that is loaded; nil for a query.
    var table: String?
    /// The columns of the rows; a column that the server names is told only if it is one of them.
    var columns: [String] = []
  }

  /// The five characters of SQLSTATE (PostgreSQL 15, appendix A).
  var state: String?
  var message: String?
  var context: String?
  var column: String?

  /// The failure in words of our own.
  func error(at place: Place) -> SQLDatabaseError {
    let subject = place.table.map { "table \"\($0)\"" } ?? "the query"
    let state = state ?? ""
    if let words = Self.words[state] {
      return SQLDatabaseError(
        .input, "\(subject)\(position(place)): \(words.message) (SQLSTATE \(state))",
        remedy: words.remedy)
    }
    switch state.prefix(2) {
    case "22", "23":
      return SQLDatabaseError(
        .input, "\(subject)\(position(place)): a row cannot be stored (SQLSTATE \(state))")
    case "42" where place.table == nil:
      // Speaks of the query's own text, which stands in the definition.
      return SQLDatabaseError(.input, "the query cannot run: \(message ?? "") (SQLSTATE \(state))")
    case "42", "28", "3D", "3F", "0A", "25":
      return SQLDatabaseError(.input, "\(subject): the server refuses (SQLSTATE \(state))")
    default:
      let code = state.isEmpty ? "" : " (SQLSTATE \(state))"
      return SQLDatabaseError(
        .io, "\(subject): the server or the connection to it failed\(code)")
    }
  }

  private static let words: [String: (message: String, remedy: String?)] = [
    "22P02": ("a cell is not of the type of its column", "mend the column's type or the cells"),
    "22003": ("a number is beyond what its column holds", nil),
    "22001": ("a text is longer than its column takes", nil),
    "22007": ("a cell is no date or time as its column wants it", nil),
    "22008": ("a date or time is beyond what its column holds", nil),
    "22021": ("a text has a character that the database cannot hold", nil),
    "23502": ("a cell is empty, and its column must not be", nil),
    "23503": ("a row refers to one that is not there", nil),
    "23505": (
      "two rows have the same key, or one is there already",
      "replace or upsert, or take out one of the rows"
    ),
    "23514": ("a row breaks a rule of the table", nil),
    "21000": ("two of the rows have the same key", "leave one row for each key"),
    "42P01": ("the table, or one that the query names, is not there", nil),
    "42P10": (
      "the table has no unique index over the key",
      "make one, or let the table be made by the first load"
    ),
    "42703": ("a column is not there", "compare the columns of both tables"),
    "42804": ("a column is of another type", "compare the columns of both tables"),
    "42501": ("the user may not do this", "grant the rights that are needed"),
    "3F000": ("there is no such schema", nil),
    "25006": ("the query writes, and reading is all it may do", nil),
    "57014": ("the command was interrupted", nil),
  ]

  /// Row and column, from what the server says of a copy: `COPY name, line 3, column value: "…"`, in its language.
  private func position(_ place: Place) -> String {
    var text = ""
    if let match = context?.firstMatch(of: /^COPY .+?, \S+ ([0-9]+)(?:, \S+ ([^:]+?)(?::|$))?/) {
      text += ", row \(match.1)"
      if let name = match.2.map(String.init), place.columns.contains(name) {
        return text + ", column \"\(name)\""
      }
    }
    if let column, place.columns.contains(column) { text += ", column \"\(column)\"" }
    return text
  }

  /// Why there is no connection; what libpq says names hosts and users.
  static func connecting(_ words: String) -> SQLDatabaseError {
    let known: [(part: String, category: SQLDatabaseError.Category, message: String)] = [
      ("translate host name", .io, "its host is not known"),
      ("password", .input, "it refuses the user or the password"),
      ("role", .input, "it refuses the user or the password"),
      ("pg_hba", .input, "it does not let this user in from here"),
      ("database", .input, "there is no such database, or it lets nobody in"),
      ("refused", .io, "nothing listens there"),
      ("No such file", .io, "nothing listens there"),
      ("timeout", .io, "it does not answer in time"),
      ("starting up", .io, "it is starting up"),
      ("SSL", .io, "no secure connection could be made"),
      ("invalid", .input, "the address is not one that libpq understands"),
    ]
    let found = known.first { words.contains($0.part) }
    return SQLDatabaseError(
      found?.category ?? .io,
      "the database cannot be reached: \(found?.message ?? "the connection fails")",
      remedy: "check the address in the secret, and the server")
  }
}
