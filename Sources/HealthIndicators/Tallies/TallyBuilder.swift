internal import ByteIO
package import Tables

/// Counts rows of one table into a tally.
package struct TallyBuilder: Sendable {
  /// Rows of one signature by a subject: the fingerprint, of which the last 32 bits are the signature's place.
  struct Pair: Comparable, BitwiseCopyable {
    let high: UInt64
    let low: UInt64

    var signature: Int { Int(low & 0xFFFF_FFFF) }
    /// The part of the fingerprint that `low` holds.
    var rest: UInt64 { low >> 32 }

    static func < (left: Pair, right: Pair) -> Bool {
      left.high < right.high || left.high == right.high && left.low < right.low
    }
  }

  /// A value of a row of a signature.
  private struct Value {
    let signature: Int32
    let value: Double
  }

  private let plan: TallyPlan
  private var table: SignatureTable
  private var finder: RowLabels
  private var rows: [Int] = []
  private var pairs: [Pair] = []
  /// The values that units ask for, by expression.
  private var values: [[Value]]
  private let keepsValues: [Int]
  private var labels: [Int] = []
  private var flags: [Bool] = []
  private var scratch: [UInt8] = []
  /// How many rows were added.
  package private(set) var rowCount = 0

  /// An empty tally.
  package init(_ plan: TallyPlan) {
    self.plan = plan
    table = SignatureTable(plan)
    finder = RowLabels(plan)
    values = plan.expressions.map { _ in [] }
    keepsValues = Set(plan.units.compactMap(\.value)).sorted()
  }

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - numbers: What the plan's expressions gave, where they gave a number.
  ///   - isNull: Which of them gave nothing.
  ///   - texts: What they gave, where they are to give a text.
  package mutating func add(
    _ cells: [CellBounds], in text: Span<UInt8>, numbers: [Double], isNull: [Bool],
    texts: [[UInt8]]
  ) {
    finder.find(cells, text, texts, in: &table, into: &labels)
    flags.removeAll(keepingCapacity: true)
    for flag in plan.flags {
      switch flag {
      case .isTrue(let number): flags.append(!isNull[number] && numbers[number] != 0)
      case .hasValue(let number): flags.append(!isNull[number])
      }
    }
    let signature = table.place(labels, flags)
    if signature == rows.count { rows.append(0) }
    rows[signature] += 1
    for number in keepsValues where !isNull[number] {
      // No negative zero: it would stand for zero or not, as rows happen to be cut.
      values[number].append(Value(signature: Int32(signature), value: numbers[number] + 0))
    }
    if let subject = plan.subject, !cells[subject].isNull {
      pairs.append(pair(cells[subject], text, signature))
    }
    rowCount += 1
  }

  private mutating func pair(_ cell: CellBounds, _ text: Span<UInt8>, _ signature: Int) -> Pair {
    let print: Fingerprint
    if cell.hasDoubledQuotes {
      scratch.removeAll(keepingCapacity: true)
      RowReader.appendText(cell, in: text, to: &scratch)
      print = Fingerprint(scratch.span, 0..<scratch.count)
    } else {
      print = Fingerprint(text, cell.range)
    }
    return Pair(
      high: print.high, low: print.low & 0xFFFF_FFFF_0000_0000 | UInt64(signature))
  }

  /// Ends the tally; the builder is empty afterwards.
  ///
  /// - Complexity: O(n log n) in the rows of subjects and in values.
  package mutating func finish() -> Tally {
    defer { self = TallyBuilder(plan) }
    var counts = plan.units.map { unit in
      var counts = UnitCounts()
      counts.reserve(table.cells[unit.division].count)
      return counts
    }
    markCells(&counts)
    if plan.subject == nil {
      SubjectCounting.add(rows, plan, table, to: &counts)
    } else {
      countSubjects(&counts)
    }
    var runs: [[Tally.Run]] = []
    for (number, unit) in plan.units.enumerated() {
      guard let value = unit.value else {
        runs.append([])
        continue
      }
      if unit.addsValues {
        addValues(value, unit, &counts[number])
        runs.append([])
      } else {
        runs.append(self.runs(value, unit))
      }
    }
    return Tally(plan, table, counts, runs, pairs)
  }

  private func markCells(_ counts: inout [UnitCounts]) {
    for signature in rows.indices {
      for (number, unit) in plan.units.enumerated() where isCounted(signature, unit.denominator) {
        counts[number].isTouched[Int(table.cellOfSignature[unit.division][signature])] = true
      }
    }
  }

  private func isCounted(_ signature: Int, _ flag: Int?) -> Bool {
    flag.map { table.flagsOfSignature[signature][$0] } ?? true
  }

  private mutating func countSubjects(_ counts: inout [UnitCounts]) {
    pairs.sort()
    var counting = SubjectCounting(plan, table)
    var distinct: [Pair] = []
    distinct.reserveCapacity(pairs.count)
    var signatures: [Int] = []
    for pair in pairs {
      guard let last = distinct.last else {
        distinct.append(pair)
        signatures = [pair.signature]
        continue
      }
      if last == pair { continue }
      if last.high != pair.high || last.rest != pair.rest {
        counting.count(signatures[...], times: 1)
        signatures.removeAll(keepingCapacity: true)
      }
      distinct.append(pair)
      signatures.append(pair.signature)
    }
    if !signatures.isEmpty { counting.count(signatures[...], times: 1) }
    counting.finish()
    for number in counts.indices { counts[number].add(counting.counts[number]) }
    pairs = distinct
  }

  private func addValues(_ number: Int, _ unit: TallyPlan.Unit, _ counts: inout UnitCounts) {
    for value in values[number] {
      let signature = Int(value.signature)
      guard isCounted(signature, unit.denominator) else { continue }
      let cell = Int(table.cellOfSignature[unit.division][signature])
      counts.total[cell] += value.value
      if isCounted(signature, unit.numerator) { counts.share[cell] += value.value }
    }
  }

  private func runs(_ number: Int, _ unit: TallyPlan.Unit) -> [Tally.Run] {
    var counts: [Tally.RunKey: Int] = [:]
    for value in values[number] where isCounted(Int(value.signature), unit.denominator) {
      let cell = table.cellOfSignature[unit.division][Int(value.signature)]
      counts[Tally.RunKey(cell: cell, value: value.value), default: 0] += 1
    }
    return counts.map { Tally.Run(cell: Int($0.cell), value: $0.value, count: $1) }.sorted {
      $0.cell < $1.cell || $0.cell == $1.cell && $0.value < $1.value
    }
  }
}
