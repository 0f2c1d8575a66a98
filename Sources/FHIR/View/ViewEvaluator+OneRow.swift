internal import JSONText
internal import Tables

extension ViewEvaluator {
  /// Appends the row of a resource, of a view that makes one of each.
  ///
  /// - Returns: Whether it did; if not, nothing was written, and the general way has to be gone.
  mutating func appendOneRow(
    _ plan: ColumnPlan, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex,
    _ writer: inout RowWriter
  ) -> Bool {
    guard plan.find(context.root, text, index, &walk) else { return false }
    if plan.others.isEmpty, writer.appendPlainRow(text, walk.cells) { return true }
    // What the general way left there of an earlier resource.
    for column in cells.indices { cells[column] = nil }
    for other in plan.others {
      do {
        try fill(other.select, other.column, context, text, index)
      } catch {
        return false
      }
    }
    for column in cells.indices {
      switch walk[column] {
      case .text(let range): writer.append(text, range)
      case .escaped(let position):
        let start = cellBytes.count
        index.appendText(position, in: text, to: &cellBytes)
        writer.append(cellBytes.span, start..<cellBytes.count)
      case .null:
        if let cell = cells[column] {
          writer.append(cellBytes.span, cell)
        } else {
          writer.appendNull()
        }
      }
    }
    writer.endRow()
    return true
  }
}
