package import JSONText

/// A FHIRPath expression (N1, with FHIR R4's binding) that is read once and evaluated on many resources.
///
/// Views use paths through ``ViewDefinition``; this is for a single expression. Nothing is built of a
/// resource: a value is a place in its text, or was made by the expression.
package struct PathExpression: Sendable {
  /// One value of the collection that an expression yields.
  package struct Value: Sendable, Equatable {
    /// The name of its type: FHIR's for an element (`code`), FHIRPath's for what was made (`Integer`).
    package let type: String
    /// Whether FHIRPath made it.
    package let isMade: Bool
    /// A text without quotes, a number in its spelling, an object as JSON.
    package let text: String
  }

  /// Why an expression cannot be used.
  package struct Problem: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to write.
    package let message: String
    /// How many Unicode scalars of the expression stand before the place.
    package let offset: Int

    /// `offset: message`.
    package var description: String { "\(offset): \(message)" }
  }

  private let plan: PathPlan
  private let operation: Int

  /// Reads an expression.
  ///
  /// - Throws: The first thing in it that is no FHIRPath, or is not known.
  package init(_ expression: String) throws(Problem) {
    var compiler = PathCompiler()
    compiler.allowsClock = true
    do throws(PathError) {
      operation = try compiler.compile(expression)
    } catch {
      throw Problem(message: error.message, offset: error.offset)
    }
    plan = compiler.plan
  }

  /// The values that the expression yields on a resource.
  ///
  /// - Parameters:
  ///   - resource: The position of the resource's object in the index.
  ///   - text: The text that the index was made of.
  ///   - now: What `now()` and `today()` are: a moment as RFC 3339 spells it.
  /// - Throws: Why there are none; never quotes the resource.
  package func values(
    of resource: Int, in text: Span<UInt8>, _ index: JSONIndex, now: String
  ) throws(EvaluationFault) -> [Value] {
    var evaluator = PathEvaluator(plan)
    evaluator.clock = now
    let context = PathContext(
      focus: .node(entry: resource, type: nil), rowIndex: 0, root: resource)
    try evaluator.evaluate(operation, context, text, index)
    return evaluator.values.map { value in
      let (type, isMade) = evaluator.typeName(of: value, text, index)
      return Value(type: type, isMade: isMade, text: evaluator.string(value, text, index))
    }
  }
}
