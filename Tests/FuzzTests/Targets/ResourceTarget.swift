import FHIR
import JSONText
import Tables

/// Reads documents and lines of resources, makes tables of what is kept.
struct ResourceTarget {
  /// What a document came to.
  private struct Reading {
    var resources: [[UInt8]] = []
    var faults: [ResourceFault] = []
    var readCount = 0
    var droppedCount = 0
  }

  private let view: ViewDefinition

  init() throws {
    view = try ViewDefinition.parse(
      try JSONParser.parse(
        """
        {"resource": "Patient", "select": [
          {"column": [{"name": "key", "path": "getResourceKey()"}, {"name": "born", "path": "birthDate", "type": "date"}]},
          {"forEachOrNull": "name", "column": [
            {"name": "family", "path": "family"}, {"name": "given", "path": "given", "collection": true}]}]}
        """))
  }

  func run(_ input: FuzzInput) throws -> Outcome {
    var choices = Choices(seed: input.salt)
    let reader = ResourceReader(
      release: choices.pick(FHIRRelease.allCases), checksStructure: choices.oneIn(2))
    let whole = try read(input.bytes, blockSize: max(input.bytes.count, 2), reader)
    if input.bytes.count < 20_000 {
      let cut = try read(input.bytes, blockSize: 2 + choices.below(200), reader)
      try promise(cut.resources == whole.resources, "the blocks of a document change its resources")
      try promise(
        cut.faults.map(\.rule) == whole.faults.map(\.rule),
        "the blocks of a document change its faults")
    }
    if input.kind == .json {
      _ = try checked(reader.read(lines: input.bytes), of: input.bytes)
      _ = try checked(reader.read(document: input.bytes), of: input.bytes)
    }
    if let fault = whole.faults.first { return .refused(input.kind, fault.rule.rawValue) }
    return .accepted(input.kind)
  }

  private func read(
    _ bytes: [UInt8], blockSize: Int, _ reader: ResourceReader
  ) throws -> Reading {
    var reading = Reading()
    var decoder = UTF16Decoder()
    var cutter: DocumentCutter?
    var chunks: [DocumentChunk] = []
    var offset = 0
    while offset < bytes.count {
      let block = decoder.decode(Array(bytes[offset..<min(offset + blockSize, bytes.count)]))
      var current = cutter ?? DocumentCutter(isFromUTF16: decoder.isUTF16)
      if let chunk = current.append(block) { chunks.append(chunk) }
      cutter = current
      offset += blockSize
    }
    var current = cutter ?? DocumentCutter()
    if let chunk = current.append(decoder.finish()) { chunks.append(chunk) }
    chunks += current.finish()
    for chunk in chunks {
      let part = try checked(reader.read(chunk), of: chunk.text)
      reading.resources += part.batch.resources.map { Array(part.batch.text[$0.range]) }
      reading.faults += part.faults
      reading.readCount += part.readCount
    }
    return reading
  }

  /// Looks at what was read of a text.
  private func checked(_ reading: ResourceReading, of text: [UInt8]) throws -> ResourceReading {
    let dropped = reading.dropped.values.reduce(0, +)
    try promise(
      reading.readCount == reading.batch.resources.count + reading.faults.count + dropped,
      "records are unaccounted for")
    for fault in reading.faults {
      try promise(
        fault.record.lowerBound >= 0 && fault.record.upperBound <= text.count,
        "a fault stands outside its text")
      try promise(!fault.message.contains(ResourceSeed.secret), "a message quotes a name")
    }
    var evaluator = ViewEvaluator(view)
    var writer = RowWriter()
    var index = JSONIndex()
    for resource in reading.batch.resources {
      _ = ResourceIdentity(resource, of: reading.batch)
      let span = reading.batch.text.span
      do { _ = try index.append(span, resource.range, maximumDepth: 600) } catch {
        throw BrokenPromise("a resource that is kept is no JSON by itself")
      }
      do throws(EvaluationFault) {
        _ = try evaluator.appendRows(of: resource.root, in: span, reading.batch.index, to: &writer)
      } catch {
        try promise(!error.message.contains(ResourceSeed.secret), "a message quotes a name")
      }
    }
    return reading
  }
}

/// Compiles paths and evaluates them.
struct PathTarget {
  private let batch: ResourceBatch

  init(_ seeds: ResourceSeed) {
    batch = ResourceReader().read(lines: seeds.json[2]).batch
  }

  func run(_ input: FuzzInput) throws -> Outcome {
    let path = String(decoding: input.bytes, as: UTF8.self)
    var outcome = Outcome.accepted(input.kind)
    for type in ["Patient", "Observation"] {
      let definition: ViewDefinition
      do {
        definition = try ViewDefinition.parse(Self.view(path, of: type))
      } catch {
        return .refused(input.kind, "compiling")
      }
      var evaluator = ViewEvaluator(definition)
      var writer = RowWriter()
      for resource in batch.resources {
        do throws(EvaluationFault) {
          _ = try evaluator.appendRows(
            of: resource.root, in: batch.text.span, batch.index, to: &writer)
        } catch {
          try promise(!error.message.contains(ResourceSeed.secret), "a message quotes a name")
          outcome = .refused(input.kind, error.rule.rawValue)
        }
      }
    }
    return outcome
  }

  private static func view(_ path: String, of type: String) -> JSONNode {
    .object([
      ("resource", .text(type)),
      (
        "select",
        .list([
          .object([
            (
              "column",
              .list([
                .object([
                  ("name", .text("v")), ("path", .text(path)), ("collection", .flag(true)),
                ])
              ])
            )
          ])
        ])
      ),
    ])
  }
}
