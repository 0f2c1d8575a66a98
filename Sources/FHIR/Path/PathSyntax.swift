/// An expression of FHIRPath as it was written, with the place of each part.
struct PathSyntax: Sendable {
  /// What stands there.
  indirect enum Kind: Sendable {
    /// `$this`, also where a path begins with a name.
    case this
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
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "="
  case notEqual = "!="
  case and
  case or
  case xor
  case implies

  /// How strongly the operator binds (FHIRPath N1 §6.8, turned round: more is stronger).
  var strength: Int {
    switch self {
    case .multiply, .divide, .wholeDivide, .modulo: 7
    case .add, .subtract, .concatenate: 6
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 4
    case .equal, .notEqual: 3
    case .and: 2
    case .or, .xor: 1
    case .implies: 0
    }
  }

  /// How strongly `is` and `as` bind.
  static let typeStrength = 5
}

/// Why an expression cannot be used, and where in it.
struct PathError: Error {
  /// What is wrong and what to write.
  var message: String
  /// How many scalars of the expression stand before the place.
  var offset: Int
}
