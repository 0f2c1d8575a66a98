internal import JSONText

extension PathEvaluator {
  /// The functions of texts that make others of them (FHIRPath N1 §5.6); places count Unicode scalars.
  mutating func edit(
    _ function: PathFunction, _ base: Int, _ arguments: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let value = try single(base, context, text, index) else { return }
    guard isString(value, index) else { throw .notText }
    let whole = string(value, text, index)
    switch function {
    case .length: return values.append(.integer(whole.unicodeScalars.count))
    case .upper: return push(whole.uppercased().utf8)
    case .lower: return push(whole.lowercased().utf8)
    case .trim: return push(whole.trimmed.utf8)
    case .toChars:
      for scalar in whole.unicodeScalars { push(String(scalar).utf8) }
      return
    case .substring:
      return try cut(whole, arguments, context, text, index)
    default: break
    }
    guard let first = try textArgument(0, of: arguments, context, text, index) else { return }
    switch function {
    case .indexOf, .lastIndexOf:
      values.append(.integer(whole.offset(of: first, isLast: function == .lastIndexOf)))
    case .matches, .matchesFull:
      let regex = try regex(first)
      let isFound =
        function == .matches
        ? whole.firstMatch(of: regex) != nil : whole.wholeMatch(of: regex) != nil
      values.append(.boolean(isFound))
    case .replace, .replaceMatches:
      guard let second = try textArgument(1, of: arguments, context, text, index) else { return }
      if function == .replace {
        push(whole.replacingAll(first, with: second).utf8)
      } else if first.isEmpty {
        push(whole.utf8)
      } else {
        push(whole.replacing(try regex(first), with: second).utf8)
      }
    case .split:
      for part in whole.parts(separatedBy: first) { push(part.utf8) }
    case .encode, .decode:
      let coded =
        function == .encode
        ? TextCoding.encoded(whole, as: first) : TextCoding.decoded(whole, from: first)
      if let coded { push(coded.utf8) }
    default:
      let changed =
        function == .escape
        ? TextCoding.escaped(whole, for: first) : TextCoding.unescaped(whole, from: first)
      if let changed { push(changed.utf8) }
    }
  }

  private mutating func cut(
    _ whole: String, _ arguments: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let start = try wholeArgument(0, of: arguments, context, text, index) else { return }
    let scalars = whole.unicodeScalars
    guard start >= 0, start < scalars.count else { return }
    let length = try wholeArgument(1, of: arguments, context, text, index) ?? scalars.count
    push(String(scalars.dropFirst(start).prefix(max(length, 0))).utf8)
  }

  /// A regular expression in which `.` is any character, line ends too (N1 §5.6.9); each is read once.
  private mutating func regex(
    _ pattern: String
  ) throws(EvaluationFault) -> Regex<AnyRegexOutput> {
    if let known = patterns[pattern] { return known }
    do {
      let regex = try Regex(pattern).dotMatchesNewlines().matchingSemantics(.unicodeScalar)
      patterns[pattern] = regex
      return regex
    } catch {
      throw EvaluationFault(.operand, "a regular expression cannot be read")
    }
  }
}

extension String {
  /// The text without spaces and line ends around it.
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// How many scalars stand before a part; -1 where it does not occur.
  fileprivate func offset(of part: String, isLast: Bool) -> Int {
    let (scalars, wanted) = (Array(unicodeScalars), Array(part.unicodeScalars))
    guard wanted.count <= scalars.count else { return -1 }
    let starts = 0...scalars.count - wanted.count
    let isFound = { (start: Int) in scalars[start...].starts(with: wanted) }
    return (isLast ? starts.last(where: isFound) : starts.first(where: isFound)) ?? -1
  }

  /// The parts between the places of a separator, scalar by scalar; an empty separator separates nothing.
  fileprivate func parts(separatedBy separator: String) -> [String] {
    guard !separator.isEmpty else { return [self] }
    let (scalars, wanted) = (Array(unicodeScalars), Array(separator.unicodeScalars))
    var parts = [String.UnicodeScalarView()]
    var offset = 0
    while offset < scalars.count {
      if scalars[offset...].starts(with: wanted) {
        parts.append(String.UnicodeScalarView())
        offset += wanted.count
      } else {
        parts[parts.count - 1].append(scalars[offset])
        offset += 1
      }
    }
    return parts.map { String($0) }
  }

  /// The text with each place of a pattern replaced; an empty pattern stands between all characters.
  fileprivate func replacingAll(_ pattern: String, with substitution: String) -> String {
    if pattern.isEmpty {
      return substitution + map { String($0) + substitution }.joined()
    }
    return parts(separatedBy: pattern).joined(separator: substitution)
  }
}
