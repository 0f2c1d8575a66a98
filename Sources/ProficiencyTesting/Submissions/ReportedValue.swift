/// A measured value as a laboratory wrote it, and by which rules it was understood.
///
/// Forms come back with decimal commas, units, limits and words; each way of writing has a rule with a name, and what no
/// rule covers is refused, never guessed.
package struct ReportedValue: Sendable, Equatable {
  /// What was reported.
  package enum Content: Sendable, Equatable {
    /// A value, spelt with a decimal point, in the unit of the scheme.
    case measured(String)
    /// Less than this, or less than a limit that is not named.
    case below(String?)
    /// Nothing was measured.
    case missing
  }

  /// A way of writing that was understood.
  package enum Rule: String, Sendable, CaseIterable {
    /// `0,5` is 0.5.
    case decimalComma = "decimal-comma"
    /// `5 %` is 0.05 where the scheme counts fractions; 0.05 stays as it is.
    case percent
    /// `<0.5` and `not detected` are results below a limit.
    case censored
    /// A sign or space that says nothing more was set aside.
    case trimmed
  }

  /// Why a value was not understood.
  package enum Refusal: String, Error, Sendable, CaseIterable {
    /// `1,234` may be a thousand or a little more than one.
    case ambiguousNumber = "ambiguous-number"
    /// Not a number, not below a limit, and no word for either.
    case notANumber = "not-a-number"
    /// `>50` says that something was not measured.
    case aboveLimit = "above-limit"
  }

  /// The unit in which a scheme counts.
  package enum Unit: String, Sendable, CaseIterable {
    /// Parts of one: `5 %` is 0.05.
    case fraction
    /// Parts of a hundred: `5 %` is 5.
    case percent
    /// Another one; a percent sign is refused.
    case other
  }

  /// What was reported.
  package let content: Content
  /// The rules it took to understand it, in the order above.
  package let rules: [Rule]

  private static let missingWords: Set<String> = ["", "-", "na", "n/a", "n.a.", "null", "missing"]
  private static let absentWords: Set<String> = [
    "nd", "n.d.", "not detected", "negative", "<lod", "< lod", "<loq", "< loq", "below lod",
  ]

  /// Understands a text.
  ///
  /// - Parameters:
  ///   - text: What a cell holds.
  ///   - unit: What the scheme counts in.
  ///   - isInPercent: Whether the column is in percent, as a header such as `VAF (%)` says.
  package init(_ text: String, unit: Unit, isInPercent: Bool = false) throws(Refusal) {
    var rules: Set<Rule> = []
    var rest = Self.trimmed(text)
    if rest != text { rules.insert(.trimmed) }
    let word = rest.lowercased()
    if Self.missingWords.contains(word) {
      (content, self.rules) = (.missing, [])
      return
    }
    if Self.absentWords.contains(word) {
      (content, self.rules) = (.below(nil), [.censored])
      return
    }
    if rest.hasPrefix(">") || rest.hasPrefix("≥") { throw .aboveLimit }
    let isBelow = rest.hasPrefix("<") || rest.hasPrefix("≤")
    if isBelow {
      rest = Self.trimmed(String(rest.dropFirst()))
      rules.insert(.censored)
    }
    var isPercent = isInPercent
    if rest.hasSuffix("%") {
      guard unit != .other else { throw .notANumber }
      rest = Self.trimmed(String(rest.dropLast()))
      isPercent = true
      rules.insert(.percent)
    }
    if rest.contains(",") {
      rest = try Self.withPoint(rest)
      rules.insert(.decimalComma)
    }
    guard let value = Double(rest), value.isFinite, DecimalValues([rest]) != nil else {
      throw .notANumber
    }
    if isPercent, unit == .fraction { rest = Self.hundredth(of: rest) }
    content = isBelow ? .below(rest) : .measured(rest)
    self.rules = Rule.allCases.filter(rules.contains)
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// A number with a comma as one with a point.
  private static func withPoint(_ text: String) throws(Refusal) -> String {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, !text.contains(".") else { throw .ambiguousNumber }
    let whole = parts[0].drop { $0 == "-" || $0 == "+" }
    if parts[1].count == 3, let first = whole.first, first != "0" { throw .ambiguousNumber }
    return parts.joined(separator: ".")
  }

  /// A hundredth, on the digits: no binary number comes between.
  private static func hundredth(of text: String) -> String {
    if text.contains(where: { $0 == "e" || $0 == "E" }) { return "\((Double(text) ?? 0) / 100)" }
    let isNegative = text.hasPrefix("-")
    let plain = text.drop { $0 == "-" || $0 == "+" }
    let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
    let whole = String(repeating: "0", count: max(0, 3 - parts[0].count)) + parts[0]
    let decimals = parts.count > 1 ? String(parts[1]) : ""
    return (isNegative ? "-" : "") + whole.dropLast(2) + "." + whole.suffix(2) + decimals
  }
}
