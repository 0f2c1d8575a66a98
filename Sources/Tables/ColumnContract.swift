/// What the cells of one column must be; part of the data contract of a table that comes from outside.
package struct ColumnContract: Sendable, Equatable {
  /// The rules of a contract, in the order they are checked; raw values are their names in a definition.
  package enum Rule: String, Sendable, CaseIterable {
    case required, type, minimum, maximum, `enum`, pattern, unique
  }

  /// What the cells hold.
  package var type: ColumnType
  /// Whether a null breaks the contract.
  package var isRequired: Bool
  /// Whether no two rows may have the same text; nulls do not count.
  package var isUnique: Bool
  /// The least value allowed, spelled as a cell; for `integer`, `number`, `date` and `instant`.
  package var minimum: String?
  /// The greatest value allowed, spelled as a cell; for the same types.
  package var maximum: String?
  /// The texts that are allowed; nil allows any.
  package var allowed: [String]?
  /// A regular expression that the whole text must match; nil allows any.
  package var pattern: String?

  /// A contract; all but the type may be left out.
  package init(
    _ type: ColumnType, isRequired: Bool = false, isUnique: Bool = false, minimum: String? = nil,
    maximum: String? = nil, allowed: [String]? = nil, pattern: String? = nil
  ) {
    self.type = type
    self.isRequired = isRequired
    self.isUnique = isUnique
    self.minimum = minimum
    self.maximum = maximum
    self.allowed = allowed
    self.pattern = pattern
  }
}

/// Checks cells against the contract of their column.
///
/// Not `Sendable`, since a compiled expression is not: each worker makes its own.
package struct CellChecker {
  private let contract: ColumnContract
  private let minimum: Magnitude?
  private let maximum: Magnitude?
  private let allowed: Set<String>?
  private let pattern: Regex<AnyRegexOutput>?

  /// A checker for a contract.
  ///
  /// - Throws: `contract` where a bound is no value of the type, or the pattern is no regular expression.
  package init(_ contract: ColumnContract) throws(TableError) {
    self.contract = contract
    minimum = try Self.bound(contract.minimum, "minimum", contract.type)
    maximum = try Self.bound(contract.maximum, "maximum", contract.type)
    allowed = contract.allowed.map { Set($0) }
    if let text = contract.pattern {
      do {
        pattern = try Regex(text)
      } catch {
        throw TableError(.contract, "the pattern is not a regular expression: \(text)")
      }
    } else {
      pattern = nil
    }
  }

  private static func bound(
    _ text: String?, _ name: String, _ type: ColumnType
  ) throws(TableError) -> Magnitude? {
    guard let text else { return nil }
    let bytes = Array(text.utf8)
    guard let value = Magnitude(bytes.span, 0..<bytes.count, type) else {
      throw TableError(
        .contract,
        type.hasOrder
          ? "the \(name) of a column of type \(type.rawValue) must be \(type.inWords)"
          : "a column of type \(type.rawValue) has no \(name); remove it, or change the type")
    }
    return value
  }

  /// The first rule, in the order of `ColumnContract.Rule`, that a cell breaks; nil where it keeps all.
  ///
  /// `unique` needs the other rows and is not checked here.
  /// - Complexity: O(n) in the length of the cell; a pattern costs what its expression costs.
  package func check(_ cell: CellBounds, in text: Span<UInt8>) -> ColumnContract.Rule? {
    if cell.isNull { return contract.isRequired ? .required : nil }
    if cell.hasDoubledQuotes {
      var bytes: [UInt8] = []
      RowReader.appendText(cell, in: text, to: &bytes)
      return check(bytes.span, 0..<bytes.count)
    }
    return check(text, cell.range)
  }

  private func check(_ text: Span<UInt8>, _ range: Range<Int>) -> ColumnContract.Rule? {
    guard contract.type.accepts(text, range) else { return .type }
    if minimum != nil || maximum != nil,
      let value = Magnitude(text, range, contract.type)
    {
      // Negated, so that a value which is not a number is outside every bound.
      if let minimum, !(minimum <= value) { return .minimum }
      if let maximum, !(value <= maximum) { return .maximum }
    }
    if allowed != nil || pattern != nil {
      let cell = text.extracting(range)
      let bytes = [UInt8](capacity: cell.count) { (free: inout OutputSpan<UInt8>) in
        for index in cell.indices { free.append(cell[index]) }
      }
      let string = String(decoding: bytes, as: UTF8.self)
      if let allowed, !allowed.contains(string) { return .enum }
      if let pattern, (try? pattern.wholeMatch(in: string)) == nil { return .pattern }
    }
    return nil
  }
}

extension ColumnType {
  /// Whether values of the type can be compared with a bound.
  var hasOrder: Bool { self != .string && self != .boolean }
}

/// A value that can be compared with another of the same column.
private enum Magnitude {
  case integer(Int)
  case number(Double)
  case date(CalendarDate)
  case instant(Instant)

  init?(_ text: Span<UInt8>, _ range: Range<Int>, _ type: ColumnType) {
    switch type {
    case .integer:
      guard let value = integerValue(text, range) else { return nil }
      self = .integer(value)
    case .number:
      guard let value = doubleValue(text, range) else { return nil }
      self = .number(value)
    case .date:
      guard let value = CalendarDate(text, range) else { return nil }
      self = .date(value)
    case .instant:
      guard let value = Instant(text, range) else { return nil }
      self = .instant(value)
    case .string, .boolean:
      return nil
    }
  }

  static func <= (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left <= right
    case (.number(let left), .number(let right)): left <= right
    case (.date(let left), .date(let right)): left <= right
    case (.instant(let left), .instant(let right)): left <= right
    default: false
    }
  }
}

/// The value of a number as cells spell it, correctly rounded; nil for anything else.
func doubleValue(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
  if let whole = integerValue(text, range), (1...1 << 53).contains(whole) { return Double(whole) }
  guard ColumnType.number.accepts(text, range) else { return nil }
  let cell = text.extracting(range)
  let bytes = [UInt8](capacity: cell.count) { (free: inout OutputSpan<UInt8>) in
    for index in cell.indices { free.append(cell[index]) }
  }
  return Double(String(decoding: bytes, as: UTF8.self))
}
