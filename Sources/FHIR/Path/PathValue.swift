internal import JSONText

/// One item of a collection while a path is evaluated.
enum PathValue: Sendable, BitwiseCopyable {
  /// An element of the resource: its entry in the index, and its type where a choice name told it.
  case node(entry: Int, type: DataType?)
  case boolean(Bool)
  case integer(Int)
  case decimal(PathDecimal)
  /// A text of the plan: its position there, and its type.
  case literal(text: Int, type: DataType)
  /// A text that was made during evaluation: a range of the evaluator's scratch bytes, and its type.
  case made(start: Int, end: Int, type: DataType)
  /// A number with a unit: its position among the evaluator's quantities.
  case quantity(Int)
  /// What `type()` yields: a name in the evaluator's scratch bytes, and whose type it is.
  case typeInfo(start: Int32, end: Int32, isSystem: Bool)
}

/// What a path is evaluated on.
struct PathContext: BitwiseCopyable {
  /// `$this`; nil for an empty collection.
  var focus: PathValue?
  /// `%rowIndex`.
  var rowIndex: Int
  /// `%resource`: the entry of the resource.
  var root: Int
  /// `$index`.
  var position = 0
  /// `$total`: where its values stand on the stack of values.
  var total = StackRange()
}

/// A part of the evaluator's stack of values.
struct StackRange: BitwiseCopyable {
  var start = 0
  var end = 0
}

/// A step from one item to the items below it; applied item by item, so that no collection is built between.
enum PathStep: Sendable, BitwiseCopyable {
  /// The children with a name (a text of the plan), also those of a choice element; their type where
  /// the name tells it.
  case member(name: Int, type: DataType?)
  /// The children of a choice element with one type: `valueQuantity`, or `value` itself of that type.
  case choice(full: Int, bare: Int, type: DataType)
  /// The children with a name, for the sake of their extensions: of a primitive `birthDate` its
  /// companion `_birthDate`.
  case extended(name: Int, companion: Int)
  /// The item itself where it has a type.
  case ofType(PathType)
  /// The item itself where it is a resource of a type (a text of the plan).
  case ofResourceType(name: Int)
  /// The item itself where an expression about it is true.
  case filter(criteria: Int)
  /// What an expression about the item yields.
  case project(expression: Int)
  /// The item's extensions with a URL (a text of the plan).
  case extensions(url: Int)
  /// The key of the resource.
  case resourceKey
  /// The key of the resource that a Reference points to; of one type only where a type is named.
  case referenceKey(type: Int?)
}

/// An expression that is ready to run; numbers name other expressions of the same plan.
enum PathOperation: Sendable, BitwiseCopyable {
  case empty
  case this
  case resource
  case rowIndex
  /// `%context`: what the path is evaluated on.
  case origin
  /// A path with `%context` in it.
  case rooted(Int)
  /// `$index`.
  case position
  /// `$total`.
  case total
  case value(PathValue)
  /// Steps of the plan, one after the other, from each item of the base.
  case chain(base: Int, first: Int, count: Int)
  case element(base: Int, index: Int)
  case first(Int)
  case last(Int)
  case count(Int)
  case exists(Int)
  case isEmpty(Int)
  case hasValue(Int)
  case not(Int)
  case all(base: Int, criteria: Int)
  case join(base: Int, separator: Int?)
  case search(TextSearch, base: Int, text: Int)
  case boundary(base: Int, isHigh: Bool)
  case isType(base: Int, PathType)
  case negative(Int)
  case binary(PathOperator, Int, Int)
  /// A function that has no operation of its own; its arguments are operations, listed in the plan.
  case call(PathFunction, base: Int, first: Int, count: Int)

  /// A test of one text for another.
  enum TextSearch: String, Sendable, BitwiseCopyable {
    case startsWith, endsWith, contains
  }
}

/// All expressions of one view, flat: operations, steps and texts name each other by position.
struct PathPlan: Sendable {
  var operations: [PathOperation] = []
  var steps: [PathStep] = []
  var texts: [JSONName] = []
  /// Arguments of calls: positions of operations.
  var arguments: [Int] = []
  /// Quantities that are written in the paths.
  var quantities: [PathQuantity] = []
}
