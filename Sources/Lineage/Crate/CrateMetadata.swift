import Foundation
import JSONText
import PipelineModel
import PipelinePlanner

/// The metadata of a run crate: RO-Crate 1.1 with the profile Provenance Run Crate 0.5, which includes those of
/// Workflow Run Crate and Process Run Crate.
///
/// Source: https://www.researchobject.org/workflow-run-crate/profiles/0.5/. Terms outside of RO-Crate's context are
/// said in place, so that the file can be read without the web.
struct CrateMetadata {
  private static let profiles = [
    "https://w3id.org/ro/wfrun/process/0.5", "https://w3id.org/ro/wfrun/workflow/0.5",
    "https://w3id.org/ro/wfrun/provenance/0.5",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
  ]

  private let crate: RunCrate
  private let run: CrateRun
  private let record: RunRecord
  private let own: [(name: String, content: [UInt8])]
  private let end: Double

  /// - Parameter own: The crate's files beside the published ones and this one.
  init(
    _ crate: RunCrate, _ run: CrateRun, _ record: RunRecord,
    own: [(name: String, content: [UInt8])]
  ) {
    self.crate = crate
    self.run = run
    self.record = record
    self.own = own
    end = record.endedAt ?? Date.now.timeIntervalSince1970
  }

  /// The whole file.
  var document: JSONNode {
    let actions = CrateActions(record: record, pipeline: crate.pipeline, run: run, end: end)
    return [
      "@context": .list([
        "https://w3id.org/ro/crate/1.1/context",
        [
          "sha256": "https://w3id.org/ro/terms/workflow-run#sha256",
          "ParameterConnection": "https://w3id.org/ro/terms/workflow-run#ParameterConnection",
        ],
      ]),
      "@graph": .list(
        [descriptor, root(actions)] + profileEntities + [workflow(actions), language]
          + people + actions.tools + actions.steps
          + CrateParameters(run: run, pipeline: crate.pipeline).entities
          + dataEntities
          + actions.entities(agent: crate.organisation.map { CrateEntity.reference($0.url) })),
    ]
  }

  private var descriptor: JSONNode {
    [
      "@id": .text(crate.mark), "@type": "CreativeWork", "about": CrateEntity.reference("./"),
      "conformsTo": CrateEntity.references([
        "https://w3id.org/ro/crate/1.1", "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
      ]),
    ]
  }

  private func root(_ actions: CrateActions) -> JSONNode {
    var members: [(String, JSONNode)] = [
      ("@id", "./"), ("@type", "Dataset"),
      ("name", .text("\(record.pipeline), run \(record.runID)")),
      (
        "description",
        .text(record.pipelineDescription ?? "Results of the pipeline \(record.pipeline).")
      ),
      ("datePublished", .text(OpenLineageEvents.timestamp(end))),
      ("license", CrateEntity.reference("#licence")),
      ("conformsTo", CrateEntity.references(Self.profiles)),
      ("mainEntity", CrateEntity.reference(CrateEntity.path(run.definition))),
      (
        "hasPart",
        CrateEntity.references(
          [CrateEntity.path(run.definition)] + dataEntities.compactMap { $0["@id"]?.string })
      ),
      ("mentions", CrateEntity.references(actions.identifiers)),
    ]
    if let organisation = crate.organisation {
      members.append(("author", CrateEntity.reference(organisation.url)))
      members.append(("publisher", CrateEntity.reference(organisation.url)))
    }
    return .object(members)
  }

  private var profileEntities: [JSONNode] {
    let names = [
      "Process Run Crate", "Workflow Run Crate", "Provenance Run Crate", "Workflow RO-Crate",
    ]
    return zip(Self.profiles, names).map { profile, name in
      [
        "@id": .text(profile), "@type": "CreativeWork", "name": .text(name),
        "version": .text(String(profile.split(separator: "/").last ?? "")),
      ]
    }
  }

  private var people: [JSONNode] {
    let licence: JSONNode = [
      "@id": "#licence", "@type": "CreativeWork", "name": "No licence is given",
      "description": "Ask whoever has published this crate what may be done with it.",
    ]
    guard let organisation = crate.organisation else { return [licence] }
    return [
      licence,
      [
        "@id": .text(organisation.url), "@type": "Organization", "name": .text(organisation.name),
        "url": .text(organisation.url),
      ],
    ]
  }

  private func workflow(_ actions: CrateActions) -> JSONNode {
    let parameters = CrateParameters(run: run, pipeline: crate.pipeline)
    let bytes = own.first { $0.name == run.definition }?.content.count ?? 0
    return [
      "@id": .text(CrateEntity.path(run.definition)),
      "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"],
      "name": .text(record.pipeline),
      "description": .text(record.pipelineDescription ?? "The pipeline's definition."),
      "conformsTo": CrateEntity.reference(
        "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"),
      "programmingLanguage": CrateEntity.reference("#language"),
      "encodingFormat": "application/json", "contentSize": .text("\(bytes)"),
      "sha256": .text(run.definitionSHA256), "version": .text(run.definitionSHA256),
      "input": CrateEntity.references(parameters.inputs),
      "output": CrateEntity.references(parameters.outputs),
      "hasPart": CrateEntity.references(actions.tools.compactMap { $0["@id"]?.string }),
      "step": CrateEntity.references(actions.steps.compactMap { $0["@id"]?.string }),
    ]
  }

  private var language: JSONNode {
    [
      "@id": "#language", "@type": "ComputerLanguage", "name": "PCMFlow definition",
      "version": .text(record.version),
    ]
  }

  /// The files of the crate but the definition, which is the workflow, and those that the run read and that are named by their digests.
  private var dataEntities: [JSONNode] {
    let published = run.files.map { file in
      CrateEntity.file(
        CrateEntity.path(file.name), name: file.name, bytes: file.bytes, sha256: file.sha256,
        exampleOf: ["#output/\(file.from)"])
    }
    let repeatable = CrateEntity.file(
      CrateRun.fileName, name: "What it takes to repeat the run",
      bytes: own.first { $0.name == CrateRun.fileName }?.content.count ?? 0, sha256: nil,
      exampleOf: [])
    let readme: JSONNode = [
      "@id": .text(RunCrate.readme), "@type": "File", "name": "What this folder is",
      "about": CrateEntity.reference("./"), "encodingFormat": "text/markdown",
    ]
    let manifest: JSONNode = [
      "@id": "manifest.json", "@type": "File", "name": "The release's own list of files",
      "encodingFormat": "application/json",
    ]
    return published + [repeatable, readme, manifest] + CrateEntity.inputs(run)
  }
}
