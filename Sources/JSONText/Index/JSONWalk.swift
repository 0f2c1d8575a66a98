package import CVectors

/// What a walk over an object has found; storage is reused from one to the next.
package struct JSONWalk: Sendable {
  /// What a cell shows.
  package enum Cell: Sendable, Equatable {
    /// Nothing, or nothing that a path of the walk leads to.
    case null
    /// Bytes of the text as they stand.
    case text(Range<Int>)
    /// A string with escapes, at a position of the index.
    case escaped(Int)
  }

  /// The cells of the row as ranges of the text.
  package internal(set) var cells: [text_cell]
  var scratch: [UInt32]

  /// Room for a walk along paths.
  package init(_ paths: JSONPaths, cellCount: Int) {
    cells = Array(repeating: text_cell(), count: cellCount)
    scratch = Array(repeating: 0, count: paths.scratchCount)
  }

  /// What a cell of the row shows.
  package subscript(cell: Int) -> Cell {
    let cell = cells[cell]
    switch cell.form {
    case TEXT_CELL_PLAIN.rawValue: return .text(Int(cell.start)..<Int(cell.end))
    case TEXT_CELL_ESCAPED.rawValue: return .escaped(Int(cell.entry))
    default: return .null
    }
  }
}
