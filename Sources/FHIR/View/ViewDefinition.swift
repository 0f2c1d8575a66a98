package import JSONText
package import Tables

/// A SQL-on-FHIR v2 ViewDefinition, checked and ready to run: resources of one type to rows of one table.
package struct ViewDefinition: Sendable {
  /// The view's name; nil where it has none.
  package let name: String?
  /// The type of resource that the view reads; others make no rows.
  package let resource: String
  /// The columns of its rows.
  package let schema: TableSchema

  /// All paths of the view.
  let plan: PathPlan
  /// The parts of the view; the last is the whole, with the view's own selects in it.
  let selects: [ViewSelect]
  /// Paths that must be true for a resource to make rows.
  let conditions: [Int]

  /// Reads a view from its document.
  ///
  /// - Throws: Everything in the document that is wrong, each with its place.
  package static func parse(_ document: JSONNode) throws(ViewDefinitionError) -> ViewDefinition {
    var compiler = ViewCompiler()
    let view = compiler.compile(document)
    guard compiler.problems.isEmpty, let view else {
      throw ViewDefinitionError(problems: compiler.problems)
    }
    return view
  }
}

/// All that is wrong with a ViewDefinition.
package struct ViewDefinitionError: Error, Sendable, CustomStringConvertible {
  /// One thing that is wrong.
  package struct Problem: Sendable, CustomStringConvertible {
    /// What is wrong and what to write.
    package let message: String
    /// Where it stands in the document.
    package let position: SourcePosition

    /// `line:column: message`.
    package var description: String { "\(position.line):\(position.column): \(message)" }
  }

  /// What is wrong, in the order of the document; at least one.
  package let problems: [Problem]

  /// One line for each problem.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// One `select` of a view: how it iterates, what columns it fills, what is nested in it.
struct ViewSelect: Sendable {
  /// What the columns and nested selects are evaluated on.
  enum Iteration: Sendable {
    /// The element that the select stands in.
    case none
    /// Each element that a path yields; no element, no row.
    case each(Int)
    /// Each element that a path yields; no element, one row of nulls.
    case eachOrNull(Int)
    /// Each element that paths yield, and what the paths yield from there, at any depth.
    case recursive([Int])
  }

  var iteration = Iteration.none
  var columns: [ViewColumn] = []
  /// Nested selects, joined crosswise.
  var selects: [Int] = []
  /// The branches of `unionAll`, one after the other.
  var branches: [Int] = []
  /// The columns of the table that this select and all in it fill.
  var outputs: Range<Int> = 0..<0
}

/// One column of a select.
struct ViewColumn: Sendable {
  /// Its place in the row.
  var output: Int
  /// The path's operation.
  var operation: Int
  /// Its name, for messages.
  var name: String
  /// The type of its cells.
  var type: ColumnType
  /// Whether its cells are JSON arrays of all values.
  var isCollection: Bool
  /// Whether the path is `%rowIndex`, which is known even where there is no element.
  var isRowIndex: Bool
}
