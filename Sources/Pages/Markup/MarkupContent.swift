internal import Mustache

/// How text becomes markup: the content type that the page's template names in its first line.
///
/// Mustache's own HTML type compares whole characters, and a quote followed by a combining mark is
/// another character than a quote; it would pass unescaped and end an attribute. This type looks at
/// scalars. It also shows scalars that XML forbids or that turn the direction of the text around
/// them as U+FFFD, so no file name can make the page unreadable or say something else than it is.
package struct MarkupContent: MustacheContentType {
  /// The name under which templates ask for it.
  package static let name = "MARKUP"

  /// Makes the type known to Mustache; more than once does no harm.
  package static func register() {
    MustacheContentTypes.register(MarkupContent(), named: name)
  }

  /// A text as markup has it.
  package static func escaped(_ text: String) -> String { MarkupContent().escapeText(text) }

  /// The text with what markup would read otherwise written as references.
  package func escapeText(_ text: String) -> String {
    guard text.utf8.contains(where: Self.needsLook) else { return text }
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(Self.isShowable(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(escaped)
  }

  /// Whether a byte may be, or be part of, a scalar that does not stand for itself.
  private static func needsLook(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A: false
    case ..<0x20, 0x7F...: true
    case 0x22, 0x26, 0x27, 0x3C, 0x3E: true
    default: false
    }
  }

  /// Whether XML 1.0 §2.2 allows the scalar and it leaves the direction of the text alone.
  private static func isShowable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case 0x00...0x1F, 0x7F...0x9F: false
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
    case 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
