/// A number with a unit: a code of UCUM, or a word of the calendar (FHIRPath N1 §4.1.8).
struct PathQuantity: Sendable {
  /// How many of the unit.
  var value: PathDecimal
  /// The code or the word.
  var unit: String
  /// Whether the unit is a word of the calendar.
  var isCalendar: Bool

  /// The unit's meaning.
  var measure: UnitOfMeasure {
    if let calendar, isCalendar { return UnitOfMeasure(calendar: calendar) }
    return UnitOfMeasure(code: unit)
  }

  /// The unit as one of the calendar; nil for other units, a UCUM year and month among them.
  var calendar: CalendarUnit? { CalendarUnit(word: unit) ?? CalendarUnit(code: unit) }

  /// Whether two quantities measure the same kind of thing.
  static func areComparable(_ left: Self, _ right: Self) -> Bool {
    left.measure.powers == right.measure.powers
  }

  /// Whether the left quantity is less (-1), equal (0) or greater (1); nil where they do not measure the
  /// same, or a number has too many digits.
  static func order(_ left: Self, _ right: Self) -> Int? {
    if left.unit == right.unit { return PathDecimal.order(left.value, right.value) }
    let (first, second) = (left.measure, right.measure)
    guard first.powers == second.powers,
      let leftFactor = PathDecimal.product(first.numerator, second.denominator),
      let rightFactor = PathDecimal.product(second.numerator, first.denominator),
      let leftValue = PathDecimal.product(left.value, leftFactor),
      let rightValue = PathDecimal.product(right.value, rightFactor)
    else { return nil }
    return PathDecimal.order(leftValue, rightValue)
  }

  /// The quantity in another's unit; nil where it does not measure the same.
  func converted(to other: PathQuantity) -> PathQuantity? {
    if unit == other.unit { return self }
    let (own, wanted) = (measure, other.measure)
    guard own.powers == wanted.powers,
      let factor = PathDecimal.product(own.numerator, wanted.denominator),
      let divisor = PathDecimal.product(wanted.numerator, own.denominator),
      let product = PathDecimal.product(value, factor),
      let converted = PathDecimal.quotient(product, divisor)
    else { return nil }
    return PathQuantity(value: converted, unit: other.unit, isCalendar: other.isCalendar)
  }

  /// Whether two quantities are the same when rounded to the less precise one (N1 §6.1.2).
  static func areEquivalent(_ left: Self, _ right: Self) -> Bool {
    var (left, right) = (left, right)
    // A calendar's year and month are equivalent to UCUM's (N1 §4.1.8), though not equal.
    for word in [CalendarUnit.year, .month]
    where left.isCalendar != right.isCalendar {
      if left.isCalendar, left.calendar == word {
        left = PathQuantity(value: left.value, unit: word.code, isCalendar: false)
      } else if right.isCalendar, right.calendar == word {
        right = PathQuantity(value: right.value, unit: word.code, isCalendar: false)
      }
    }
    guard let converted = right.converted(to: left) else { return false }
    return PathDecimal.areEquivalent(left.value, converted.value)
  }

  /// The product or quotient; nil for a division by zero, or too many digits.
  static func product(_ left: Self, _ right: Self, isQuotient: Bool) -> PathQuantity? {
    guard let unit = left.measure.times(right.measure, power: isQuotient ? -1 : 1),
      let value = isQuotient
        ? PathDecimal.quotient(left.value, right.value)
        : PathDecimal.product(left.value, right.value),
      let scaled = PathDecimal.product(value, unit.numerator),
      let reduced = PathDecimal.quotient(scaled, unit.denominator)
    else { return nil }
    return PathQuantity(value: reduced, unit: unit.baseCode, isCalendar: false)
  }

  /// `1.5 'mg'`, `4 days`.
  var description: String {
    value.description + (isCalendar ? " \(unit)" : " '\(unit)'")
  }

  /// The quantity that a text spells: a number, alone or with a unit (N1 §5.5.8).
  init?(_ text: String) {
    let number = text.prefix { "+-.0123456789".contains($0) }
    let rest = text.dropFirst(number.count).drop { $0 == " " || $0 == "\t" }
    guard let value = PathDecimal(spelling: number) else { return nil }
    if rest.isEmpty {
      self.init(value: value, unit: "1", isCalendar: false)
    } else if rest.count > 2, rest.first == "'", rest.last == "'" {
      self.init(value: value, unit: String(rest.dropFirst().dropLast()), isCalendar: false)
    } else if CalendarUnit(word: String(rest)) != nil {
      self.init(value: value, unit: String(rest), isCalendar: true)
    } else {
      return nil
    }
  }

  init(value: PathDecimal, unit: String, isCalendar: Bool) {
    self.value = value
    self.unit = unit
    self.isCalendar = isCalendar
  }
}
