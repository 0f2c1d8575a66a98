import PipelineModel

/// A sink whose partial results have lost their type on the way from the worker to the absorber.
protocol ErasedSink: Sendable {
  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Sendable
  func absorb(_ partial: any Sendable, into output: any TaskOutput) throws(StageError)
  func finish(into output: any TaskOutput) throws(StageError)
}

/// Wraps a sink; one cast per chunk.
struct SinkBox<Wrapped: Sink>: ErasedSink {
  let sink: Wrapped

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Sendable {
    try sink.process(batch, &log)
  }

  func absorb(_ partial: any Sendable, into output: any TaskOutput) throws(StageError) {
    guard let partial = partial as? Wrapped.Partial else {
      throw StageError(.internal, "a sink was given another sink's result")
    }
    try sink.absorb(partial, into: output)
  }

  func finish(into output: any TaskOutput) throws(StageError) { try sink.finish(into: output) }

}

/// Wraps a sink whose type is not known here.
func erase(_ sink: any Sink) -> any ErasedSink {
  func open<Opened: Sink>(_ sink: Opened) -> any ErasedSink { SinkBox(sink: sink) }
  return open(sink)
}
