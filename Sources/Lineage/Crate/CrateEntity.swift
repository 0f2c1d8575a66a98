import Foundation
import JSONText
import PipelineModel

/// Entities of a crate that several parts of its metadata make.
enum CrateEntity {
  static func reference(_ identifier: String) -> JSONNode { ["@id": .text(identifier)] }

  /// One reference, or a list of them: RO-Crate asks for a list of one to be written without brackets.
  static func references(_ identifiers: [String]) -> JSONNode {
    identifiers.count == 1 ? reference(identifiers[0]) : .list(identifiers.map(reference))
  }

  /// An instant as the Process Run Crate profile recommends it: ISO 8601 to the millisecond, with the offset from UTC.
  static func time(_ seconds: Double) -> String {
    OpenLineageEvents.timestamp(seconds).replacing("Z", with: "+00:00")
  }

  /// The identifier of a file within the crate.
  static func path(_ name: String) -> String {
    name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? name
  }

  /// The identifier of a file that was read: its copy in the crate, or its digest (RFC 6920).
  static func identifier(_ input: CrateRun.Input) -> String {
    if let copy = input.copy { return path(copy) }
    let digits = Array(input.sha256)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    let base64 = Data(bytes).base64EncodedString().replacing("+", with: "-")
      .replacing("/", with: "_").replacing("=", with: "")
    return "ni:///sha-256;\(base64)"
  }

  /// The files that a run read, each content once.
  static func inputs(_ run: CrateRun) -> [JSONNode] {
    var order: [String] = []
    var found: [String: (input: CrateRun.Input, parameters: [String])] = [:]
    for setting in run.inputs {
      for input in setting.files {
        let identifier = identifier(input)
        if found[identifier] == nil { order.append(identifier) }
        found[identifier, default: (input, [])].parameters.append(
          "#input/\(setting.stage).\(setting.setting)")
      }
    }
    return order.compactMap { identifier in
      found[identifier].map { entry in
        file(
          identifier, name: entry.input.name, bytes: entry.input.bytes,
          sha256: entry.input.sha256, exampleOf: entry.parameters)
      }
    }
  }

  static func file(
    _ identifier: String, name: String, bytes: Int, sha256: String?, exampleOf: [String]
  ) -> JSONNode {
    var members: [(String, JSONNode)] = [
      ("@id", .text(identifier)), ("@type", "File"), ("name", .text(name)),
      ("contentSize", .text("\(bytes)")), ("encodingFormat", .text(mediaType(identifier, name))),
    ]
    if let sha256 { members.append(("sha256", .text(sha256))) }
    if !exampleOf.isEmpty { members.append(("exampleOfWork", references(exampleOf))) }
    return .object(members)
  }

  private static func mediaType(_ identifier: String, _ name: String) -> String {
    let types = [
      ("csv", "text/csv"), ("tsv", "text/tab-separated-values"), ("json", "application/json"),
      ("ndjson", "application/x-ndjson"), ("sqlite", "application/vnd.sqlite3"),
      ("gz", "application/gzip"), ("vcf", "text/x-vcf"), ("txt", "text/plain"),
    ]
    return types.first { name.hasSuffix("." + $0.0) || identifier.hasSuffix("." + $0.0) }?.1
      ?? "application/octet-stream"
  }
}
