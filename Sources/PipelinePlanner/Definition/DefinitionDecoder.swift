import JSONText
import PipelineModel

/// Checks the form of a definition: known keys, right types, nothing missing; all errors at once.
struct DefinitionDecoder {
  var diagnostics: DiagnosticList

  /// The keys of a definition.
  static let keys = [
    "$schema", "pipeline", "description", "parameters", "secrets", "resources", "defaults",
    "stages", "publish", "on", "slurm",
  ]
  /// The keys of a stage.
  static let stageKeys = [
    "use", "from", "with", "contracts", "description", "timeout", "retry", "memory", "resources",
  ]

  /// The definition in a document; nil when it has no usable form (already reported).
  mutating func decode(_ root: JSONNode) -> PipelineDefinition? {
    guard let reader = ObjectReader(root, "the definition", keys: Self.keys, &diagnostics) else {
      return nil
    }
    var definition = PipelineDefinition(name: Located("", at: root.position))
    if reader.required("pipeline", &diagnostics) != nil,
      let name = reader.string("pipeline", &diagnostics)
    {
      checkName(name, "a pipeline")
      definition.name = name
    }
    _ = reader.string("$schema", &diagnostics)
    definition.description = reader.string("description", &diagnostics)?.text
    for member in named(reader["parameters"], "\"parameters\"") {
      if let parameter = parameter(member) {
        definition.parameters.append(parameter)
      } else {
        definition.refusedParameters.insert(member.key)
      }
    }
    definition.secrets = secrets(reader["secrets"])
    definition.resources = resourceCounts(reader["resources"])
    var usualMemory: Int?
    if let node = reader["defaults"] {
      definition.defaults = failurePolicy(
        node, "\"defaults\"", keys: ["timeout", "retry", "memory"], from: FailurePolicy())
      usualMemory = memory(node["memory"], "\"defaults\"")
    }
    if let node = reader.required("stages", &diagnostics) {
      stages(node, into: &definition)
      for index in definition.stages.indices where definition.stages[index].needs.memoryBytes == nil
      {
        definition.stages[index].needs.memoryBytes = usualMemory
      }
    }
    definition.publish = publish(reader["publish"])
    definition.notifications = notifications(
      reader["on"], secrets: Set(definition.secrets.map(\.name.text)))
    definition.slurm = named(reader["slurm"], "\"slurm\"")
    return definition
  }

  /// The members of an object whose keys are names that the author chose.
  mutating func named(_ node: JSONNode?, _ subject: String) -> [JSONMember] {
    guard let node else { return [] }
    guard let members = node.members else {
      diagnostics.error(
        "wrong-type", "\(subject) is \(node.kindInWords)",
        remedy: "write an object from names to values", at: node.position)
      return []
    }
    return members.filter { !$0.key.hasPrefix("x-") }
  }

