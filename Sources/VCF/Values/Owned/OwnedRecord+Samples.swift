import ByteIO

/// Sample fields of a record of its own.
extension OwnedRecord {
  /// The keys of FORMAT in order.
  package var formatKeys: [String] {
    formatText.isEmpty
      ? []
      : formatText.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The values of a FORMAT key, one for each sample; nil when the record does not have the key. A
  /// cell that leaves the field out has `missing`.
  ///
  /// - Throws: `format`, naming the column, when a value is not of the field's type.
  /// - Complexity: O(n) in the length of the record.
  package func format(_ key: String) throws(VCFError) -> [FieldValue]? {
    guard let index = formatKeys.firstIndex(of: key) else { return nil }
    let codec = FieldCodec(.format, key: key, header: header)
    var values: [FieldValue] = []
    let text = samplesText.span
    for (sample, cell) in cells.enumerated() {
      do throws(VCFError) {
        guard let range = subfield(index, of: cell, in: text) else {
          values.append(.missing)
          continue
        }
        values.append(try codec.read(text, range))
      } catch {
        throw Self.located(error, sample)
      }
    }
    return values
  }

  /// The calls, one for each sample, nil for a cell without one; nil when the record has no GT.
  ///
  /// - Throws: `format`, naming the column, for what is no call.
  package func genotypes() throws(VCFError) -> [Genotype?]? {
    guard let index = formatKeys.firstIndex(of: "GT") else { return nil }
    var calls: [Genotype?] = []
    let text = samplesText.span
    for (sample, cell) in cells.enumerated() {
      guard let range = subfield(index, of: cell, in: text), !range.isEmpty else {
        calls.append(nil)
        continue
      }
      guard let call = Genotype(text, range) else {
        throw Self.located(
          VCFError(.format, field: "FORMAT/GT", "a genotype was expected"), sample)
      }
      calls.append(call)
    }
    return calls
  }

  /// Gives every sample a value of a FORMAT key, which is added behind the others when the record
  /// does not have it; GT is added before them (VCFv4.5 §1.6.2).
  ///
  /// - Precondition: There is a value for each sample.
  /// - Throws: `format`, naming the column, when a value is not of the field's type or cannot be
  ///   written in the header's version of the format; the record is then as it was.
  package mutating func setFormat(_ key: String, to values: [FieldValue]) throws(VCFError) {
    let codec = FieldCodec(.format, key: key, header: header)
    var texts: [[UInt8]] = []
    for (sample, value) in values.enumerated() {
      var text: [UInt8] = []
      do throws(VCFError) {
        try codec.append(value, to: &text)
      } catch {
        throw Self.located(error, sample)
      }
      texts.append(text)
    }
    setFormat(key, toTexts: texts)
  }

  /// Gives every sample a call; nil is one missing allele.
  ///
  /// - Precondition: There is a call for each sample.
  package mutating func setGenotypes(_ calls: [Genotype?]) {
    setFormat(
      "GT",
      toTexts: calls.map { call in
        var text: [UInt8] = []
        (call ?? Genotype([nil], isPhased: true)).append(to: &text)
        return text
      })
  }

  /// Removes a FORMAT key with its values; a record always keeps one key.
  package mutating func removeFormat(_ key: String) {
    let keys = formatKeys
    guard let index = keys.firstIndex(of: key), keys.count > 1 else { return }
    var edited = keys
    edited.remove(at: index)
    rewriteCells(keys: edited) { _, fields in
      if index < fields.count { fields.remove(at: index) }
      if fields.isEmpty { fields = [[UInt8(ascii: ".")]] }
    }
  }

  /// The ranges of the sample columns in ``samplesText``.
  var cells: [Range<Int>] {
    guard !formatText.isEmpty else { return [] }
    var result: [Range<Int>] = []
    var pieces = ByteFields(0..<samplesText.count, separatedBy: UInt8(ascii: "\t"))
    while let piece = pieces.next(in: samplesText.span) { result.append(piece) }
    return result
  }

  private mutating func setFormat(_ key: String, toTexts texts: [[UInt8]]) {
    precondition(texts.count == header.samples.count, "one value for each sample")
    guard !texts.isEmpty else { return }
    var keys = formatKeys
    let isNew = !keys.contains(key)
    if isNew { keys.insert(key, at: key == "GT" ? 0 : keys.count) }
    let index = keys.firstIndex(of: key) ?? 0
    rewriteCells(keys: keys) { sample, fields in
      if isNew, index < fields.count { fields.insert(texts[sample], at: index) }
      while fields.count <= index { fields.append([UInt8(ascii: ".")]) }
      fields[index] = texts[sample]
    }
  }

  /// Rewrites the fields of every cell, which may leave out the last ones.
  mutating func rewriteCells<Failure: Error>(
    keys: [String], _ rewrite: (Int, inout [[UInt8]]) throws(Failure) -> Void
  ) throws(Failure) {
    var text: [UInt8] = []
    text.reserveCapacity(samplesText.count)
    let colon = UInt8(ascii: ":")
    for (sample, cell) in cells.enumerated() {
      if sample > 0 { text.append(UInt8(ascii: "\t")) }
      var fields = samplesText[cell].split(separator: colon, omittingEmptySubsequences: false)
        .map { Array($0) }
      try rewrite(sample, &fields)
      for (index, field) in fields.enumerated() {
        if index > 0 { text.append(colon) }
        text += field
      }
    }
    samplesText = text
    formatText = Array(keys.joined(separator: ":").utf8)
    areFieldsChanged = true
  }

  static func located(_ error: VCFError, _ sample: Int) -> VCFError {
    var located = error
    located.message += " (column \(sample + 10))"
    return located
  }
}
