internal import JSONText
internal import Tables

extension ViewEvaluator {
  /// Evaluates one column into its cell.
  mutating func fill(
    _ select: Int, _ column: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    let plan = view.selects[select].columns[column]
    let mark = paths.values.count
    do {
      try paths.evaluate(plan.operation, context, text, index)
    } catch {
      throw EvaluationFault(error.rule, error.message, column: plan.name)
    }
    let count = paths.values.count - mark
    let start = cellBytes.count
    if plan.isCollection {
      appendArray(from: mark, text, index)
    } else if count == 0 {
      cells[plan.output] = nil
      return
    } else if count > 1 {
      throw EvaluationFault(
        .collection,
        "the path yields more than one value; take one with first(), unnest with forEach, or say"
          + " \"collection\": true", column: plan.name)
    } else {
      paths.appendText(of: paths.values[mark], text, index, to: &cellBytes)
    }
    paths.values.removeLast(count)
    let cell = start..<cellBytes.count
    cells[plan.output] = cell
    if !plan.isCollection { try check(cell, plan) }
  }

  /// A FHIR date may be a year or a month only and then stays what it is.
  private func check(_ cell: Range<Int>, _ column: ViewColumn) throws(EvaluationFault) {
    switch column.type {
    case .string: return
    case .date where Temporal(Array(cellBytes[cell])) != nil: return
    case let type where type.accepts(cellBytes.span, cell): return
    default:
      throw EvaluationFault(
        .columnType, "the value is not \(column.type.inWords), as the column's type says",
        column: column.name)
    }
  }

  private mutating func appendArray(from mark: Int, _ text: Span<UInt8>, _ index: JSONIndex) {
    cellBytes.append(UInt8(ascii: "["))
    for position in mark..<paths.values.count {
      if position > mark { cellBytes.append(UInt8(ascii: ",")) }
      let value = paths.values[position]
      let bytes = paths.bytes(value, text, index)
      if paths.isString(value, index) {
        appendJSONString(bytes.span, to: &cellBytes)
      } else {
        cellBytes += bytes
      }
    }
    cellBytes.append(UInt8(ascii: "]"))
  }
}
