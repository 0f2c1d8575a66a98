internal import ByteIO
internal import FHIR
internal import JSONText
package import PipelineModel
internal import Synchronization
internal import Tables

/// Makes a table of resources with a SQL-on-FHIR v2 ViewDefinition (`fhir.view`).
///
/// A view is part of the definition, so a file with one is read when the pipeline is compiled: what is
/// wrong with it is told with all else that is wrong, and its columns are known to the stages behind it.
package struct FHIRView: SinkStage {
  private static let view = Setting<FileOrInline>(
    required: "view", .fileOrInline, role: .referenceFiles,
    "The ViewDefinition (SQL-on-FHIR v2): a path, or the view itself.")

  /// What is known about the kind.
  package static let kind = StageKind(
    "fhir.view", shape: .writer, "Makes a table of resources with a SQL-on-FHIR v2 ViewDefinition.",
    inputs: [InputPort("resources", .resources)],
    outputs: [OutputPort("table", .table, "The columns of the view.")], settings: [view])

  /// A table with the view's columns.
  package let outputs: [String: EdgeType]
  /// Nil where the view's file could not be read; the planner has told so then.
  private let view: ViewDefinition?

  /// Reads the view.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    view = try Self.view(&context)
    let edge = context.edge("resources")
    if let view, let edge, let types = edge.type.attributes[resourceTypesAttribute],
      !types.split(separator: " ").contains(view.resource[...])
    {
      context.refuse(
        Self.view, rule: "resource-type",
        "reads \(view.resource), but \(edge.source) gives \(types) only",
        remedy: "add \"\(view.resource)\" to the \"types\" of the reader")
    }
    let privacy = edge?.type.privacy ?? .identifiable
    outputs = [
      "table": view.map { .table($0.schema, privacy: privacy) }
        ?? EdgeType(.table, privacy: privacy)
    ]
  }

  private static func view(_ context: inout StageContext) throws(StageRefusal) -> ViewDefinition? {
    switch try context[view] {
    case .inline(let node):
      do throws(ViewDefinitionError) {
        return try ViewDefinition.parse(node)
      } catch {
        for problem in error.problems {
          context.diagnostics.error(
            "bad-view", "\"view\" of stage \"\(context.stageName)\": \(problem.message)",
            at: problem.position)
        }
        throw StageRefusal()
      }
    case .file(let pattern):
      guard let text = try? wholeText(of: pattern.path) else { return nil }
      let (view, problems) = read(text, path: pattern.path)
      for problem in problems { context.diagnostics.add(problem) }
      if view == nil { throw StageRefusal() }
      return view
    }
  }

  /// The view that a file holds, or what is wrong with it.
  private static func read(_ text: [UInt8], path: String) -> (ViewDefinition?, [Diagnostic]) {
    do {
      return (try ViewDefinition.parse(try JSONParser.parse(text)), [])
    } catch let error as ViewDefinitionError {
      return (
        nil,
        error.problems.map {
          Diagnostic(rule: "bad-view", $0.message, file: path, position: $0.position)
        }
      )
    } catch let error as JSONTextError {
      return (
        nil, [Diagnostic(rule: "syntax", error.message, file: path, position: error.position)]
      )
    } catch {
      return (nil, [Diagnostic(rule: "bad-view", "\(error)", file: path)])
    }
  }

  /// A maker of rows for one shard.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    if let view { return ViewRows(view) }
    guard let path = resources.files(Self.view).first else {
      throw StageError(.internal, "the view was not found")
    }
    let (view, problems) = Self.read(try wholeText(of: path), path: path)
    guard let view else {
      throw StageError(
        .input, problems.map(\.message).joined(separator: "; "), file: path,
        line: problems.first?.position?.line)
    }
    return ViewRows(view)
  }
}

/// Makes the rows of one shard: batches in parallel, appended in order.
private final class ViewRows: Sink {
  private let view: ViewDefinition
  private let isDeclared = Mutex(false)

  init(_ view: ViewDefinition) {
    self.view = view
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> EncodedRows {
    guard let batch = batch as? ResourceChunkBatch else {
      throw StageError(.internal, "a batch of resources was expected")
    }
    log.read(batch.recordCount)
    let text = batch.resources.text.span
    var evaluator = ViewEvaluator(view)
    var writer = RowWriter()
    for resource in batch.resources.resources {
      var fault: EvaluationFault?
      do throws(EvaluationFault) {
        let outcome = try evaluator.appendRows(
          of: resource.root, in: text, batch.resources.index, to: &writer)
        switch outcome {
        case .rows(0): log.drop(rule: "noRows")
        case .rows: log.keep(1)
        case .otherType: log.drop(rule: "otherType")
        case .filtered: log.drop(rule: "where")
        }
      } catch {
        fault = error
      }
      if let fault { try log.reject(batch.refusal(of: resource, fault)) }
    }
    let count = writer.rowCount
    return EncodedRows(rows: writer.takeBytes(), recordCount: count)
  }

  func absorb(_ partial: EncodedRows, into output: any TaskOutput) throws(StageError) {
    try isDeclared.withLock { isDeclared throws(StageError) in
      if !isDeclared { try output.declareTable("table", schema: view.schema) }
      isDeclared = true
    }
    try output.appendRows(partial.rows, count: partial.recordCount, to: "table")
  }

  func finish(into output: any TaskOutput) throws(StageError) {}
}

extension ResourceChunkBatch {
  /// A resource as a refusal under a rule of the view.
  fileprivate func refusal(of resource: ResourceBounds, _ fault: EvaluationFault) -> RejectedRecord
  {
    refusal(
      of: resource, rule: fault.rule.rawValue, field: fault.column, message: fault.message)
  }
}
