internal import FHIR
package import PipelineModel

/// Reads FHIR resources from NDJSON files, Bundles and single resources (`fhir.read`).
package struct FHIRRead: ReaderStage {
  /// A release of FHIR.
  enum Release: String, CaseIterable, Sendable {
    case r4 = "R4"
    case r4b = "R4B"
    case r5 = "R5"
  }

  private static let filesSetting = Setting<[PathPattern]>(
    required: "files", .paths, role: .inputFiles,
    "The files: NDJSON, a Bundle or a single resource as JSON; plain, gzip or BGZF; `-` is standard input."
  )
  private static let types = Setting<[String]?>(
    optional: "types", .list(of: .string),
    "The types of resources to keep; without it all are kept.")
  private static let fhirVersion = Setting<Release>(
    "fhirVersion", .oneOf, default: .r4, shown: "\"R4\"", "The release of FHIR.")

  /// What is known about the kind.
  package static let kind = StageKind(
    "fhir.read", shape: .reader,
    "Reads FHIR resources from NDJSON files, Bundles and single resources.",
    outputs: [OutputPort("resources", .resources, "The resources, in the order of each file.")],
    settings: [filesSetting, types, fhirVersion] + ReaderSettings.all)

  /// The input files.
  package let files: [PathPattern]
  /// What happens to bad records.
  package let contract: ReaderContract
  /// The type of the resources.
  package let outputs: [String: EdgeType]
  private let types: [String]?

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context)
    types = try context[Self.types]
    for type in types ?? [] where !ResourceType.isKnown(type) {
      context.refuse(
        Self.types, "names \"\(type)\", which is no type of resource",
        remedy: NearestName.find(type, among: ResourceType.names).map { "did you mean \"\($0)\"?" })
    }
    var attributes = [EdgeAttribute.fhirVersion: try context[Self.fhirVersion].rawValue]
    if let types { attributes[resourceTypesAttribute] = types.sorted().joined(separator: " ") }
    files = try context[Self.filesSetting]
    outputs = [
      "resources": EdgeType(.resources, attributes: attributes, privacy: .identifiable)
    ]
  }

  /// Opens one file.
  package func open(
    paths: [String], resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> any ShardReader {
    ResourceShardReader(paths: paths, types: types)
  }
}

/// The edge attribute that lists the types of resources that flow, with spaces between; absent for all.
let resourceTypesAttribute = "types"
