/// An expression of FHIRPath as it was written, with the place of each part.
struct PathSyntax: Sendable {
  /// What stands there.
  indirect enum Kind: Sendable {
    /// `$this`, also where a path begins with a name.
    case this
    /// `$index`: how many items stand before the one that a function looks at.
    case position
    /// `$total` of `aggregate`.
    case total
    case literal(PathLiteral)
    /// `%name`.
    case constant(String)
    /// `base.name`.
    case member(PathSyntax, String)
    /// `base.name(arguments)`.
    case call(PathSyntax, String, [PathSyntax])
    /// `base[index]`.
    case index(PathSyntax, PathSyntax)
    case negative(PathSyntax)
    case binary(PathOperator, PathSyntax, PathSyntax)
    /// `operand is Type`.
    case isType(PathSyntax, String)
    /// `operand as Type`.
    case asType(PathSyntax, String)
  }

  /// What stands there.
  var kind: Kind
  /// How many scalars of the expression stand before it.
  var offset: Int
}

/// A value that is written in an expression, or given as a constant of a view.
enum PathLiteral: Sendable, Equatable {
  case boolean(Bool)
  case integer(Int)
  /// A decimal number in its spelling.
  case decimal(String)
  /// A text of a type; `string` where nothing more is known.
  case text(String, DataType)
  /// A number with a unit: a code of UCUM, or a word of the calendar such as `days`.
  case quantity(number: String, unit: String, isCalendar: Bool)
  /// `{}`.
  case empty
}

/// An operator between two operands.
enum PathOperator: String, Sendable, BitwiseCopyable, CaseIterable {
  case multiply = "*"
  case divide = "/"
  case wholeDivide = "div"
  case modulo = "mod"
  case add = "+"
  case subtract = "-"
  case concatenate = "&"
  case union = "|"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "="
  case notEqual = "!="
  case equivalent = "~"
  case notEquivalent = "!~"
  case `in`
  case contains
  case and
  case or
  case xor
  case implies

  /// How strongly the operator binds (FHIRPath N1 §6.8, turned round: more is stronger).
  var strength: Int {
    switch self {
    case .multiply, .divide, .wholeDivide, .modulo: 9
    case .add, .subtract, .concatenate: 8
    case .union: 6
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 5
    case .equal, .notEqual, .equivalent, .notEquivalent: 4
    case .in, .contains: 3
    case .and: 2
    case .or, .xor: 1
    case .implies: 0
    }
  }

  /// How strongly `is` and `as` bind.
  static let typeStrength = 7

  /// Whether the result is true, false or nothing, whatever the operands are.
  var isLogical: Bool { strength < Self.union.strength }
}

/// Why an expression cannot be used, and where in it.
struct PathError: Error {
  /// What is wrong and what to write.
  var message: String
  /// How many scalars of the expression stand before the place.
  var offset: Int
}
