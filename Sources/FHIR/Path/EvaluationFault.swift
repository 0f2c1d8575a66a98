/// Why a view cannot make rows of one resource; never quotes the resource.
package struct EvaluationFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// The rule that the resource breaks; its raw value is the rule's name in a quarantine.
  package enum Rule: String, Sendable {
    /// A column that is no collection has more than one value.
    case collection
    /// A `where` path yields something other than true, false or nothing.
    case `where`
    /// An operand or argument has more than one value.
    case singleton
    /// An operand is not of a type that the operator takes.
    case operand
    /// A value is not of the column's type.
    case columnType
    /// A number has more digits than arithmetic and comparison hold.
    case digits
    /// `repeat` finds no end.
    case `repeat`
    /// A path makes more values or longer texts than memory should hold.
    case size
  }

  /// The rule that is broken.
  package var rule: Rule
  /// What happened and what to do.
  package var message: String
  /// The column of the view; nil where the fault is not in a column.
  package var column: String?

  init(_ rule: Rule, _ message: String, column: String? = nil) {
    self.rule = rule
    self.message = message
    self.column = column
  }

  /// `column last_name: …`.
  package var description: String { column.map { "column \($0): \(message)" } ?? message }
}
