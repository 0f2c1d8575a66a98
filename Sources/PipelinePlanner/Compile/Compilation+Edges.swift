import JSONText
import PipelineModel

/// An edge as the definition writes it, before the producer's ports are known.
struct EdgeReference {
  /// The name that the definition gives the edge; nil for `"from": "stage"`.
  var name: Located?
  /// The producer as written.
  var source: Located
  /// The number of the producing stage; nil where there is none of that name.
  var producer: Int?
  /// The producer's port where the definition names it.
  var port: String?
}

/// An edge after its types have been checked.
struct ResolvedEdge {
  var compiled: CompiledEdge
  var source: String
  var position: SourcePosition
}

extension Compilation {
  /// The edges that a stage's `from` writes; reports names of stages that do not exist.
  mutating func edgeReferences(of index: Int) -> [EdgeReference] {
    guard let from = definition.stages[index].from else { return [] }
    let subject = "\"from\" of stage \"\(definition.stages[index].name.text)\""
    if let text = from.string { return [reference(nil, Located(text, at: from.position))] }
    guard let members = from.members else {
      stagesWithBrokenEdges.insert(index)
      diagnostics.error(
        "wrong-type", "\(subject) is \(from.kindInWords)",
        remedy: "write \"stage.port\", or an object from ports to \"stage.port\"",
        at: from.position)
      return []
    }
    var references: [EdgeReference] = []
    for member in members where !member.key.hasPrefix("x-") {
      for node in member.value.elements ?? [member.value] {
        guard let text = node.string else {
          stagesWithBrokenEdges.insert(index)
          diagnostics.error(
            "wrong-type", "\"\(member.key)\" in \(subject) is \(node.kindInWords)",
            remedy: "write \"stage.port\"", at: node.position)
          continue
        }
        references.append(
          reference(
            Located(member.key, at: member.keyPosition), Located(text, at: node.position)))
      }
    }
    return references
  }

  private mutating func reference(_ name: Located?, _ source: Located) -> EdgeReference {
    let parts = source.text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let producer = numbers[String(parts[0])]
    if producer == nil, !definition.refusedStages.contains(String(parts[0])) {
      diagnostics.error(
        "unknown-stage", "no stage is called \"\(parts[0])\"",
        remedy: NearestName.remedy(String(parts[0]), among: numbers.keys), at: source.position)
    }
    return EdgeReference(
      name: name, source: source, producer: producer,
      port: parts.count == 2 ? String(parts[1]) : nil)
  }

  /// Producers before consumers, otherwise in the order of the definition; stages on or behind a cycle are left out.
  mutating func topologicalOrder(_ links: [[EdgeReference]]) -> [Int] {
    var waiting = links.map { Set($0.compactMap(\.producer)) }
    var order: [Int] = []
    var placed: Set<Int> = []
    var progress = true
    while progress {
      progress = false
      for index in links.indices where !placed.contains(index) {
        waiting[index].subtract(placed)
        if waiting[index].isEmpty {
          order.append(index)
          placed.insert(index)
          progress = true
        }
      }
    }
    if order.count < links.count { reportCycles(waiting, placed: placed, links) }
    return order
  }

  private mutating func reportCycles(
    _ waiting: [Set<Int>], placed: Set<Int>, _ links: [[EdgeReference]]
  ) {
    var reported: Set<Int> = []
    for start in waiting.indices where !placed.contains(start) {
      var path: [Int] = []
      var current = start
      while !path.contains(current), !reported.contains(current) {
        path.append(current)
        guard let next = waiting[current].min() else { break }
        current = next
      }
      reported.formUnion(path)
      guard let loopStart = path.firstIndex(of: current) else { continue }
      let loop = path[loopStart...].map { definition.stages[$0].name.text }
      let last = path[loopStart]
      let edge = links[last].first { $0.producer == waiting[last].min() }
      let names = (loop + [loop[0]]).reversed().map { "\"\($0)\"" }.joined(separator: " -> ")
      diagnostics.error(
        "cycle", "stages wait for each other: \(names)", remedy: "remove one of these edges",
        at: edge?.source.position ?? definition.stages[last].name.position)
    }
  }

  /// Checks the edges of a stage against its ports; nil when a producer was refused (already reported).
  mutating func resolveEdges(
    _ references: [EdgeReference], of index: Int, _ kind: StageKind
  ) -> [ResolvedEdge]? {
    var resolved: [ResolvedEdge] = []
    var isComplete = true
    var isMisdirected = false
    for reference in references {
      guard let port = inputPort(for: reference, of: index, kind) else {
        isMisdirected = true
        continue
      }
      guard let edge = resolve(reference, into: port, of: index) else {
        isComplete = false
        continue
      }
      if resolved.contains(where: { $0.compiled.name == edge.compiled.name }) {
        diagnostics.error(
          "port-taken",
          "two edges end at \"\(edge.compiled.name)\" of stage \"\(stageName(index))\"",
          remedy: "this port takes one edge", at: edge.position)
        isComplete = false
      }
      resolved.append(edge)
    }
    // An edge that seems to be missing is most likely one whose form or port was refused.
    if isMisdirected || stagesWithBrokenEdges.contains(index) { return nil }
    for port in kind.inputs where port.arity != .optional {
      let isGiven =
        port.arity == .named
        ? !references.isEmpty
        : references.contains { ($0.name?.text ?? port.name) == port.name }
      if !isGiven {
        diagnostics.error(
          "missing-edge",
          "nothing comes into \"\(port.name)\" (\(port.kind)) of stage \"\(stageName(index))\"",
          remedy: "name a stage that gives \(port.kind) under \"from\"",
          at: definition.stages[index].name.position)
        isComplete = false
      }
    }
    return isComplete ? resolved : nil
  }

