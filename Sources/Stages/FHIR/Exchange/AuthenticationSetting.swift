internal import FHIRClient
internal import Foundation
internal import JSONText
internal import PipelineModel

/// What proves who asks, as a definition says it: secrets by name.
enum AuthenticationSetting: Sendable {
  case bearer(secret: String)
  case basic(user: String, secret: String)
  case backend(clientID: String, secret: String, keyID: String?, scope: String)

  /// With the values of the secrets.
  func resolved(_ secrets: SecretValues) throws(StageError) -> Authentication {
    switch self {
    case .bearer(let secret): return .bearer(try secrets.value(secret))
    case .basic(let user, let secret):
      return .basic(user: user, password: try secrets.value(secret))
    case .backend(let clientID, let secret, let keyID, let scope):
      var text = try secrets.value(secret)
      // A key has many lines; a variable may name the file that holds it.
      if text.hasPrefix("/") {
        guard let data = FileManager.default.contents(atPath: text) else {
          throw StageError(
            .input, "the file that \(secrets.variable(secret)) names cannot be read",
            remedy: "check its path and permissions")
        }
        text = String(decoding: data, as: UTF8.self)
      }
      do throws(FHIRClientError) {
        return .backend(
          BackendServices(
            clientID: clientID, scope: scope, key: try SigningKey(text, id: keyID)))
      } catch {
        throw StageError(error)
      }
    }
  }
}

extension SettingType where Value == AuthenticationSetting {
  private static let secretSchema = SettingType<String>.secret.schema

  /// An object with one way of proving it.
  static let authentication = SettingType(
    phrase: "an object such as {\"bearer\": {\"secret\": \"name\"}}",
    schema: [
      "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
      "properties": [
        "bearer": secretSchema,
        "basic": [
          "type": "object", "additionalProperties": false, "required": ["user", "password"],
          "properties": ["user": ["type": "string"], "password": secretSchema],
        ],
        "smartBackend": [
          "type": "object", "additionalProperties": false, "required": ["clientId", "key"],
          "properties": [
            "clientId": ["type": "string"], "key": secretSchema, "keyId": ["type": "string"],
            "scope": ["type": "string"],
          ],
        ],
      ],
    ]
  ) { node, decoder in
    let ways = ["bearer", "basic", "smartBackend"]
    guard let members = node.members, members.count == 1 else {
      decoder.wrongType(node, expected: "an object with one of " + ways.joined(separator: ", "))
      return nil
    }
    let (key, value) = (members[0].key, members[0].value)
    switch key {
    case "bearer": return secret(value, &decoder).map { .bearer(secret: $0) }
    case "basic":
      guard let found = object(value, ["user", "password"], needs: ["user", "password"], &decoder),
        let user = text(found["user"], &decoder), let secret = secret(found["password"], &decoder)
      else { return nil }
      return .basic(user: user, secret: secret)
    case "smartBackend":
      let keys = ["clientId", "key", "keyId", "scope"]
      guard let found = object(value, keys, needs: ["clientId", "key"], &decoder),
        let client = text(found["clientId"], &decoder), let secret = secret(found["key"], &decoder)
      else { return nil }
      let scope = found["scope"].map { text($0, &decoder) } ?? "system/*.read"
      let keyID = found["keyId"].map { text($0, &decoder) } ?? .some(nil)
      guard let scope, let keyID else { return nil }
      return .backend(clientID: client, secret: secret, keyID: keyID, scope: scope)
    default:
      decoder.diagnostics.error(
        "unknown-key", "\(decoder.subject) knows no \"\(key)\"",
        remedy: NearestName.remedy(key, among: ways), at: members[0].keyPosition)
      return nil
    }
  }

  private static func secret(_ node: JSONNode?, _ decoder: inout SettingDecoder) -> String? {
    node.flatMap { SettingType<String>.secret.decode($0, &decoder) }
  }

  private static func text(_ node: JSONNode?, _ decoder: inout SettingDecoder) -> String? {
    node.flatMap { SettingType<String>.string.decode($0, &decoder) }
  }

  private static func object(
    _ node: JSONNode, _ keys: [String], needs: [String], _ decoder: inout SettingDecoder
  ) -> [String: JSONNode]? {
    guard let members = node.members else {
      decoder.wrongType(node, expected: "an object with " + needs.joined(separator: " and "))
      return nil
    }
    for member in members where !keys.contains(member.key) {
      decoder.diagnostics.error(
        "unknown-key", "\(decoder.subject) has no \"\(member.key)\"",
        remedy: NearestName.remedy(member.key, among: keys), at: member.keyPosition)
      return nil
    }
    let found = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
    for key in needs where found[key] == nil {
      decoder.refuse(node, "has no \"\(key)\"", remedy: "give it")
      return nil
    }
    return found
  }
}
