internal import ByteIO
internal import HealthIndicators
internal import PipelineModel
internal import TableDatabase
internal import Tables

/// Counts the rows of one part of a table into a file of tallies.
struct TallyWork: Sendable {
  /// Rows of one tally at most: what bounds the memory that counting takes.
  private static let maximumRows = 1 << 18
  private static let blockSize = 1 << 20

  let plan: TallyPlan
  /// Tells apart what else is counted of the same part.
  let name: String
  let calendars: [WorkingDayCalendar]
  let resources: StageResources

  /// The tallies of a part: those that an earlier run has left, or new ones.
  func tally(_ part: String) throws(StageError) -> TallyFile {
    let kept = resources.derived?.file(of: part, named: name)
    if let kept, let file = TallyFile(path: kept.path, plan) { return file }
    let print = Fingerprint(Array(part.utf8).span, 0..<part.utf8.count)
    let path =
      kept?.path ?? "\(resources.scratchFolder)/\(String(print.high, radix: 16))-\(name)"
    if let kept {
      do throws(ByteIOError) {
        try DurableFolder.create(kept.folder, mode: 0o700, isDurable: false)
      } catch {
        throw StageError(reading: error)
      }
    }
    try count(part, into: path)
    guard let file = TallyFile(path: path, plan) else {
      throw StageError(.io, "the counts of a part cannot be read back", file: path)
    }
    return file
  }

  private func count(_ part: String, into path: String) throws(StageError) {
    let none = plan.expressions.isEmpty
    let expressions = RowExpressions(
      none ? ["NULL"] : plan.expressions.map(\.sql),
      isText: none ? [false] : plan.expressions.map(\.isText), table: plan.table,
      schema: plan.schema)
    let result: Result<Void, StageError>
    do throws(TableDatabaseError) {
      let database = try TableDatabase(path: nil)
      try IndicatorFiles.addFunctions(calendars, to: database)
      result = try expressions.evaluating(in: database) { evaluator in
        do throws(StageError) {
          try count(part, into: path, evaluator, expressions.emptyValues)
          return .success(())
        } catch {
          return .failure(error)
        }
      }
    } catch {
      throw Self.failure(error, part)
    }
    try result.get()
  }

  private func count(
    _ part: String, into path: String, _ evaluator: borrowing RowExpressions.Evaluator,
    _ values: RowValues
  ) throws(StageError) {
    var values = values
    var builder = TallyBuilder(plan)
    var reader = RowReader.parts(of: plan.schema)
    do {
      let output = try DurableFile(path: path, scratch: resources.scratchFolder)
      let input = try FileBytes(path: part)
      var text: [UInt8] = []
      var isFinal = false
      while !isFinal {
        guard !resources.interruption.isInterrupted else {
          throw StageError(.timeout, "the counting was interrupted")
        }
        let block = try input.next(upTo: Self.blockSize)
        isFinal = block.isEmpty
        text += block
        reader.beginBlock()
        while try reader.next(text.span, isFinal: isFinal) {
          if !plan.expressions.isEmpty {
            try evaluator.evaluate(reader.cells, in: text.span, into: &values)
          }
          builder.add(
            reader.cells, in: text.span, numbers: values.numbers, isNull: values.isNull,
            texts: values.texts)
        }
        text.removeFirst(reader.offset)
        if builder.rowCount > Self.maximumRows { try output.append(builder.finish().encoded) }
      }
      if builder.rowCount > 0 { try output.append(builder.finish().encoded) }
      try output.append(Tally.endOfFile)
      // Not worth waiting for the disk: a file that is cut short is found out and made again.
      try output.commit(isDurable: false)
    } catch {
      throw Self.failure(error, part)
    }
  }

  private static func failure(_ error: any Error, _ part: String) -> StageError {
    switch error {
    case let error as StageError: error
    case let error as ByteIOError: StageError(reading: error)
    case let error as TableDatabaseError:
      StageError(error.isQueryFault ? .input : .internal, error.message, file: part)
    default: StageError(.internal, "\(error)", file: part)
    }
  }
}