  /// What messages call a stage: a gatherer has the name of the stage that it gathers for.
  func stageName(_ index: Int) -> String {
    definition.stages[gathering[index]?.stage ?? index].name.text
  }

  private mutating func inputPort(
    for reference: EdgeReference, of index: Int, _ kind: StageKind
  ) -> InputPort? {
    guard !kind.inputs.isEmpty else {
      diagnostics.error(
        "no-such-port", "\"\(kind.name)\" takes nothing in",
        remedy: "remove \"from\"; a reader names its files under \"with\"",
        at: reference.source.position)
      return nil
    }
    if let named = kind.inputs.first(where: { $0.arity == .named }) { return named }
    guard let name = reference.name else {
      let needed = kind.inputs.filter { $0.arity == .one }
      if kind.inputs.count == 1 || needed.count == 1 { return needed.first ?? kind.inputs[0] }
      if needed.isEmpty, let port = onlyInput(of: kind, for: reference) { return port }
      diagnostics.error(
        "ambiguous-port", "\"\(kind.name)\" has several ports",
        remedy: "write {\""
          + kind.inputs.map { "\($0.name)\": \"stage.port\"" }.joined(separator: ", \"") + "}",
        at: reference.source.position)
      return nil
    }
    if let port = kind.inputs.first(where: { $0.name == name.text }) { return port }
    diagnostics.error(
      "no-such-port", "\"\(kind.name)\" has no input \"\(name.text)\"",
      remedy: NearestName.remedy(name.text, among: kind.inputs.map(\.name)), at: name.position)
    return nil
  }

  /// The one input that takes what a producer gives, of a kind that takes one thing or another.
  private func onlyInput(of kind: StageKind, for reference: EdgeReference) -> InputPort? {
    let outputs = reference.producer.flatMap { types[$0]?.kind.outputs } ?? []
    let given = outputs.filter { output in
      reference.port.map { $0 == output.name } ?? !output.isAside
    }
    let fitting = kind.inputs.filter { port in given.contains { $0.kind == port.kind } }
    return fitting.count == 1 ? fitting[0] : nil
  }

  private mutating func resolve(
    _ reference: EdgeReference, into port: InputPort, of index: Int
  ) -> ResolvedEdge? {
    guard let producer = reference.producer, let producerKind = types[producer]?.kind,
      let output = outputPort(
        reference.port, of: producerKind, wanted: port.kind, source: reference.source)
    else { return nil }
    guard output.kind == port.kind else {
      diagnostics.error(
        "wrong-kind",
        "\"\(port.name)\" of stage \"\(stageName(index))\" takes \(port.kind), but "
          + "\(stageName(producer)).\(output.name) gives \(output.kind)",
        remedy: "name a stage that gives \(port.kind)", at: reference.source.position)
      return nil
    }
    guard let type = compiled[producer]?.stage.outputs[output.name] else { return nil }
    let name = port.arity == .named ? reference.name?.text ?? stageName(producer) : port.name
    let source =
      gathering[producer]?.source.text ?? "\(stageName(producer)).\(output.name)"
    return ResolvedEdge(
      compiled: CompiledEdge(name: name, producer: producer, port: output.name, type: type),
      source: source, position: reference.source.position)
  }

  /// The output that a reference means: the one it names, or the only one that fits.
  mutating func outputPort(
    _ name: String?, of kind: StageKind, wanted: PortKind?, source: Located
  ) -> OutputPort? {
    if let name {
      if let port = kind.outputs.first(where: { $0.name == name }) { return port }
      diagnostics.error(
        "no-such-port", "\"\(kind.name)\" has no output \"\(name)\"",
        remedy: NearestName.remedy(name, among: kind.outputs.map(\.name)), at: source.position)
      return nil
    }
    if kind.outputs.count == 1 { return kind.outputs[0] }
    let fitting = kind.outputs.filter { wanted == nil || $0.kind == wanted }
    if fitting.count == 1 { return fitting[0] }
    let plain = fitting.filter { !$0.isAside }
    if plain.count == 1 { return plain[0] }
    let ports = kind.outputs.map { "\"\(source.text).\($0.name)\"" }.joined(separator: ", ")
    diagnostics.error(
      "ambiguous-port", "\"\(source.text)\" has several outputs", remedy: "write one of \(ports)",
      at: source.position)
    return nil
  }
}
