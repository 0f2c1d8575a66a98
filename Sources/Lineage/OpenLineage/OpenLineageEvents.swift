import Foundation
package import JSONText
package import PipelineModel
package import PipelinePlanner

/// The events of one run for OpenLineage 2-0-2: one START, and one of COMPLETE, FAIL and ABORT.
///
/// Source: the specification's OpenLineage.json, 2-0-2. What an event names are words of the definition; no path, no
/// name of a file, no parameter and no message, any of which could carry the name of a person.
package struct OpenLineageEvents: Sendable {
  private static let schema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"

  private let pipeline: CompiledPipeline
  private let inputs: [LineageDataset]
  private let settings: OpenLineageSettings
  private let version: String
  private let date: String
  private let runID: String
  private let uuid: String

  /// The events of a run that is about to begin.
  ///
  /// - Parameters:
  ///   - date: The day that it is for, `YYYY-MM-DD`.
  ///   - startedAt: When it begins, in seconds since 1970.
  package init(
    _ pipeline: CompiledPipeline, _ inputs: RunInputs, _ settings: OpenLineageSettings,
    runID: String, date: String, version: String, startedAt: Double
  ) {
    self.pipeline = pipeline
    self.inputs = LineageDataset.inputs(inputs, of: pipeline)
    self.settings = settings
    self.version = version
    self.date = date
    self.runID = runID
    uuid = Self.uuid(startedAt)
  }

  /// A UUID of version 7 (RFC 9562, 5.7): it sorts by the start of the run.
  private static func uuid(_ time: Double) -> String {
    let milliseconds = UInt64(max(0, time) * 1000)
    let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0xFFF)
    let low = 0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF)
    let digits = Array([high, low].map { String(format: "%016lx", $0) }.joined())
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
      .joined(separator: "-")
  }

  private var facets: OpenLineageFacets { OpenLineageFacets(producer: Self.producer(version)) }

  static func producer(_ version: String) -> String { "urn:pcmflow:\(version)" }

  /// The run begins: what it will read.
  package func start(at time: Double) -> JSONNode {
    event("START", time, error: nil, inputs: inputDatasets(nil), outputs: [])
  }

  /// The run has ended: what it has read and published.
  package func end(_ record: RunRecord) -> JSONNode {
    let type =
      switch record.status {
      case .succeeded: "COMPLETE"
      case .failed, .contractBroken: "FAIL"
      case .terminated, .running: "ABORT"
      }
    return event(
      type, record.endedAt ?? record.startedAt, error: OpenLineageErrors.sentence(record),
      inputs: inputDatasets(record),
      outputs: LineageDataset.outputs(record, of: pipeline).map(output))
  }

  /// The run has ended without a record, since not even its state could be written.
  package func failed(_ error: StageError, at time: Double) -> JSONNode {
    event(
      "FAIL", time, error: "the run could not go on (\(error.category.rawValue))",
      inputs: inputDatasets(nil), outputs: [])
  }

  private func event(
    _ type: String, _ time: Double, error: String?, inputs: [JSONNode], outputs: [JSONNode]
  ) -> JSONNode {
    var run: [(String, JSONNode)] = [
      ("processing_engine", facets.processingEngine(version: version))
    ]
    if let day = Self.day(date) {
      run.append(("nominalTime", facets.nominalTime(from: day.start, to: day.end)))
    }
    if let parent = settings.parent { run.append(("parent", facets.parent(parent))) }
    if let error { run.append(("errorMessage", facets.errorMessage(error))) }
    var job: [(String, JSONNode)] = [("jobType", facets.jobType)]
    if let text = pipeline.definition.description {
      job.append(("documentation", facets.documentation(text)))
    }
    return .object([
      ("eventType", .text(type)), ("eventTime", .text(Self.timestamp(time))),
      ("producer", .text(Self.producer(version))), ("schemaURL", .text(Self.schema)),
      ("run", .object([("runId", .text(uuid)), ("facets", .object(run))])),
      (
        "job",
        .object([
          ("namespace", .text(settings.namespace)), ("name", .text(pipeline.definition.name.text)),
          ("facets", .object(job)),
        ])
      ),
      ("inputs", .list(inputs)), ("outputs", .list(outputs)),
    ])
  }

  private func inputDatasets(_ record: RunRecord?) -> [JSONNode] {
    inputs.map { dataset in
      var dataset = dataset
      var members: [(String, JSONNode)] = []
      let stage = record?.stages.first { $0.name == dataset.stage }
      if let stage, dataset.isInput {
        dataset.rows = stage.read
        let contracts = record?.contracts.filter { $0.stage == dataset.stage } ?? []
        if !contracts.isEmpty {
          members.append(("dataQualityAssertions", facets.assertions(contracts)))
        }
      }
      members.append(("inputStatistics", facets.inputStatistics(dataset)))
      return .object(identity(dataset) + [("inputFacets", .object(members))])
    }
  }

  private func output(_ dataset: LineageDataset) -> JSONNode {
    .object(
      identity(dataset) + [
        ("outputFacets", .object([("outputStatistics", facets.outputStatistics(dataset))]))
      ])
  }

  private func identity(_ dataset: LineageDataset) -> [(String, JSONNode)] {
    [
      ("namespace", .text(settings.namespace)), ("name", .text(dataset.name)),
      ("facets", facets.dataset(dataset)),
    ]
  }

  static func timestamp(_ seconds: Double) -> String {
    Date(timeIntervalSince1970: seconds).formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: true)
        .timeZone(separator: .omitted))
  }

  private static func day(_ date: String) -> (start: String, end: String)? {
    let start = try? Date("\(date)T00:00:00Z", strategy: .iso8601)
    return start.map {
      (timestamp($0.timeIntervalSince1970), timestamp($0.timeIntervalSince1970 + 86_400))
    }
  }
}

/// Why a run has not succeeded, in words that name stages only.
enum OpenLineageErrors {
  /// One sentence; nil for a run that succeeded. The messages themselves stay in the run folder.
  static func sentence(_ record: RunRecord) -> String? {
    switch record.status {
    case .succeeded: return nil
    case .running: return "the run was cut off"
    case .terminated: return "the run was told to stop; what was finished is kept"
    case .failed, .contractBroken: break
    }
    let failed = record.tasks.filter { $0.outcome == .failed }
    let stages = record.stages.filter { $0.tasks.failed > 0 }.map { "\"\($0.name)\"" }
    let categories = Set(failed.compactMap(\.errorCategory?.rawValue)).sorted()
    let broken = record.contracts.filter { !$0.isKept }
      .map { "\"\($0.promise)\" of stage \"\($0.stage)\"" }
    var reasons: [String] = []
    if !stages.isEmpty {
      reasons.append(
        "\(stages.joined(separator: ", ")) failed (\(categories.joined(separator: ", ")))")
    }
    if !broken.isEmpty { reasons.append("the input breaks \(broken.joined(separator: ", "))") }
    let reason =
      reasons.isEmpty ? "the release could not be written" : reasons.joined(separator: "; ")
    return "\(reason); the messages are kept with run \(record.runID)"
  }
}
