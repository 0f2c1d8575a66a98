import JSONText

extension SettingType where Value == Double {
  /// A length of time in seconds, written `"90s"`, `"10m"`, `"2h"` or `"7d"`.
  package static let duration = quantity(
    phrase: "a duration such as \"90s\", \"10m\", \"2h\" or \"7d\"",
    units: [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)])

  /// A share from 0 to 1, written `"0.5%"`, or as a number from 0 to 1.
  package static let rate = SettingType(
    phrase: "a rate such as \"0.5%\"",
    schema: [
      "anyOf": [
        ["type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?%$"],
        ["type": "number", "minimum": 0, "maximum": 1],
      ]
    ]
  ) { node, decoder in
    if let text = node.string, text.hasSuffix("%"), let share = Quantity.decimal(text.dropLast()),
      (0...100).contains(share)
    {
      return share / 100
    }
    if let number = node.number.flatMap({ Double($0) }), (0...1).contains(number) { return number }
    decoder.refuse(
      node, "is not a rate", remedy: "write a percentage such as \"0.5%\" or a number from 0 to 1")
    return nil
  }

  /// A share that may exceed the whole, written `"50%"` or `"300%"`.
  package static let growth = SettingType(
    phrase: "a percentage such as \"50%\" or \"300%\"",
    schema: ["type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?%$"]
  ) { node, decoder in
    guard let text = node.string, text.hasSuffix("%"), let share = Quantity.decimal(text.dropLast())
    else {
      decoder.refuse(
        node, "is not a percentage", remedy: "write one such as \"50%\" or \"300%\"")
      return nil
    }
    return share / 100
  }

  private static func quantity(phrase: String, units: [(String, Double)]) -> SettingType {
    let names = units.map(\.0).joined(separator: "|")
    return SettingType(
      phrase: phrase,
      schema: ["type": "string", "pattern": .text("^[0-9]+(\\.[0-9]+)?(\(names))$")]
    ) { node, decoder in
      guard let text = node.string else {
        decoder.diagnostics.error(
          "missing-unit", "\(decoder.subject) has no unit", remedy: "write \(phrase)",
          at: node.position)
        return nil
      }
      guard let value = Quantity.parse(text, units: units) else {
        decoder.refuse(node, "is not \(phrase)", remedy: "a number and a unit, without a space")
        return nil
      }
      return value
    }
  }
}

extension SettingType where Value == Int {
  /// A number of bytes, written `"512MiB"`, `"2GiB"`, `"64kB"`.
  package static let size = SettingType(
    phrase: "a size such as \"512MiB\" or \"2GB\"",
    schema: ["type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?(B|kB|KiB|MB|MiB|GB|GiB|TB|TiB)$"]
  ) { node, decoder in
    guard let text = node.string else {
      decoder.diagnostics.error(
        "missing-unit", "\(decoder.subject) has no unit",
        remedy: "write a size such as \"512MiB\" or \"2GB\"", at: node.position)
      return nil
    }
    guard let value = Quantity.parse(text, units: Quantity.sizes), value < 0x1p62 else {
      decoder.refuse(node, "is not a size", remedy: "write a size such as \"512MiB\" or \"2GB\"")
      return nil
    }
    return Int(value)
  }
}

/// Numbers with a unit, as definitions write them.
package enum Quantity {
  /// The units of sizes, in bytes.
  static let sizes: [(String, Double)] = [
    ("KiB", 1024), ("MiB", 0x1p20), ("GiB", 0x1p30), ("TiB", 0x1p40), ("kB", 1e3), ("MB", 1e6),
    ("GB", 1e9), ("TB", 1e12), ("B", 1),
  ]

  /// A number directly followed by one of the units, times what the unit stands for.
  static func parse(_ text: String, units: [(String, Double)]) -> Double? {
    for (unit, factor) in units.sorted(by: { $0.0.count > $1.0.count }) where text.hasSuffix(unit) {
      guard let number = decimal(text.dropLast(unit.count)) else { return nil }
      return number * factor
    }
    return nil
  }

  /// Digits with at most one decimal point, nothing else.
  static func decimal(_ text: some StringProtocol) -> Double? {
    guard text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), text.first != ".",
      text.last != "."
    else { return nil }
    return Double(text)
  }

  /// A number of bytes from a text such as `"512MiB"`; nil where it is none.
  package static func bytes(_ text: String) -> Int? {
    parse(text, units: sizes).flatMap { $0 < 0x1p62 ? Int($0) : nil }
  }

  /// A length of time in seconds from a text such as `"2h"`; nil where it is none.
  package static func seconds(_ text: some StringProtocol) -> Double? {
    parse(
      String(text), units: [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)])
  }
}
