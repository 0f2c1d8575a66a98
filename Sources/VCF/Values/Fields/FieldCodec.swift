import ByteIO

/// Reads and writes the values of one field as its definition says.
///
/// Made once for a file and used for all of its records.
package struct FieldCodec: Sendable {
  /// The integers that the type Integer can hold (VCFv4.3 §1.3): the lowest eight of 32 bits have
  /// other meanings in BCF.
  package static let integers = (Int(Int32.min) + 8)...Int(Int32.max)

  /// Where the field stands.
  package let column: FieldColumn
  /// What the header, or the specification for a reserved key, says of it.
  package let definition: FieldDefinition
  /// The key's bytes.
  package let key: [UInt8]
  private let encodesPercent: Bool
  /// Whether fields of structural variants hold values for each alternate allele (VCFv4.4 §3).
  let followsStructuralRules: Bool
  /// Whether the header or the specification defines the key.
  package let isKnown: Bool

  /// The codec of a key in the files of a header.
  ///
  /// The header's definition counts; a key it does not define is what the specification reserves it
  /// for, and otherwise text, in INFO also a flag where no value stands.
  package init(_ column: FieldColumn, key: String, header: VCFHeader) {
    self.column = column
    self.key = Array(key.utf8)
    let version = SpecificationVersion(header)
    encodesPercent = version >= .v43
    followsStructuralRules = version >= .v44
    if let declared = column == .info ? header.infos[key] : header.formats[key] {
      definition = declared
      isKnown = true
      return
    }
    let reserved = ReservedField.find(key, column, version)
    definition = Self.definition(of: key, reserved: reserved)
    isKnown = reserved != nil
  }

  private static func definition(of key: String, reserved: ReservedField?) -> FieldDefinition {
    FieldDefinition(
      id: key, number: reserved?.number ?? .unbounded, type: reserved?.type ?? .string,
      description: "")
  }

  /// Whether a value may stand in the file otherwise than it reads: the text of a field with one
  /// value, in a version that percent-encodes. (In a list the encoded comma differs from the one
  /// between values.)
  package var mayBeEncoded: Bool {
    encodesPercent && isSingle && (definition.type == .string || definition.type == .character)
  }

  /// Whether the field holds one value, not a list.
  private var isSingle: Bool { definition.number == .count(1) }

  /// The value that a range of a text spells: what stands behind `=` in INFO, or between colons in
  /// a sample column.
  ///
  /// Nothing at all is an empty list, as zero local alleles are written (VCFv4.5 §1.6.2), and
  /// missing where one value was expected. The number of elements is not checked. A comma in a
  /// string of `Number=1`, which the specification forbids and files have, is text; a flag with the
  /// value `0` is missing, with any other value it is set.
  ///
  /// - Throws: `info` or `format` when an element is not of the field's type, or an integer is
  ///   beyond ``integers``.
  /// - Complexity: O(n) in the length of the range.
  package func read(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(VCFError) -> FieldValue {
    if definition.type == .flag { return isZero(text, range) ? .missing : .flag }
    if range.isEmpty {
      if !isKnown, column == .info { return .flag }
      if isSingle { return .missing }
    }
    if range.count == 1, text[range.lowerBound] == UInt8(ascii: ".") { return .missing }
    switch definition.type {
    case .flag: return .flag
    case .integer:
      return isSingle
        ? .integer(try integer(text, range)) : .integers(try list(text, range, integer))
    case .float:
      return isSingle ? .float(try float(text, range)) : .floats(try list(text, range, float))
    case .character:
      return isSingle
        ? .character(try character(text, range)) : .characters(try list(text, range, character))
    case .string:
      return isSingle ? .string(string(text, range)) : .strings(try list(text, range, string))
    }
  }

  /// Appends a value as ``read(_:_:)`` reads it; nothing for ``FieldValue/flag``.
  ///
  /// - Throws: `info` or `format` when the value is not of the field's type, is an integer beyond
  ///   ``integers``, or has a separator that this version of the format cannot encode. The output
  ///   is then in an undefined state.
  package func append(_ value: FieldValue, to output: inout [UInt8]) throws(VCFError) {
    switch (value, definition.type) {
    case (.flag, .flag): break
    case (.flag, _) where !isKnown: break
    case (.flag, _): throw error("a value of type \(definition.type.rawValue) was expected")
    case (.missing, .flag): output.append(UInt8(ascii: "0"))
    case (_, .flag): throw error("a flag has no value")
    case (.missing, _): output.append(UInt8(ascii: "."))
    default:
      for index in 0..<value.count {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        try append(element: value.element(index) ?? .missing, to: &output)
      }
    }
  }

  private func append(element: FieldValue, to output: inout [UInt8]) throws(VCFError) {
    switch (element, definition.type) {
    case (.missing, _): output.append(UInt8(ascii: "."))
    case (.integer(let value), .integer):
      guard Self.integers.contains(value) else { throw integerExpected() }
      output.append(contentsOf: String(value).utf8)
    case (.float(let value), .float): output.append(float: value)
    case (.integer(let value), .float): output.append(contentsOf: String(value).utf8)
    case (.character(let value), .character): try append(String(value), to: &output)
    case (.string(let value), .string): try append(value, to: &output)
    default: throw error("a value of type \(definition.type.rawValue) was expected")
    }
  }

  private func append(_ value: String, to output: inout [UInt8]) throws(VCFError) {
    if encodesPercent {
      PercentEncoding.append(value, in: column, to: &output)
      return
    }
    for byte in value.utf8 where PercentEncoding.separates(byte, in: column) {
      // A reader finds the end of such a value all the same, and files have it.
      if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ",") && isSingle { continue }
      throw error(
        "the value has a character that separates values, which only VCFv4.3 and later can "
          + "encode; write the file in a later version")
    }
    output.append(contentsOf: value.utf8)
  }

  private func list<Element>(
    _ text: Span<UInt8>, _ range: Range<Int>,
    _ read: (Span<UInt8>, Range<Int>) throws(VCFError) -> Element
  ) throws(VCFError) -> [Element?] {
    if range.isEmpty { return [] }
    var elements: [Element?] = []
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ","))
    while let piece = pieces.next(in: text) {
      let isDot = piece.count == 1 && text[piece.lowerBound] == UInt8(ascii: ".")
      elements.append(isDot ? nil : try read(text, piece))
    }
    return elements
  }

  private func integer(_ text: Span<UInt8>, _ range: Range<Int>) throws(VCFError) -> Int {
    guard let value = parseInteger(text, range), Self.integers.contains(value) else {
      throw integerExpected()
    }
    return value
  }

  private func float(_ text: Span<UInt8>, _ range: Range<Int>) throws(VCFError) -> Double {
    guard let value = parseFloat(text, range) else { throw error("a number was expected") }
    return value
  }

  private func character(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(VCFError) -> Character {
    let value = string(text, range)
    guard value.count == 1, let character = value.first else {
      throw error("one character was expected")
    }
    return character
  }

  private func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    guard encodesPercent, firstOffset(of: UInt8(ascii: "%"), in: text, range) != nil else {
      return ByteIO.string(text, range)
    }
    return String(decoding: PercentEncoding.decoded(text, range), as: UTF8.self)
  }

  private func isZero(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count == 1 && text[range.lowerBound] == UInt8(ascii: "0")
  }

  private func integerExpected() -> VCFError {
    error(
      "a whole number from \(Self.integers.lowerBound) to \(Self.integers.upperBound) was expected")
  }

  private func error(_ message: String) -> VCFError {
    VCFError(column.rule, field: column.name(of: definition.id), message)
  }
}
