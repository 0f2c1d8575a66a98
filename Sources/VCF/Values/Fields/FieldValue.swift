/// The value of one INFO field, or of one FORMAT field of one sample.
///
/// A field of `Number=1` holds one value, every other field a list, even of one element. Elements
/// of a list may be missing (`.`).
package enum FieldValue: Sendable, Equatable {
  /// `.`, or nothing where one value was expected: no value, whatever the field could hold.
  case missing
  /// The key stands in INFO; it has no value.
  case flag
  /// A 32-bit integer.
  case integer(Int)
  /// A number, NaN and infinities included.
  case float(Double)
  /// One character.
  case character(Character)
  /// Text without its percent-encoding.
  case string(String)
  case integers([Int?])
  case floats([Double?])
  case characters([Character?])
  case strings([String?])

  /// How many elements a list has, missing ones included; one for a single value, none for
  /// ``missing`` and ``flag``.
  package var count: Int {
    switch self {
    case .missing, .flag: 0
    case .integer, .float, .character, .string: 1
    case .integers(let values): values.count
    case .floats(let values): values.count
    case .characters(let values): values.count
    case .strings(let values): values.count
    }
  }

  /// One element of a list as a single value, `missing` where it is; nil when there is no such
  /// element. A single value is its own element 0.
  package func element(_ index: Int) -> FieldValue? {
    guard index >= 0, index < count else { return nil }
    return switch self {
    case .missing, .flag, .integer, .float, .character, .string: self
    case .integers(let values): values[index].map { .integer($0) } ?? .missing
    case .floats(let values): values[index].map { .float($0) } ?? .missing
    case .characters(let values): values[index].map { .character($0) } ?? .missing
    case .strings(let values): values[index].map { .string($0) } ?? .missing
    }
  }

  /// The list with the elements at these places in this order, nil standing for a missing one; a
  /// single value, `missing` and `flag` stay as they are.
  ///
  /// - Precondition: The list has elements at all these places.
  package func selecting(_ indices: [Int?]) -> FieldValue {
    switch self {
    case .missing, .flag, .integer, .float, .character, .string: self
    case .integers(let values): .integers(indices.map { $0.flatMap { values[$0] } })
    case .floats(let values): .floats(indices.map { $0.flatMap { values[$0] } })
    case .characters(let values): .characters(indices.map { $0.flatMap { values[$0] } })
    case .strings(let values): .strings(indices.map { $0.flatMap { values[$0] } })
    }
  }
}
