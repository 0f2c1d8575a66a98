internal import Foundation

/// The codings and escapes of texts (FHIRPath N1, second edition, §5.6.13 to §5.6.16).
enum TextCoding {
  /// A text's UTF-8 as `hex`, `base64` or `urlbase64`; nil for another coding.
  static func encoded(_ text: String, as coding: String) -> String? {
    switch coding {
    case "hex":
      return text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    case "base64": return Data(text.utf8).base64EncodedString()
    case "urlbase64":
      return Data(text.utf8).base64EncodedString()
        .replacing("+", with: "-").replacing("/", with: "_")
    default: return nil
    }
  }

  /// The text of `hex`, `base64` or `urlbase64`; nil for another coding and what is none.
  static func decoded(_ text: String, from coding: String) -> String? {
    let data: Data?
    switch coding {
    case "hex":
      let digits = Array(text.utf8)
      var bytes: [UInt8] = []
      for start in stride(from: 0, to: digits.count - 1, by: 2) {
        let pair = String(decoding: digits[start..<start + 2], as: UTF8.self)
        guard let byte = UInt8(pair, radix: 16) else { return nil }
        bytes.append(byte)
      }
      data = digits.count % 2 == 0 ? Data(bytes) : nil
    case "base64": data = Data(base64Encoded: text)
    case "urlbase64":
      data = Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/"))
    default: return nil
    }
    return data.flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// Signs that stand for themselves neither in HTML nor in JSON.
  private static let marks: [String: [(sign: Character, escape: String)]] = [
    "html": [
      ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"),
    ],
    "json": [
      ("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"),
    ],
  ]

  /// A text for use within `html` or `json`; nil for another target.
  static func escaped(_ text: String, for target: String) -> String? {
    guard let marks = marks[target] else { return nil }
    return text.map { sign in
      marks.first { $0.sign == sign }?.escape ?? String(sign)
    }.joined()
  }

  /// A text that was escaped for `html` or `json`; nil for another origin.
  static func unescaped(_ text: String, from origin: String) -> String? {
    guard let marks = marks[origin] else { return nil }
    var rest = text[...]
    var plain = ""
    while let sign = rest.first {
      if let mark = marks.first(where: { rest.hasPrefix($0.escape) }) {
        plain.append(mark.sign)
        rest = rest.dropFirst(mark.escape.count)
      } else {
        plain.append(sign)
        rest = rest.dropFirst()
      }
    }
    return plain
  }
}
