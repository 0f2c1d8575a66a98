import ByteIO

/// INFO fields of a record of its own.
extension OwnedRecord {
  /// The keys of INFO in order.
  package var infoKeys: [String] {
    infoPieces().map { piece in
      let equals = infoText[piece].firstIndex(of: UInt8(ascii: "=")) ?? piece.upperBound
      return String(decoding: infoText[piece.lowerBound..<equals], as: UTF8.self)
    }
  }

  /// The value of an INFO key; nil when the record does not have it.
  ///
  /// - Throws: `info` when the value is not of the field's type.
  package func info(_ key: String) throws(VCFError) -> FieldValue? {
    guard let piece = infoPiece(of: Array(key.utf8)) else { return nil }
    let value = min(piece.lowerBound + key.utf8.count + 1, piece.upperBound)..<piece.upperBound
    return try FieldCodec(.info, key: key, header: header).read(infoText.span, value)
  }

  /// Gives an INFO key a value: in its place where the record has the key, else behind the last
  /// one.
  ///
  /// - Throws: `info` when the value is not of the field's type or cannot be written in the
  ///   header's version of the format; the record is then as it was.
  package mutating func setInfo(_ key: String, to value: FieldValue) throws(VCFError) {
    let bytes = Array(key.utf8)
    var piece = value == .flag ? bytes : bytes + [UInt8(ascii: "=")]
    try FieldCodec(.info, key: key, header: header).append(value, to: &piece)
    areFieldsChanged = true
    if let old = infoPiece(of: bytes) {
      infoText.replaceSubrange(old, with: piece)
    } else if infoPieces().isEmpty {
      infoText = piece
    } else {
      infoText += [UInt8(ascii: ";")] + piece
    }
  }

  /// Removes an INFO key; `.` is left when there is no other.
  package mutating func removeInfo(_ key: String) {
    while let piece = infoPiece(of: Array(key.utf8)) {
      areFieldsChanged = true
      // The separator behind the field goes with it, or the one before the last field.
      if piece.upperBound < infoText.count {
        infoText.removeSubrange(piece.lowerBound...piece.upperBound)
      } else {
        infoText.removeSubrange(max(piece.lowerBound - 1, 0)..<piece.upperBound)
      }
    }
    if infoText.isEmpty { infoText = [UInt8(ascii: ".")] }
  }

  private func infoPiece(of key: [UInt8]) -> Range<Int>? {
    infoPieces().first { piece in
      infoText[piece].starts(with: key)
        && (piece.count == key.count
          || infoText[piece.lowerBound + key.count] == UInt8(ascii: "="))
    }
  }

  /// The ranges of the fields in ``infoText``.
  func infoPieces() -> [Range<Int>] {
    if infoText.isEmpty || infoText == [UInt8(ascii: ".")] { return [] }
    var result: [Range<Int>] = []
    var pieces = ByteFields(0..<infoText.count, separatedBy: UInt8(ascii: ";"))
    while let piece = pieces.next(in: infoText.span) { result.append(piece) }
    return result
  }
}
