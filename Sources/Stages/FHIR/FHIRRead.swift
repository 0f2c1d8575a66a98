internal import FHIR
package import PipelineModel

/// Reads FHIR resources from NDJSON files, Bundles and single resources, in JSON and XML (`fhir.read`).
package struct FHIRRead: ReaderStage {
  private static let filesSetting = Setting<[PathPattern]>(
    required: "files", .paths, role: .inputFiles,
    "The files: NDJSON, or a Bundle or a single resource as JSON or XML; UTF-8 or UTF-16; plain, gzip or BGZF; `-` is standard input."
  )
  private static let types = Setting<[String]?>(
    optional: "types", .list(of: .string),
    "The types of resources to keep; without it all are kept.")
  private static let fhirVersion = Setting<FHIRRelease>(
    "fhirVersion", .oneOf, default: .r4, shown: "\"R4\"",
    "The release of FHIR; its definitions say how XML is read.")

  /// How closely resources are looked at.
  enum Check: String, CaseIterable, Sendable {
    case syntax
    case structure
  }
  private static let check = Setting<Check>(
    "check", .oneOf, default: .syntax, shown: "\"syntax\"",
    "How closely resources are looked at: `syntax` (JSON or XML, the type of resource, no member twice), or `structure` too: elements, what repeats, values and narratives as the release defines them."
  )

  /// What is known about the kind.
  package static let kind = StageKind(
    "fhir.read", version: 2, shape: .reader,
    "Reads FHIR resources from NDJSON files, Bundles and single resources, in JSON and XML.",
    outputs: [OutputPort("resources", .resources, "The resources, in the order of each file.")],
    settings: [filesSetting, types, fhirVersion, check] + ReaderSettings.all)

  /// The input files.
  package let files: [PathPattern]
  /// What happens to bad records.
  package let contract: ReaderContract
  /// The type of the resources.
  package let outputs: [String: EdgeType]
  private let types: [String]?
  private let release: FHIRRelease
  private let checksStructure: Bool

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context)
    types = try context[Self.types]
    for type in types ?? [] where !ResourceType.isKnown(type) {
      context.refuse(
        Self.types, "names \"\(type)\", which is no type of resource",
        remedy: NearestName.find(type, among: ResourceType.names).map { "did you mean \"\($0)\"?" })
    }
    release = try context[Self.fhirVersion]
    checksStructure = try context[Self.check] == .structure
    var attributes = [EdgeAttribute.fhirVersion: release.rawValue]
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
    ResourceShardReader(
      paths: paths,
      reader: ResourceReader(types: types, release: release, checksStructure: checksStructure))
  }
}

/// The edge attribute that lists the types of resources that flow, with spaces between; absent for all.
let resourceTypesAttribute = "types"
