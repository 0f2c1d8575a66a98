/// What is wrong with a table, and where; never quotes a cell.
package struct TableError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of fault it is; its raw value is the rule's name in a quarantine.
  package enum Code: String, Sendable {
    /// The text ends inside a quoted cell.
    case unterminatedQuote
    /// A quote stands inside a cell that does not begin with one, or text follows a closing quote.
    case strayQuote
    /// A row has more or fewer cells than the table has columns.
    case columnCount
    /// A cell is not what its column's type demands.
    case type
    /// The header lacks a column, or names one twice.
    case header
    /// A contract cannot be checked as it is written.
    case contract
  }

  /// What kind of fault it is.
  package var code: Code
  /// What happened and what to do.
  package var message: String
  /// The line of the text on which the row begins, from 1; nil where no row is concerned.
  package var line: Int?
  /// The column of the table, from 1; nil where the whole row is concerned.
  package var column: Int?

  /// A fault with its kind, message and place.
  package init(_ code: Code, _ message: String, line: Int? = nil, column: Int? = nil) {
    self.code = code
    self.message = message
    self.line = line
    self.column = column
  }

  /// `line 12, column 3: a cell is not an integer …`.
  package var description: String {
    let place = [line.map { "line \($0)" }, column.map { "column \($0)" }].compactMap(\.self)
    return (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + message
  }
}