  mutating func checkName(_ name: Located, _ what: String) {
    let allowed = name.text.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0))
    }
    if !allowed || name.text.first?.isLetter != true {
      diagnostics.error(
        "bad-name", "\"\(name.text)\" cannot name \(what)",
        remedy: "begin with a letter and use letters, digits, '-' and '_' only", at: name.position)
    }
  }

  private mutating func parameter(_ member: JSONMember) -> ParameterDefinition? {
    let name = Located(member.key, at: member.keyPosition)
    checkName(name, "a parameter")
    let subject = "parameter \"\(member.key)\""
    guard
      let reader = ObjectReader(
        member.value, subject, keys: ["type", "default", "enum", "description"], &diagnostics)
    else { return nil }
    _ = reader.string("description", &diagnostics)
    guard reader.required("type", &diagnostics) != nil,
      let word = reader.string("type", &diagnostics)
    else { return nil }
    guard let type = ParameterDefinition.ValueType(rawValue: word.text) else {
      diagnostics.error(
        "bad-value", "\(subject) has an unknown type \"\(word.text)\"",
        remedy: NearestName.remedy(
          word.text, among: ParameterDefinition.ValueType.allCases.map(\.rawValue)),
        at: word.position)
      return nil
    }
    guard let list = reader["enum"] else {
      return ParameterDefinition(
        name: name, type: type, defaultValue: reader["default"], choices: nil)
    }
    let choices = stringList(list, "\"enum\" of \(subject)")
    if list.elements?.isEmpty == true {
      diagnostics.error(
        "bad-value", "\"enum\" of \(subject) is an empty list",
        remedy: "list the values that are allowed, or leave the key out", at: list.position)
    }
    guard !choices.isEmpty, choices.count == list.elements?.count ?? 1 else { return nil }
    return ParameterDefinition(
      name: name, type: type, defaultValue: reader["default"], choices: choices)
  }

  private mutating func secrets(_ node: JSONNode?) -> [SecretDefinition] {
    named(node, "\"secrets\"").compactMap { member in
      let name = Located(member.key, at: member.keyPosition)
      checkName(name, "a secret")
      guard member.value.members != nil else {
        diagnostics.error(
          "secret-as-text", "secret \"\(member.key)\" is \(member.value.kindInWords)",
          remedy: "a definition never holds a secret; write {\"env\": \"NAME_OF_A_VARIABLE\"}",
          at: member.value.position)
        return nil
      }
      guard
        let reader = ObjectReader(
          member.value, "secret \"\(member.key)\"", keys: ["env", "description"], &diagnostics),
        reader.required("env", &diagnostics) != nil,
        let variable = reader.string("env", &diagnostics)
      else { return nil }
      _ = reader.string("description", &diagnostics)
      guard Self.namesVariable(variable.text) else {
        diagnostics.error(
          "secret-as-text", "\"env\" of secret \"\(member.key)\" is not the name of a variable",
          remedy:
            "a definition never holds a secret; name the environment variable that holds it",
          at: variable.position)
        return nil
      }
      return SecretDefinition(name: name, environmentVariable: variable.text)
    }
  }

  /// Whether a text can name an environment variable (POSIX.1-2017 8.1, with lower case).
  private static func namesVariable(_ text: String) -> Bool {
    text.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  private mutating func stages(_ node: JSONNode, into definition: inout PipelineDefinition) {
    let members = named(node, "\"stages\"")
    if node.members != nil, members.isEmpty {
      diagnostics.error(
        "missing-key", "\"stages\" is empty", remedy: "add at least one stage", at: node.position)
    }
    for member in members {
      let needs = needs(member, known: definition.resources)
      if var stage = stage(member, defaults: definition.defaults) {
        stage.needs = needs
        definition.stages.append(stage)
      } else {
        definition.refusedStages.insert(member.key)
      }
    }
  }

  private mutating func stage(_ member: JSONMember, defaults: FailurePolicy) -> StageDefinition? {
    let name = Located(member.key, at: member.keyPosition)
    checkName(name, "a stage")
    let subject = "stage \"\(member.key)\""
    guard let reader = ObjectReader(member.value, subject, keys: Self.stageKeys, &diagnostics)
    else { return nil }
    _ = reader.string("description", &diagnostics)
    let policy = failurePolicy(member.value, subject, keys: nil, from: defaults)
    let with = reader["with"]
    if let with, with.members == nil {
      diagnostics.error(
        "wrong-type", "\"with\" of \(subject) is \(with.kindInWords)",
        remedy: "write an object of settings { … }", at: with.position)
    }
    guard reader.required("use", &diagnostics) != nil,
      let use = reader.string("use", &diagnostics), with == nil || with?.members != nil
    else { return nil }
    var stage = StageDefinition(
      name: name, use: use, from: reader["from"], settings: with?.members ?? [],
      failurePolicy: policy)
    stage.contracts = named(reader["contracts"], "\"contracts\" of \(subject)")
    return stage
  }

  /// - Parameter keys: The only keys of the node, or nil where they have been checked before.
  private mutating func failurePolicy(
    _ node: JSONNode, _ subject: String, keys: [String]?, from defaults: FailurePolicy
  ) -> FailurePolicy {
    var policy = defaults
    if let keys, ObjectReader(node, subject, keys: keys, &diagnostics) == nil { return policy }
    if let timeout = node["timeout"] {
      policy.timeoutSeconds = quantity(timeout, "\"timeout\" of \(subject)", .duration)
      if policy.timeoutSeconds == 0 {
        diagnostics.error(
          "bad-value", "\"timeout\" of \(subject) leaves no time",
          remedy: "write a duration such as \"2h\", or leave the key out for no bound",
          at: timeout.position)
      }
    }
    guard let retryNode = node["retry"] else { return policy }
    let retrySubject = "\"retry\" of \(subject)"
    guard
      let retry = ObjectReader(
        retryNode, retrySubject, keys: ["attempts", "backoff", "on"], &diagnostics)
    else { return policy }
    if let node = retry["attempts"] {
      policy.attempts =
        quantity(node, "\"attempts\" of \(retrySubject)", .integer(1...100)) ?? policy.attempts
    }
    if let text = retry.string("backoff", &diagnostics) { backoff(text, retrySubject, &policy) }
    if let node = retry["on"] { policy.retried = retried(node, retrySubject) }
    return policy
  }

  mutating func quantity<Value>(
    _ node: JSONNode, _ subject: String, _ type: SettingType<Value>
  ) -> Value? {
    var decoder = SettingDecoder(
      subject: subject, folder: "/", secrets: [], diagnostics: diagnostics)
    let value = type.decode(node, &decoder)
    diagnostics = decoder.diagnostics
    return value
  }

  private mutating func backoff(
    _ text: Located, _ subject: String, _ policy: inout FailurePolicy
  ) {
    let bounds = text.text.split(separator: "..", omittingEmptySubsequences: false)
    let seconds = bounds.compactMap { Quantity.seconds($0) }
    guard bounds.count == 2, seconds.count == 2, seconds[0] > 0, seconds[0] <= seconds[1] else {
      diagnostics.error(
        "bad-value", "\"backoff\" of \(subject) is not a range of durations",
        remedy: "write the first and the longest pause, such as \"10s..5m\"", at: text.position)
      return
    }
    policy.firstBackoffSeconds = seconds[0]
    policy.maximumBackoffSeconds = seconds[1]
  }

  private mutating func retried(
    _ node: JSONNode, _ subject: String
  ) -> Set<StageError.Category> {
    let known: [StageError.Category] = [.io, .timeout, .outOfMemory]
    var result: Set<StageError.Category> = []
    for (word, position) in located(node, "\"on\" of \(subject)") {
      if let category = known.first(where: { $0.rawValue == word }) {
        result.insert(category)
      } else {
        diagnostics.error(
          "bad-value", "\"on\" of \(subject) has an unknown failure \"\(word)\"",
          remedy: NearestName.remedy(word, among: known.map(\.rawValue))
            + " (other failures are not cured by trying again)", at: position)
      }
    }
    return result
  }

  mutating func located(
    _ node: JSONNode, _ subject: String
  ) -> [(String, SourcePosition)] {
    let nodes = node.elements ?? [node]
    return nodes.compactMap { element in
      if let text = element.string { return (text, element.position) }
      diagnostics.error(
        "wrong-type", "\(subject) holds \(element.kindInWords)",
        remedy: "write a list of strings", at: element.position)
      return nil
    }
  }

  private mutating func stringList(_ node: JSONNode, _ subject: String) -> [String] {
    located(node, subject).map(\.0)
  }

  private mutating func publish(_ node: JSONNode?) -> [PublishDefinition] {
    named(node, "\"publish\"").compactMap { member in
      let name = Located(member.key, at: member.keyPosition)
      if let text = member.value.string {
        return PublishDefinition(
          name: name, from: Located(text, at: member.value.position), privacy: nil)
      }
      let subject = "publish entry \"\(member.key)\""
      guard member.value.members != nil else {
        diagnostics.error(
          "wrong-type", "\(subject) is \(member.value.kindInWords)",
          remedy:
            "write \"stage.port\", or {\"from\": \"stage.port\", \"privacy\": \"identifiable\"}",
          at: member.value.position)
        return nil
      }
      guard
        let reader = ObjectReader(member.value, subject, keys: ["from", "privacy"], &diagnostics),
        reader.required("from", &diagnostics) != nil,
        let from = reader.string("from", &diagnostics)
      else { return nil }
      var privacy: Privacy?
      if let word = reader.string("privacy", &diagnostics) {
        privacy = Privacy(rawValue: word.text)
        if privacy == nil {
          diagnostics.error(
            "bad-value", "\(subject) has an unknown privacy level \"\(word.text)\"",
            remedy: NearestName.remedy(word.text, among: Privacy.allCases.map(\.rawValue)),
            at: word.position)
          // The level that was meant is not known; to ask for one as well would mislead.
          privacy = .identifiable
        }
      }
      return PublishDefinition(name: name, from: from, privacy: privacy)
    }
  }
}
