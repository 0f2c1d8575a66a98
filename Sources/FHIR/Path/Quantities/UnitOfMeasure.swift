/// A unit as a factor and powers of base units, read from its code (UCUM 2.1 §§7-30, §41).
///
/// Known are the prefixes and the units of clinical laboratories. Any other code is a unit of its own:
/// it is comparable with itself only. Units that are no multiples (`Cel`) are units of their own, too.
struct UnitOfMeasure: Sendable {
  /// One of the unit is `numerator / denominator` of the base units.
  var numerator = PathDecimal(1)
  var denominator = PathDecimal(1)
  /// Exponents by base unit; none is zero.
  var powers: [String: Int] = [:]

  private init() {}

  /// The unit of a code.
  init(code: String) {
    var scan = UnitScan(code)
    if let unit = scan.whole() {
      self = unit
    } else {
      powers[code] = 1
    }
  }

  /// The unit of a word of the calendar; years and months are not multiples of days.
  init(calendar: CalendarUnit) {
    switch calendar {
    case .year: self = Self.of(12, ["month": 1])
    case .month: self = Self.of(1, ["month": 1])
    default: self = Self(code: calendar.code)
    }
  }

  static func of(_ factor: PathDecimal, _ powers: [String: Int]) -> UnitOfMeasure {
    var unit = UnitOfMeasure()
    unit.numerator = factor
    unit.powers = powers
    return unit
  }

  fileprivate static func of(_ factor: Int, _ powers: [String: Int]) -> UnitOfMeasure {
    of(PathDecimal(factor), powers)
  }

  /// The product of this unit and a power of another; nil where the factor has too many digits.
  func times(_ other: UnitOfMeasure, power: Int) -> UnitOfMeasure? {
    var result = self
    for _ in 0..<abs(power) {
      let (above, below) =
        power > 0 ? (other.numerator, other.denominator) : (other.denominator, other.numerator)
      guard let numerator = PathDecimal.product(result.numerator, above),
        let denominator = PathDecimal.product(result.denominator, below)
      else { return nil }
      result.numerator = numerator
      result.denominator = denominator
    }
    for (base, exponent) in other.powers {
      let sum = result.powers[base, default: 0] + exponent * power
      result.powers[base] = sum == 0 ? nil : sum
    }
    return result
  }

  /// The base units as a code of UCUM: `g.m-1`, `m2`, `1`.
  var baseCode: String {
    if powers.isEmpty { return "1" }
    return powers.sorted { $0.key < $1.key }
      .map { $0.key + ($0.value == 1 ? "" : String($0.value)) }.joined(separator: ".")
  }
}

/// Reads a code of UCUM.
private struct UnitScan {
  private var rest: Substring
  private static let prefixes: [(String, Int)] = [
    ("da", 1), ("Y", 24), ("Z", 21), ("E", 18), ("P", 15), ("T", 12), ("G", 9), ("M", 6), ("k", 3),
    ("h", 2), ("d", -1), ("c", -2), ("m", -3), ("u", -6), ("n", -9), ("p", -12), ("f", -15),
    ("a", -18),
  ]

  init(_ code: String) {
    rest = code[...]
  }

  /// The unit that fills the code; nil for what is not known.
  mutating func whole() -> UnitOfMeasure? {
    let unit = term()
    return rest.isEmpty ? unit : nil
  }

  private mutating func term() -> UnitOfMeasure? {
    var unit = UnitOfMeasure.of(1, [:])
    var sign = take("/") ? -1 : 1
    while true {
      guard let (part, power) = component(), let product = unit.times(part, power: sign * power)
      else { return nil }
      unit = product
      if take(".") { sign = 1 } else if take("/") { sign = -1 } else { return unit }
    }
  }

  private mutating func component() -> (UnitOfMeasure, Int)? {
    if take("(") {
      guard let inner = term(), take(")") else { return nil }
      return (inner, exponent())
    }
    if rest.first == "{" { return annotation() ? (.of(1, [:]), 1) : nil }
    if rest.hasPrefix("10*") || rest.hasPrefix("10^") {
      rest = rest.dropFirst(3)
      let power = exponent()
      return abs(power) > 18 ? nil : (.of(10, [:]), power)
    }
    if let digit = rest.first, digit.isASCII, digit.isNumber {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return Int(digits).map { (.of($0, [:]), 1) }
    }
    let symbol = symbol()
    guard let unit = Self.unit(symbol) else { return nil }
    let power = exponent()
    guard abs(power) <= 9, annotation() else { return nil }
    return (unit, power)
  }

