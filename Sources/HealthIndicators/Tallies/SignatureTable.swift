internal import ByteIO

/// The kinds of rows that there are: rows of one signature stand in the same cells and have the same flags.
struct SignatureTable: Sendable {
  /// What is known of one signature.
  struct Signature {
    /// The place of the row's text in each grouping.
    var labels: [Int]
    /// The row's flags.
    var flags: [Bool]
  }

  private let plan: TallyPlan
  /// The texts of each grouping; one empty text for those that do not divide.
  private(set) var labels: [DistinctKeys]
  private var keys = DistinctKeys()
  /// The cells of each division, as places of labels.
  private(set) var cells: [DistinctKeys]
  /// The cell of each signature, by division.
  private(set) var cellOfSignature: [[Int32]]
  private(set) var flagsOfSignature: [[Bool]] = []
  private var key: [UInt8] = []

  init(_ plan: TallyPlan) {
    self.plan = plan
    labels = plan.groupings.map { _ in DistinctKeys() }
    cells = plan.divisions.map { _ in DistinctKeys() }
    cellOfSignature = plan.divisions.map { _ in [] }
  }

  /// How many signatures there are.
  var count: Int { keys.count }
  /// The bytes of a signature.
  static func width(_ plan: TallyPlan) -> Int { 4 * plan.groupings.count + plan.flags.count }
  /// The signatures, one behind the other.
  var encoded: [UInt8] { keys.allBytes }

  /// The place of a grouping's text.
  mutating func label(_ grouping: Int, _ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    labels[grouping].place(of: text, range)
  }

  /// The place of a grouping's text.
  mutating func label(_ grouping: Int, _ text: [UInt8]) -> Int { labels[grouping].place(of: text) }

  /// The place of a signature.
  mutating func place(_ labels: [Int], _ flags: [Bool]) -> Int {
    key.removeAll(keepingCapacity: true)
    for label in labels {
      for shift in [0, 8, 16, 24] { key.append(UInt8(truncatingIfNeeded: label >> shift)) }
    }
    for flag in flags { key.append(flag ? 1 : 0) }
    let place = keys.place(of: key)
    if place == flagsOfSignature.count {
      flagsOfSignature.append(flags)
      for (division, groupings) in plan.divisions.enumerated() {
        cellOfSignature[division].append(Int32(cell(division, groupings.map { labels[$0] })))
      }
    }
    return place
  }

  /// The place of a cell of a division.
  mutating func cell(_ division: Int, _ labels: [Int]) -> Int {
    var key: [UInt8] = []
    for label in labels { key.append(littleEndian: UInt64(label)) }
    return cells[division].place(of: key)
  }

  /// The labels of a cell.
  func labels(ofCell cell: Int, _ division: Int) -> [Int] {
    let key = Array(cells[division][cell])
    return littleEndianWords(key.span).map { Int($0) }
  }

  /// What the bytes of a signature say.
  static func decode(_ bytes: Span<UInt8>, at offset: Int, _ plan: TallyPlan) -> Signature {
    var signature = Signature(labels: [], flags: [])
    for place in plan.groupings.indices {
      var label = 0
      for byte in (0..<4).reversed() { label = label << 8 | Int(bytes[offset + 4 * place + byte]) }
      signature.labels.append(label)
    }
    for place in plan.flags.indices {
      signature.flags.append(bytes[offset + 4 * plan.groupings.count + place] == 1)
    }
    return signature
  }
}
