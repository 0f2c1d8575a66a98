internal import FHIR
internal import FHIRClient
internal import Foundation
internal import JSONText
package import PipelineModel

/// Fetches FHIR resources from a server, by searches or by an export (`fhir.fetch`).
///
/// They are fetched into the work folder before the run is planned, each resource once, and read from there as lines.
/// What the server says was deleted leaves by a port of its own.
package struct FHIRFetch: FetchingStage, SinkStage {
  private static let server = ServerSettings.server(role: .operational)
  private static let mode = Setting<FetchMode>(
    "mode", .oneOf, default: .search, shown: "\"search\"", role: .operational,
    "How the server hands out its data: page by page, or as an export (Bulk Data Access).")
  private static let types = Setting<[String]?>(
    optional: "types", .list(of: .string),
    "The types of resources; each is one search. An export may go without and then has all types.")
  private static let query = Setting<TypedQueries?>(
    optional: "query", .queries, role: .operational,
    "What resources must be found by, as it stands behind the question mark of a search: one for all types, or an object from types to queries. In an export it becomes `_typeFilter`."
  )
  private static let group = Setting<String?>(
    optional: "group", .string, role: .operational,
    "With an export: the id of the group whose patients are meant.")
  private static let level = Setting<ExportLevel>(
    "level", .oneOf, default: .system, shown: "\"system\"", role: .operational,
    "With an export: everything, or patients and what belongs to them.")
  private static let kickOff = Setting<BulkFetch.Request.KickOff>(
    "kickoff", .oneOf, default: .auto, shown: "\"auto\"", role: .operational,
    "With an export: how it is asked for. Generations 1 to 3 of Bulk Data Access take GET, the fourth POST; `auto` tries both."
  )
  private static let since = Setting<FetchReach?>(
    optional: "since", .reach, role: .operational,
    "Only what was changed since: an instant, or with `last-run` the fetch that the last successful run has read."
  )
  private static let pageSize = Setting<Int?>(
    optional: "pageSize", .integer(1...10_000), role: .operational,
    "How many resources a page of a search should have.")
  private static let countMismatch = Setting<CountMismatch>(
    "countMismatch", .oneOf, default: .fail, shown: "\"fail\"", role: .operational,
    "What happens when the server has announced more than it hands out, however often it is asked.")

  /// What is known about the kind.
  package static let kind = StageKind(
    "fhir.fetch", shape: .reader,
    "Fetches FHIR resources from a server, by searches or by an export (Bulk Data Access).",
    outputs: [
      OutputPort("resources", .resources, "The resources, each once, in its latest version."),
      OutputPort(
        "deleted", .table,
        "What the server says was deleted (exports only): `resource_type, id`."),
    ],
    settings: [
      server, mode, types, query, group, level, kickOff, since, pageSize, countMismatch,
    ] + ServerSettings.all + ReaderSettings.withoutFileChoice)

  /// The files that were fetched.
  package let files: [PathPattern]
  /// What happens to bad records.
  package let contract: ReaderContract
  /// The types of the ports.
  package let outputs: [String: EdgeType]
  /// Stands for what is asked for.
  package let request: String
  /// Which part of the server's data is fetched.
  package let reach: FetchReach
  private let choice: ServerChoice
  private let asked: Asked

  /// What is asked for, of either mode.
  private struct Asked: Sendable {
    let mode: FetchMode
    let types: [String]
    let queries: [String: String]
    let group: String?
    let level: ExportLevel
    let kickOff: BulkFetch.Request.KickOff
    let pageSize: Int?
    let onMismatch: CountMismatch
  }

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context, hasFileChoice: false)
    choice = try ServerChoice(&context, Self.server)
    reach = try context[Self.since] ?? .everything
    let types = try context[Self.types]
    let mode = try context[Self.mode]
    for type in types ?? [] where !ResourceType.isKnown(type) {
      context.refuse(
        Self.types, "names \"\(type)\", which is no type of resource",
        remedy: NearestName.find(type, among: ResourceType.names).map { "did you mean \"\($0)\"?" })
    }
    if mode == .search, types?.isEmpty ?? true {
      context.refuse(
        Self.types, "is needed for searches", remedy: "name the types, or set \"mode\": \"bulk\"")
    }
    let isOfExport: [any SettingDeclaration] = [Self.group, Self.level, Self.kickOff]
    for setting in isOfExport where mode == .search && context.isGiven(setting) {
      context.refuse(setting, "belongs to exports", remedy: "set \"mode\": \"bulk\", or leave it out")
    }
    let queries = try Self.queries(&context, types ?? [])
    asked = Asked(
      mode: mode, types: types ?? [], queries: queries, group: try context[Self.group],
      level: try context[Self.level], kickOff: try context[Self.kickOff],
      pageSize: try context[Self.pageSize], onMismatch: try context[Self.countMismatch])
    request = ([choice.base, mode.rawValue, asked.group ?? "", asked.level.rawValue] + asked.types)
      .joined(separator: "\n") + "\n"
      + queries.sorted { $0.key < $1.key }.map { "\($0.key)?\($0.value)" }.joined(separator: "\n")
    files = Self.files(of: context.stageName, at: context.position)
    var attributes = [EdgeAttribute.fhirVersion: "R4"]
    if let types { attributes[resourceTypesAttribute] = types.sorted().joined(separator: " ") }
    outputs = [
      "resources": EdgeType(.resources, attributes: attributes, privacy: .identifiable),
      "deleted": .table(DeletedRows.schema, privacy: .identifiable),
    ]
  }

  private static func queries(
    _ context: inout StageContext, _ types: [String]
  ) throws(StageRefusal) -> [String: String] {
    guard let given = try context[query]?.queries else { return [:] }
    if let all = given[""] {
      if types.isEmpty {
        context.refuse(
          query, "is for all types, and none are named",
          remedy: "name them under \"types\", or write an object from types to queries")
      }
      return Dictionary(types.map { ($0, all) }) { first, _ in first }
    }
    for type in given.keys.sorted() where !types.isEmpty && !types.contains(type) {
      context.refuse(
        query, "is for \"\(type)\", which is not one of \"types\"",
        remedy: NearestName.remedy(type, among: types))
    }
    return given
  }

  /// A run in which nothing has changed on the server has nothing to do.
  package var readsNewsOnly: Bool { reach == .sinceLastRun }

  /// Fetches everything that is not there yet.
  package func fetch(_ delivery: Delivery) throws(StageError) -> FetchRecord {
    let server = try choice.open(delivery.secrets)
    let result: FetchResult
    do throws(FHIRClientError) {
      switch asked.mode {
      case .search:
        result = try SearchFetch(
          server, search(since: delivery.since), folder: delivery.folder, progress: delivery.report
        ).run()
      case .bulk:
        result = try BulkFetch(
          server, export(since: delivery.since), folder: delivery.folder,
          progress: delivery.report
        ).run()
      }
    } catch {
      throw StageError(error)
    }
    var record = FetchRecord(result, server.tally, folder: delivery.folder)
    if record.files.isEmpty, reach != .sinceLastRun || delivery.since == nil {
      record.files = [try Self.emptyFile(delivery.folder)]
    }
    return record
  }

  private func search(since: String?) -> SearchFetch.Request {
    var request = SearchFetch.Request(types: asked.types)
    request.queries = asked.queries
    request.pageSize = asked.pageSize
    request.since = since
    request.onMismatch = asked.onMismatch
    return request
  }

  private func export(since: String?) -> BulkFetch.Request {
    var request = BulkFetch.Request()
    request.types = asked.types
    request.filters = asked.queries.sorted { $0.key < $1.key }.map { "\($0.key)?\($0.value)" }
    request.group = asked.group
    request.isOfPatients = asked.level == .patient
    request.kickOff = asked.kickOff
    request.since = since
    request.onMismatch = asked.onMismatch
    return request
  }

  /// A file without records, so that tables without rows come of a server without resources.
  private static func emptyFile(_ folder: String) throws(StageError) -> String {
    let path = folder + "/resources-00001.ndjson"
    guard FileManager.default.createFile(atPath: path, contents: Data("\n".utf8)) else {
      throw StageError(.io, "the file cannot be written", file: path)
    }
    return path
  }

  /// Opens one file.
  package func open(
    paths: [String], resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> any ShardReader {
    FetchedShardReader(paths: paths, types: asked.types.isEmpty ? nil : asked.types)
  }

  /// Makes the rows of what was deleted.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    DeletedRows()
  }
}

extension FetchRecord {
  /// What a fetch has brought, in numbers and in files.
  fileprivate init(_ result: FetchResult, _ tally: FHIRServer.Tally, folder: String) {
    self.init()
    files = result.files + [result.deletions].compactMap { $0 }
    upTo = result.upTo
    let numbers = result.counts
    counts = [
      Count("received", numbers.received), Count("kept", numbers.kept),
      Count("again", numbers.again), Count("replaced", numbers.replaced),
      Count("of other types", numbers.otherTypes), Count("without id", numbers.unidentified),
      Count("deleted", numbers.deleted), Count("searches begun anew", numbers.restarts),
      Count("requests", tally.requests), Count("requests repeated", tally.retries),
    ]
    remarks = numbers.remarks
    let outcomes = numbers.outcomes.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
    if !outcomes.isEmpty {
      remarks.append(
        "the server has remarks (\(outcomes.joined(separator: ", "))); they stand in \(folder)/outcomes.ndjson"
      )
    }
  }
}
