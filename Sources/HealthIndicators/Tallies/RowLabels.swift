internal import ByteIO
internal import Tables

/// Finds the text of a row in each grouping.
struct RowLabels: Sendable {
  private let plan: TallyPlan
  private var scratch: [UInt8] = []
  private static let unknown = Array(IndicatorQuery.unknown.utf8)

  init(_ plan: TallyPlan) { self.plan = plan }

  /// The places of the labels of a row.
  ///
  /// - Parameter texts: What the expressions gave; empty for those that give no text.
  mutating func find(
    _ cells: [CellBounds], _ text: Span<UInt8>, _ texts: [[UInt8]], in table: inout SignatureTable,
    into labels: inout [Int]
  ) {
    labels.removeAll(keepingCapacity: true)
    for (place, grouping) in plan.groupings.enumerated() {
      switch grouping {
      case .whole: labels.append(table.label(place, []))
      case .constant(let name): labels.append(table.label(place, Array(name.utf8)))
      case .expression(let number): labels.append(table.label(place, texts[number]))
      case .column(let column):
        let cell = cells[column]
        if cell.range.isEmpty {
          labels.append(table.label(place, Self.unknown))
        } else if cell.hasDoubledQuotes {
          scratch.removeAll(keepingCapacity: true)
          RowReader.appendText(cell, in: text, to: &scratch)
          labels.append(table.label(place, scratch))
        } else {
          labels.append(table.label(place, text, cell.range))
        }
      case .period(let column, let length):
        labels.append(period(cells[column].range, length, text, place, &table))
      }
    }
  }

  /// The period of a date, as ``IndicatorQuery`` has SQLite work it out.
  private mutating func period(
    _ cell: Range<Int>, _ length: IndicatorDefinition.Period.Length, _ text: Span<UInt8>,
    _ place: Int, _ table: inout SignatureTable
  ) -> Int {
    let start = cell.lowerBound
    func digit(_ offset: Int, upTo last: Int = 9) -> Int? {
      guard offset < cell.count else { return nil }
      let digit = Int(text[start + offset]) - 0x30
      return (0...last).contains(digit) ? digit : nil
    }
    guard (0..<4).allSatisfy({ digit($0) != nil }) else { return table.label(place, Self.unknown) }
    if length == .year { return table.label(place, text, start..<start + 4) }
    guard cell.count >= 7, text[start + 4] == UInt8(ascii: "-"), let tens = digit(5, upTo: 1),
      let ones = digit(6)
    else { return table.label(place, Self.unknown) }
    if length == .month { return table.label(place, text, start..<start + 7) }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(text, start..<start + 4)
    scratch += Array("-Q\((10 * tens + ones + 2) / 3)".utf8)
    return table.label(place, scratch)
  }
}
