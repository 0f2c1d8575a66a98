import Foundation
import TestSupport

/// A JSON value as a plain tree: what the index is compared with.
indirect enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// What `JSONSerialization` made.
  init(_ value: Any) {
    switch value {
    case let text as String: self = .string(text)
    case let number as NSNumber:
      let isBoolean = String(cString: number.objCType) == "c"
      self = isBoolean ? .bool(number.boolValue) : .number(number.doubleValue)
    case let elements as [Any]: self = .array(elements.map { JSONValue($0) })
    case let members as [String: Any]: self = .object(members.mapValues { JSONValue($0) })
    default: self = .null
    }
  }

  static func random(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .number(Double(Int.random(in: -1000...1000, using: &random)))
    // Few digits, since Foundation does not round long decimals correctly.
    case 3: return .number(Double(Int.random(in: -4096...4096, using: &random)) / 1024)
    case 4: return .string(text(&random))
    case 5:
      return .array(
        (0..<Int.random(in: 0..<5, using: &random)).map { _ in .random(depth: depth - 1, &random) })
    default:
      var members: [String: JSONValue] = [:]
      for _ in 0..<Int.random(in: 0..<5, using: &random) {
        members[text(&random)] = .random(depth: depth - 1, &random)
      }
      return .object(members)
    }
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    let scalars = Array("abcdefgh é€😀\"\\/\n\t\u{1}".unicodeScalars)
    var text = ""
    for _ in 0..<Int.random(in: 0..<24, using: &random) {
      text.unicodeScalars.append(scalars[Int.random(in: scalars.indices, using: &random)])
    }
    return text
  }

  /// The value as JSON, with space and escapes at random.
  func spelled(_ random: inout SeededGenerator) -> String {
    let space = ["", "", " ", "\n", "\r\n\t "][Int.random(in: 0..<5, using: &random)]
    switch self {
    case .null: return "null" + space
    case .bool(let flag): return space + String(flag)
    case .number(let number):
      if let whole = Int(exactly: number) { return String(whole) + space }
      return number.description
    case .string(let text): return Self.quoted(text, &random) + space
    case .array(let elements):
      return "[" + space + elements.map { $0.spelled(&random) }.joined(separator: "," + space) + "]"
    case .object(let members):
      return "{" + space
        + members.sorted { $0.key < $1.key }
        .map { Self.quoted($0.key, &random) + space + ":" + $0.value.spelled(&random) }
        .joined(separator: space + ",") + "}"
    }
  }

  private static func quoted(_ text: String, _ random: inout SeededGenerator) -> String {
    var result = "\""
    for unit in text.unicodeScalars {
      let mustEscape = unit == "\"" || unit == "\\" || unit.value < 0x20
      if mustEscape || Int.random(in: 0..<10, using: &random) == 0 {
        for code in String(unit).utf16 {
          result +=
            "\\u" + String(repeating: "0", count: 4 - String(code, radix: 16).count)
            + String(code, radix: 16)
        }
      } else {
        result.unicodeScalars.append(unit)
      }
    }
    return result + "\""
  }
}
