import JSONText
import PipelineModel

/// The state of compiling one definition.
struct Compilation {
  /// The definition, with the gatherers that the compiler has put before ports behind its own stages.
  private(set) var definition: PipelineDefinition
  let registry: StageRegistry
  let folder: String
  var diagnostics: DiagnosticList
  /// The stages compiled so far; nil where a stage was refused.
  var compiled: [CompiledStage?]
  /// The kind of each stage; nil where it is unknown.
  private(set) var types: [(any Stage.Type)?]
  let numbers: [String: Int]
  /// The stages in an order in which producers stand before consumers.
  var order: [Int] = []
  /// The stages whose `from` has an edge of a wrong form (already reported).
  var stagesWithBrokenEdges: Set<Int> = []
  /// For each gatherer, the stage that it gathers for and what it takes, as the definition writes that.
  private(set) var gathering: [Int: (stage: Int, source: Located)] = [:]

  init(
    definition: PipelineDefinition, registry: StageRegistry, folder: String,
    diagnostics: DiagnosticList
  ) {
    self.definition = definition
    self.registry = registry
    self.folder = folder
    self.diagnostics = diagnostics
    compiled = Array(repeating: nil, count: definition.stages.count)
    types = definition.stages.map { registry[$0.use.text] }
    numbers = Dictionary(
      definition.stages.enumerated().map { ($0.element.name.text, $0.offset) }
    ) { first, _ in first }
  }

  /// The stages, when all were compiled.
  var compiledStages: [CompiledStage] { compiled.compactMap { $0 } }

  /// Compiles every stage, producers first.
  mutating func compileStages() {
    for (index, stage) in definition.stages.enumerated() where types[index] == nil {
      diagnostics.error(
        "unknown-kind", "no kind of stage is called \"\(stage.use.text)\"",
        remedy: NearestName.remedy(stage.use.text, among: registry.names), at: stage.use.position)
    }
    var links: [[EdgeReference]] = []
    for index in definition.stages.indices { links.append(edgeReferences(of: index)) }
    links = addGatherers(links)
    order = topologicalOrder(links)
    for index in order { compiled[index] = compileStage(index, links[index]) }
    let unordered = Set(definition.stages.indices).subtracting(order)
    for index in unordered.sorted() where gathering[index] == nil { _ = decodeSettings(index) }
  }

  /// Adds a stage that gathers what flows along edges for a port, and gives its number.
  mutating func addGatherer(
    _ type: any Stage.Type, for stage: Int, port: InputPort, of source: Located
  ) -> Int {
    let consumer = definition.stages[stage]
    let known = type.kind.settings.map(\.name)
    // A point stands in no name of a definition.
    var gatherer = StageDefinition(
      name: Located("\(consumer.name.text).\(port.name)", at: consumer.name.position),
      use: Located(type.kind.name, at: consumer.use.position), from: nil,
      settings: consumer.settings.filter { known.contains($0.key) },
      failurePolicy: consumer.failurePolicy)
    gatherer.needs = consumer.needs
    gatherer.unresolved = consumer.unresolved.intersection(known)
    definition.stages.append(gatherer)
    types.append(type)
    compiled.append(nil)
    gathering[definition.stages.count - 1] = (stage, source)
    return definition.stages.count - 1
  }

  private mutating func compileStage(
    _ index: Int, _ references: [EdgeReference]
  ) -> CompiledStage? {
    let definition = definition.stages[index]
    let before = diagnostics.all.count
    let reported = diagnostics
    let settings = decodeSettings(index)
    if gathering[index] != nil, diagnostics.all.count > before {
      // The stage that it gathers for has the same settings, and says what is wrong with them.
      diagnostics = reported
      return nil
    }
    guard let type = types[index], let settings else { return nil }
    guard let edges = resolveEdges(references, of: index, type.kind),
      definition.unresolved.isEmpty
    else { return nil }
    let errorsSoFar = diagnostics.all[before...].contains { $0.severity == .error }
    if errorsSoFar { return nil }
    var context = StageContext(
      stageName: stageName(index), position: definition.name.position,
      edges: edges.map { edge in
        IncomingEdge(
          name: edge.compiled.name, type: edge.compiled.type, source: edge.source,
          position: edge.position)
      },
      folder: folder, values: settings.values, nodes: settings.nodes, diagnostics: diagnostics)
    do {
      let stage = try type.init(&context)
      diagnostics = context.diagnostics
      let contracts = contracts(of: index, type.kind)
      if diagnostics.all[before...].contains(where: { $0.severity == .error }) { return nil }
      return CompiledStage(
        name: definition.name.text, position: definition.name.position, stage: stage,
        edges: edges.map(\.compiled), settings: settings.keyTexts, files: settings.files,
        failurePolicy: definition.failurePolicy, contracts: contracts, needs: definition.needs)
    } catch {
      diagnostics = context.diagnostics
      return nil
    }
  }

  /// The decoded settings of a stage.
  struct DecodedSettings {
    var values: [String: any Sendable] = [:]
    var nodes: [String: JSONNode] = [:]
    var keyTexts: [(name: String, text: String)] = []
    var files: [(setting: String, role: SettingRole, patterns: [PathPattern])] = []
  }

  private mutating func decodeSettings(_ index: Int) -> DecodedSettings? {
    guard let kind = types[index]?.kind else { return nil }
    let stage = definition.stages[index]
    let known = kind.settings.map(\.name)
    let secrets = Set(definition.secrets.map(\.name.text))
    var result = DecodedSettings()
    for member in stage.settings where !member.key.hasPrefix("x-") {
      guard let setting = kind.settings.first(where: { $0.name == member.key }) else {
        diagnostics.error(
          "unknown-setting", "\"\(kind.name)\" has no setting \"\(member.key)\"",
          remedy: NearestName.remedy(member.key, among: known), at: member.keyPosition)
        continue
      }
      result.nodes[member.key] = member.value
      if stage.unresolved.contains(member.key) { continue }
      var decoder = SettingDecoder(
        subject: "\"\(member.key)\" of stage \"\(stage.name.text)\"", folder: folder,
        secrets: secrets, diagnostics: diagnostics)
      let value = setting.decodeAny(member.value, &decoder)
      diagnostics = decoder.diagnostics
      guard let value else { continue }
      result.values[member.key] = value
      let named = (value as? any NamesFiles)?.namedFiles ?? []
      switch setting.role {
      case .plain, .secret:
        result.keyTexts.append((member.key, member.value.canonicalText))
      case .referenceFiles where named.isEmpty, .earlierFiles where named.isEmpty:
        result.keyTexts.append((member.key, member.value.canonicalText))
      case .inputFiles, .referenceFiles, .earlierFiles:
        if let text = (value as? any NamesFiles)?.keyText {
          result.keyTexts.append((member.key, text))
        }
        result.files.append((member.key, setting.role, named))
      case .operational: break
      }
    }
    for setting in kind.settings where setting.isRequired && result.nodes[setting.name] == nil {
      diagnostics.error(
        "missing-setting", "stage \"\(stage.name.text)\" has no \"\(setting.name)\"",
        remedy: "give \(setting.phrase) under \"with\"", at: stage.name.position)
    }
    result.keyTexts.sort { $0.name < $1.name }
    return result
  }
}
