import PipelineModel

/// Fuses stages into segments: a reader with every chain of transforms and sinks that it can feed in one pass.
///
/// A chain that needs a committed table which itself needs the same reader goes into a later pass, so that no
/// segment waits for itself.
struct SegmentBuilder {
  private let pipeline: CompiledPipeline
  /// For each stage, how many passes must be over before it can run.
  private var level: [Int]
  /// For each stage, the pass in which it is a sink: its level, or a later one that reads the same file anyway.
  private var pass: [Int]
  /// For each stage on streams: the stages from a reader to it, once for each stream that comes in.
  private var paths: [[[Int]]]

  private init(_ pipeline: CompiledPipeline) {
    self.pipeline = pipeline
    level = Array(repeating: 0, count: pipeline.stages.count)
    pass = level
    paths = Array(repeating: [], count: pipeline.stages.count)
  }

  /// The segments, producers before consumers.
  static func build(_ pipeline: CompiledPipeline) -> [Segment.Work] {
    var builder = SegmentBuilder(pipeline)
    for stage in pipeline.order { builder.place(stage) }
    builder.joinPasses()
    return builder.segments()
  }

  private mutating func place(_ stage: Int) {
    let compiled = pipeline.stages[stage]
    let streams = compiled.edges.filter(\.type.kind.isStream)
    let committed = compiled.edges.filter { !$0.type.kind.isStream }
    let committedLevel = committed.map { level[$0.producer] }.max()
    if compiled.stage is any ReaderStage {
      paths[stage] = [[stage]]
    } else if let streamLevel = streams.map({ level[$0.producer] }).max() {
      paths[stage] = streams.flatMap { paths[$0.producer] }.map { $0 + [stage] }
      level[stage] = max(streamLevel, committedLevel.map { $0 + 1 } ?? 0)
    } else {
      level[stage] = committedLevel ?? 0
    }
  }

  /// Moves sinks into the last pass over their reader, so that it is read, and accounts for its records, once.
  ///
  /// A sink that a later stream waits for stays where it is: that stream might be of the same pass.
  private mutating func joinPasses() {
    pass = level
    var last: [Int: Int] = [:]
    let ends = pipeline.order.filter { isSink($0) && !paths[$0].isEmpty }
    for stage in ends where !(pipeline.stages[stage].stage is any TransformStage) || reports(stage)
    {
      for reader in Set(paths[stage].map { $0[0] }) {
        last[reader] = max(last[reader] ?? 0, level[stage])
      }
    }
    let awaited = awaitedByStreams()
    for stage in pipeline.order {
      let committed = pipeline.stages[stage].edges.filter { !$0.type.kind.isStream }
      if isOverTables(stage) {
        pass[stage] = committed.map { pass[$0.producer] }.max() ?? level[stage]
      } else if isSink(stage), !awaited[stage] {
        let readers = Set(paths[stage].map { $0[0] })
        if readers.count == 1, let reader = readers.first {
          pass[stage] = last[reader] ?? level[stage]
        }
      }
    }
  }

  /// For each stage, whether a stage on streams needs something that is made of what it commits.
  private func awaitedByStreams() -> [Bool] {
    var awaited = Array(repeating: false, count: pipeline.stages.count)
    for stage in pipeline.order.reversed() {
      let isOnStreams = !paths[stage].isEmpty
      for edge in pipeline.stages[stage].edges where !edge.type.kind.isStream {
        if isOnStreams || awaited[stage] { awaited[edge.producer] = true }
      }
    }
    return awaited
  }

  private func segments() -> [Segment.Work] {
    var result: [Segment.Work] = []
    let passes = Set(pass).sorted()
    for current in passes {
      let members = pipeline.order.filter { pass[$0] == current }
      for reader in pipeline.order where pipeline.stages[reader].stage is any ReaderStage {
        let chains = members.flatMap { stage -> [[Int]] in
          guard isSink(stage) else { return [] }
          let own = paths[stage].filter { $0.first == reader }
          if stage == reader, givesStream(stage) { return reports(stage) ? own : [] }
          guard pipeline.stages[stage].stage is any TransformStage else { return own }
          // A transform that also reports is its own sink, where somebody wants its report.
          return reports(stage) ? own.map { $0 + [stage] } : []
        }
        if !chains.isEmpty { result.append(.stream(reader: reader, chains: chains)) }
      }
      for stage in members {
        if pipeline.stages[stage].stage is any CombineStage,
          !(pipeline.stages[stage].stage is any TransformStage) || reports(stage)
        {
          result.append(.merge(stage: stage))
        }
        if isOverTables(stage) { result.append(.table(stage: stage)) }
      }
    }
    return result
  }

  private func givesStream(_ stage: Int) -> Bool {
    pipeline.stages[stage].kind.outputs.contains { $0.kind.isStream }
  }

  /// Whether a port of a stage that is no stream is published or flows into another.
  private func reports(_ stage: Int) -> Bool {
    let streams = pipeline.stages[stage].kind.outputs.filter(\.kind.isStream).map(\.name)
    return !pipeline.portsInUse(of: stage).subtracting(streams).isEmpty
  }

  /// Whether a stage runs once over what is committed; some kinds take a stream or a table.
  private func isOverTables(_ stage: Int) -> Bool {
    pipeline.stages[stage].stage is any TableStage && paths[stage].isEmpty
  }

  private func isSink(_ stage: Int) -> Bool { pipeline.stages[stage].stage is any SinkStage }
}
