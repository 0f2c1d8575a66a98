/// Lines that describe samples and how they are related: META, SAMPLE and PEDIGREE.
extension StrictHeaderRules {
  func checkMeta(_ line: StructuredLine) throws(Violation) {
    for name in ["ID", "Number", "Type", "Values"] where line[name] == nil {
      throw Violation("META", "the line needs ID, Number, Type and Values; \(name) is missing")
    }
    guard let id = line["ID"], let number = line["Number"], let type = line["Type"],
      let values = line["Values"]
    else { return }
    guard line.fields.first?.key == "ID", line.fields.last?.key == "Values" else {
      throw Violation("META", "the order of the keys must be ID, Number and Type, Values")
    }
    guard Self.isIdentifier(id.value) else {
      throw Violation("META", "the ID must be letters, digits, '.', '_' and '-'")
    }
    guard values.value.hasPrefix("["), values.value.hasSuffix("]"), !values.isQuoted else {
      throw Violation("META", "Values must be a list in square brackets")
    }
    guard FieldType(rawValue: type.value) != nil else {
      throw Violation("META", "Type must be String")
    }
    guard FieldNumber(number.value) != nil else {
      throw Violation("META", "Number must be '.' or a number of values")
    }
  }

  func checkSample(_ line: StructuredLine) throws(Violation) {
    guard let id = line["ID"] else { throw Violation("SAMPLE", "a sample needs an ID") }
    guard version >= .v44 ? Self.isName(id.value) : Self.isIdentifier(id.value), !id.isQuoted else {
      throw Violation("SAMPLE", "the ID may hold neither whitespace nor special characters")
    }
    guard version < .v43 else { return }
    for name in ["Genomes", "Mixture", "Description"] where line[name] == nil {
      throw Violation(
        "SAMPLE", "a sample needs ID, Genomes, Mixture and Description; \(name) is missing")
    }
    for field in line.fields where field.isQuoted != (field.key == "Description") {
      throw Violation("SAMPLE", "Description, and nothing else, must stand in double quotes")
    }
  }

  func checkPedigree(_ line: StructuredLine) throws(Violation) {
    var fields = line.fields
    if version >= .v43 {
      guard fields.first?.key == "ID" else {
        throw Violation("PEDIGREE", "the line must begin with ID")
      }
      guard fields.count > 1 else {
        throw Violation("PEDIGREE", "the line must name the genomes that the ID derives from")
      }
    }
    for field in fields {
      guard version >= .v44 ? Self.isName(field.value) : Self.isIdentifier(field.value),
        !field.isQuoted
      else {
        throw Violation(
          "PEDIGREE", "the name of a genome may hold neither whitespace nor special characters")
      }
    }
    if version >= .v43 { fields.removeFirst() }
    let keys = fields.map(\.key)
    guard
      version >= .v44 || keys == ["Original"] || keys == ["Father", "Mother"]
        || keys == ["Mother", "Father"] || keys.allSatisfy(Self.isNumberedName)
    else {
      throw Violation(
        "PEDIGREE", "the keys must be Original, or Father and Mother, or Name_1 to Name_N")
    }
  }

  private static func isNumberedName(_ key: String) -> Bool {
    key.hasPrefix("Name_") && key.utf8.count > 5
      && key.utf8.dropFirst(5).allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// Letters, digits, `.`, `_` and `-`, one of them a letter or digit.
  private static func isIdentifier(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.contains { ByteClass.isLetter($0) || ByteClass.isDigit($0) }
      && bytes.allSatisfy { ByteClass.isKey($0) || $0 == UInt8(ascii: "-") }
  }

  /// Anything but whitespace and what ends a value.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.contains { $0.isWhitespace || ",<>\"".contains($0) }
  }
}
