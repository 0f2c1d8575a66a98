import JSONText
import PipelineModel

extension DefinitionDecoder {
  /// The kinds of notifications, with their settings.
  static let notificationKinds = [
    "notify.command": ["argv", "timeout"], "notify.webhook": ["url", "token", "timeout"],
  ]
  /// How long a notification may take where the definition does not say.
  private static let commandSeconds = 60.0
  private static let webhookSeconds = 10.0

  /// The notifications under `on`.
  mutating func notifications(
    _ node: JSONNode?, secrets: Set<String>
  ) -> [NotificationDefinition] {
    let events = NotificationDefinition.Event.allCases.map(\.rawValue)
    guard let node, let reader = ObjectReader(node, "\"on\"", keys: events, &diagnostics) else {
      return []
    }
    return NotificationDefinition.Event.allCases.flatMap { event in
      guard let node = reader[event.rawValue] else { return [NotificationDefinition]() }
      return (node.elements ?? [node]).compactMap { notification($0, event, secrets) }
    }
  }

  private mutating func notification(
    _ node: JSONNode, _ event: NotificationDefinition.Event, _ secrets: Set<String>
  ) -> NotificationDefinition? {
    let subject = "a notification under \"\(event.rawValue)\""
    guard let reader = ObjectReader(node, subject, keys: ["use", "with"], &diagnostics),
      reader.required("use", &diagnostics) != nil, let use = reader.string("use", &diagnostics)
    else { return nil }
    guard let keys = Self.notificationKinds[use.text] else {
      diagnostics.error(
        "unknown-kind", "\"\(use.text)\" cannot stand under \"on\"",
        remedy: NearestName.remedy(use.text, among: Self.notificationKinds.keys.sorted()),
        at: use.position)
      return nil
    }
    guard let with = reader.required("with", &diagnostics),
      let settings = ObjectReader(with, "\"with\" of \(subject)", keys: keys, &diagnostics)
    else { return nil }
    let isCommand = use.text == "notify.command"
    guard let means = isCommand ? command(settings, subject) : webhook(settings, subject, secrets)
    else { return nil }
    var seconds = isCommand ? Self.commandSeconds : Self.webhookSeconds
    if let node = settings["timeout"],
      let given = value(node, "\"timeout\" of \(subject)", .duration, [])
    {
      if given <= 0 {
        diagnostics.error(
          "bad-value", "\"timeout\" of \(subject) leaves no time",
          remedy: "write a duration such as \"30s\"", at: node.position)
      }
      seconds = given
    }
    return NotificationDefinition(event: event, means: means, timeoutSeconds: seconds)
  }

  private mutating func command(
    _ settings: ObjectReader, _ subject: String
  ) -> NotificationDefinition.Means? {
    guard let argv = settings.required("argv", &diagnostics) else { return nil }
    let arguments = located(argv, "\"argv\"").map { Located($0.0, at: $0.1) }
    if argv.elements?.isEmpty == true || arguments.first?.text == "" {
      diagnostics.error(
        "bad-value", "\"argv\" of \(subject) is empty",
        remedy: "write the path of a program and its arguments", at: argv.position)
    }
    return arguments.isEmpty ? nil : .command(arguments)
  }

  private mutating func webhook(
    _ settings: ObjectReader, _ subject: String, _ secrets: Set<String>
  ) -> NotificationDefinition.Means? {
    guard let url = settings.required("url", &diagnostics) else { return nil }
    var webhook = NotificationDefinition.Webhook(
      address: url.string, addressSecret: nil, tokenSecret: nil)
    if let address = webhook.address {
      guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
        diagnostics.error(
          "bad-value", "\"url\" of \(subject) is no address of the web",
          remedy: "write https://…, or {\"secret\": \"name\"} where the address is a secret",
          at: url.position)
        return nil
      }
    } else {
      guard let name = value(url, "\"url\" of \(subject)", .secret, secrets) else {
        return nil
      }
      webhook.addressSecret = name
    }
    if let token = settings["token"] {
      guard let name = value(token, "\"token\" of \(subject)", .secret, secrets) else {
        return nil
      }
      webhook.tokenSecret = name
    }
    return .webhook(webhook)
  }

  private mutating func value<Value>(
    _ node: JSONNode, _ subject: String, _ type: SettingType<Value>, _ secrets: Set<String>
  ) -> Value? {
    var decoder = SettingDecoder(
      subject: subject, folder: "/", secrets: secrets, diagnostics: diagnostics)
    let value = type.decode(node, &decoder)
    diagnostics = decoder.diagnostics
    return value
  }
}
