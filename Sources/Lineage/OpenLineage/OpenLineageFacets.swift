import JSONText
import PipelineModel
import Tables

/// The facets of OpenLineage that we send; each names the version of its schema.
struct OpenLineageFacets {
  /// Who says so: the program and its version, as a URI.
  let producer: String

  private func facet(_ schema: String, _ members: [(String, JSONNode)]) -> JSONNode {
    .object(
      [
        ("_producer", .text(producer)),
        ("_schemaURL", .text("https://openlineage.io/spec/facets/\(schema)")),
      ] + members)
  }

  /// The day that a run is for, from its midnight in UTC to the next.
  func nominalTime(from start: String, to end: String) -> JSONNode {
    facet(
      "1-0-1/NominalTimeRunFacet.json#/$defs/NominalTimeRunFacet",
      [("nominalStartTime", .text(start)), ("nominalEndTime", .text(end))])
  }

  /// The run that has started this one.
  func parent(_ parent: OpenLineageParent) -> JSONNode {
    facet(
      "1-2-0/ParentRunFacet.json#/$defs/ParentRunFacet",
      [
        ("run", ["runId": .text(parent.runID)]),
        ("job", ["namespace": .text(parent.namespace), "name": .text(parent.name)]),
      ])
  }

  /// The program.
  func processingEngine(version: String) -> JSONNode {
    facet(
      "1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet",
      [("name", "pcmflow"), ("version", .text(version))])
  }

  /// Why a run has not succeeded.
  func errorMessage(_ message: String) -> JSONNode {
    facet(
      "1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet",
      [("message", .text(message)), ("programmingLanguage", "Swift")])
  }

  /// What kind of job a pipeline is.
  var jobType: JSONNode {
    facet(
      "2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet",
      [("processingType", "BATCH"), ("integration", "PCMFLOW"), ("jobType", "DAG")])
  }

  /// What a pipeline does, in its author's words.
  func documentation(_ text: String) -> JSONNode {
    facet(
      "1-1-0/DocumentationJobFacet.json#/$defs/DocumentationJobFacet",
      [("description", .text(text))])
  }

  /// The facets of a dataset, whether read or published.
  func dataset(_ dataset: LineageDataset) -> JSONNode {
    var facets: [(String, JSONNode)] = [
      (
        "version",
        facet(
          "1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet",
          [("datasetVersion", .text(dataset.version))])
      ),
      (
        "datasetType",
        facet(
          "1-0-1/DatasetTypeDatasetFacet.json#/$defs/DatasetTypeDatasetFacet",
          [("datasetType", .text(dataset.isTable ? "TABLE" : "FILE"))])
      ),
    ]
    if let columns = dataset.columns {
      facets.append(
        (
          "schema",
          facet(
            "1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet",
            [("fields", .list(columns.map(Self.field)))])
        ))
    }
    return .object(facets)
  }

  private static func field(_ column: PortColumn) -> JSONNode {
    var members: [(String, JSONNode)] = [("name", .text(column.name))]
    if let type = column.type { members.append(("type", .text(type.rawValue))) }
    return .object(members)
  }

  /// How much was read.
  func inputStatistics(_ dataset: LineageDataset) -> JSONNode {
    facet(
      "1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet",
      statistics(dataset))
  }

  /// How much was published.
  func outputStatistics(_ dataset: LineageDataset) -> JSONNode {
    facet(
      "1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet",
      statistics(dataset))
  }

  private func statistics(_ dataset: LineageDataset) -> [(String, JSONNode)] {
    var members: [(String, JSONNode)] = [
      ("size", .integer(dataset.bytes)), ("fileCount", .integer(dataset.fileCount)),
    ]
    if let rows = dataset.rows { members.append(("rowCount", .integer(rows))) }
    return members
  }

  /// Which promises about an input were kept.
  func assertions(_ contracts: [ContractRecord]) -> JSONNode {
    facet(
      "1-1-0/DataQualityAssertionsDatasetFacet.json#/$defs/DataQualityAssertionsDatasetFacet",
      [
        (
          "assertions",
          .list(
            contracts.map { contract in
              [
                "assertion": .text(contract.promise), "success": .flag(contract.isKept),
                "severity": "error", "expected": .text(contract.limit),
                "actual": .text(contract.found),
              ]
            })
        )
      ])
  }
}
