internal import FHIR
package import PipelineModel
internal import Synchronization

/// Leaves out resources that a file holds twice (`fhir.distinct`).
///
/// What a resource is, is told by its type, id and version (`meta.versionId`, else `meta.lastUpdated`). One that says the
/// same as an earlier one is dropped; one that says something else under the same version is refused, since nothing
/// tells which of the two is right. Different versions of a resource are different, and all are kept.
package struct FHIRDistinct: TransformStage {
  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "fhir.distinct", shape: .transform,
    "Drops resources that a file repeats, and refuses those that contradict an earlier one of their type, id and version.",
    inputs: [InputPort("resources", .resources)],
    outputs: [OutputPort("resources", .resources, "The resources, each version once.")])

  /// Resources with the properties of those that come in.
  package let outputs: [String: EdgeType]

  /// Takes over what is known of the edge.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    let edge = context.edge("resources")
    outputs = ["resources": edge?.type ?? EdgeType(.resources, privacy: .identifiable)]
  }

  /// The work on one file.
  package func makeTransform(_ resources: StageResources) throws(StageError) -> any Transform {
    DistinctResources()
  }
}

/// Compares the resources of one file with those before them: in the order of the file, batch by batch.
private final class DistinctResources: OrderedTransform {
  /// What becomes of a resource.
  private enum Fate: Sendable { case kept, repeated, contradicting, version }

  private struct Judged: Batch {
    let source: ResourceChunkBatch
    let identities: [ResourceIdentity?]
    var fates: [Fate] = []
    var recordCount: Int { source.recordCount }
  }

  private struct Seen {
    var contents: [ResourceIdentity.Version: UInt64] = [:]
    var resources: Set<ResourceIdentity.Version> = []
  }

  private let seen = Mutex(Seen())

  func apply(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch {
    guard let source = batch as? ResourceChunkBatch else {
      throw StageError(.internal, "a batch of resources was expected")
    }
    log.read(source.recordCount)
    return Judged(
      source: source,
      identities: source.resources.resources.map { ResourceIdentity($0, of: source.resources) })
  }

  func settle(_ batches: inout [OrderedBatch]) throws(StageError) -> Int {
    guard let newest = batches.indices.last, var judged = batches[newest].batch as? Judged else {
      return batches.count
    }
    seen.withLock { seen in
      judged.fates = judged.identities.map { $0.map { Self.fate(of: $0, &seen) } ?? .kept }
    }
    batches[newest].batch = judged
    return batches.count
  }

  private static func fate(of identity: ResourceIdentity, _ seen: inout Seen) -> Fate {
    if let content = seen.contents[identity.version] {
      return content == identity.content ? .repeated : .contradicting
    }
    seen.contents[identity.version] = identity.content
    return seen.resources.insert(identity.resource).inserted ? .kept : .version
  }

  func completed(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch {
    guard let judged = batch as? Judged else {
      throw StageError(.internal, "a batch of judged resources was expected")
    }
    let source = judged.source
    var kept: [ResourceBounds] = []
    for (resource, fate) in zip(source.resources.resources, judged.fates) {
      switch fate {
      case .kept: kept.append(resource)
      case .version:
        kept.append(resource)
        log.tolerate(1, "further version of a resource")
      case .repeated: log.drop(rule: "duplicate")
      case .contradicting:
        try log.reject(
          source.refusal(
            of: resource, rule: "contradiction",
            message: "an earlier resource has the same type, id and version, but other content"))
      }
    }
    log.keep(kept.count)
    return ResourceChunkBatch(
      resources: ResourceBatch(
        text: source.resources.text, index: source.resources.index, resources: kept),
      chunk: source.chunk, source: source.source)
  }
}