  /// Letters, `%` and what stands in brackets; digits there belong to the symbol.
  private mutating func symbol() -> String {
    var isBracketed = false
    let symbol = rest.prefix { sign in
      if sign == "[" { isBracketed = true }
      defer { if sign == "]" { isBracketed = false } }
      return isBracketed || sign.isLetter || sign == "%" || sign == "]" || sign == "'"
    }
    rest = rest.dropFirst(symbol.count)
    return String(symbol)
  }

  private mutating func exponent() -> Int {
    let digits = rest.prefix { $0 == "-" || $0 == "+" || ($0.isASCII && $0.isNumber) }
    guard let value = Int(digits) else { return 1 }
    rest = rest.dropFirst(digits.count)
    return value
  }

  /// Steps over `{…}`, which says nothing about the unit; false where it is not closed.
  private mutating func annotation() -> Bool {
    guard rest.first == "{" else { return true }
    guard let end = rest.firstIndex(of: "}") else { return false }
    rest = rest[rest.index(after: end)...]
    return true
  }

  private mutating func take(_ sign: Character) -> Bool {
    guard rest.first == sign else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The unit of a symbol, with a prefix where the unit is metric.
  private static func unit(_ symbol: String) -> UnitOfMeasure? {
    if let (unit, _) = unitAtoms[symbol] { return unit }
    for (prefix, power) in prefixes where symbol.hasPrefix(prefix) && abs(power) <= 18 {
      guard let (unit, isMetric) = unitAtoms[String(symbol.dropFirst(prefix.count))], isMetric
      else {
        continue
      }
      return UnitOfMeasure.of(1, [:]).times(.of(10, [:]), power: power)?.times(unit, power: 1)
    }
    return nil
  }
}

/// Units by symbol, and whether they take prefixes.
private let unitAtoms: [String: (UnitOfMeasure, Bool)] = {
  var atoms: [String: (UnitOfMeasure, Bool)] = [:]
  for base in ["m", "g", "s", "mol", "K", "cd", "C", "rad"] {
    atoms[base] = (.of(1, [base: 1]), true)
  }
  for (symbol, factor, scale, powers, isMetric) in derivedUnits {
    let decimal = PathDecimal(digits: factor, scale: scale)
    atoms[symbol] = (.of(decimal, powers), isMetric)
  }
  // 1 µmol/min.
  if let unit = UnitOfMeasure.of(PathDecimal(digits: 1, scale: 6), ["mol": 1])
    .times(.of(60, ["s": 1]), power: -1)
  {
    atoms["U"] = (unit, true)
  }
  return atoms
}()

/// Symbol, digits and scale of the factor, powers of base units, whether it takes prefixes.
private let derivedUnits: [(String, Int64, Int, [String: Int], Bool)] = [
  ("L", 1, 3, ["m": 3], true), ("l", 1, 3, ["m": 3], true), ("t", 1_000_000, 0, ["g": 1], true),
  ("min", 60, 0, ["s": 1], false), ("h", 3_600, 0, ["s": 1], false),
  ("d", 86_400, 0, ["s": 1], false), ("wk", 604_800, 0, ["s": 1], false),
  ("mo", 2_629_800, 0, ["s": 1], false), ("a", 31_557_600, 0, ["s": 1], false),
  ("%", 1, 2, [:], false), ("[ppth]", 1, 3, [:], false), ("[ppm]", 1, 6, [:], false),
  ("[in_i]", 254, 4, ["m": 1], false), ("[ft_i]", 3_048, 4, ["m": 1], false),
  ("[lb_av]", 45_359_237, 5, ["g": 1], false), ("[oz_av]", 28_349_523_125, 9, ["g": 1], false),
  ("Hz", 1, 0, ["s": -1], true), ("Bq", 1, 0, ["s": -1], true),
  ("N", 1_000, 0, ["g": 1, "m": 1, "s": -2], true),
  ("Pa", 1_000, 0, ["g": 1, "m": -1, "s": -2], true),
  ("bar", 100_000_000, 0, ["g": 1, "m": -1, "s": -2], true),
  ("m[Hg]", 1_333_223_874, 1, ["g": 1, "m": -1, "s": -2], true),
  ("J", 1_000, 0, ["g": 1, "m": 2, "s": -2], true),
  ("W", 1_000, 0, ["g": 1, "m": 2, "s": -3], true), ("A", 1, 0, ["C": 1, "s": -1], true),
  ("Gy", 1, 0, ["m": 2, "s": -2], true), ("Sv", 1, 0, ["m": 2, "s": -2], true),
  ("kat", 1, 0, ["mol": 1, "s": -1], true), ("eq", 1, 0, ["mol": 1], true),
  ("osm", 1, 0, ["mol": 1], true), ("[IU]", 1, 0, ["[iU]": 1], true),
  ("[iU]", 1, 0, ["[iU]": 1], true), ("Cel", 1, 0, ["Cel": 1], false),
]
