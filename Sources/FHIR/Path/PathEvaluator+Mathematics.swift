internal import Foundation
internal import JSONText

extension PathEvaluator {
  /// The functions of numbers (FHIRPath N1 §5.7); a result that is no number is empty.
  mutating func compute(
    _ function: PathFunction, _ base: Int, _ arguments: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let value = try single(base, context, text, index) else { return }
    if case .quantity(let position) = value, function == .abs {
      var quantity = quantities[position]
      if quantity.value.digits < 0 { quantity.value = quantity.value.negated }
      return push(quantity)
    }
    guard let number = try number(value, text, index) else { throw .notNumeric }
    let isWhole = isInteger(value, text, index)
    switch function {
    case .abs:
      let magnitude = number.digits < 0 ? number.negated : number
      values.append(isWhole ? .integer(Int(magnitude.digits)) : .decimal(magnitude))
    case .ceiling: pushWhole(number.rounded(to: 0, .up))
    case .floor: pushWhole(number.rounded(to: 0, .down))
    case .truncate: pushWhole(number.rounded(to: 0, .towardZero))
    case .round:
      let places = try wholeArgument(0, of: arguments, context, text, index) ?? 0
      guard places >= 0 else {
        throw EvaluationFault(.operand, "round() takes a number of digits, 0 or more")
      }
      if let rounded = number.rounded(to: min(places, number.scale)) {
        values.append(isWhole ? .integer(Int(rounded.digits)) : .decimal(rounded))
      }
    case .exp: pushDouble(exp(number.double))
    case .ln: pushDouble(log(number.double))
    case .sqrt: pushDouble(number.double.squareRoot())
    default:
      guard let other = try argument(0, of: arguments, context, text, index) else { return }
      guard let operand = try self.number(other, text, index) else { throw .notNumeric }
      if function == .log { return pushDouble(log(number.double) / log(operand.double)) }
      power(number, operand, isWhole: isWhole && isInteger(other, text, index))
    }
  }

  private mutating func pushWhole(_ number: PathDecimal?) {
    if let number { values.append(.integer(Int(number.digits))) }
  }

  private mutating func pushDouble(_ number: Double) {
    if let decimal = PathDecimal(number) { values.append(.decimal(decimal)) }
  }

  /// A power; exact where the exponent is a whole number that is not negative.
  private mutating func power(_ base: PathDecimal, _ exponent: PathDecimal, isWhole: Bool) {
    guard exponent.scale == 0, (0...1_000).contains(exponent.digits) else {
      return pushDouble(pow(base.double, exponent.double))
    }
    var result = PathDecimal(1)
    for _ in 0..<exponent.digits {
      guard let product = PathDecimal.product(result, base) else { return }
      result = product
    }
    values.append(isWhole ? .integer(Int(result.digits)) : .decimal(result))
  }
}
