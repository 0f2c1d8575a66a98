import ByteIO

/// Typed access to the fields of a record; `text` is always the text of its chunk, and nothing is
/// kept.
extension RecordBounds {
  /// The value of an INFO key; nil when the record does not have it.
  ///
  /// For many records make the ``FieldCodec`` once and use ``info(_:_:)``.
  package func info(
    _ key: String, _ header: VCFHeader, _ text: Span<UInt8>
  ) throws(VCFError) -> FieldValue? {
    try info(FieldCodec(.info, key: key, header: header), text)
  }

  /// The value of an INFO key; nil when the record does not have it.
  ///
  /// - Throws: `info` when the value is not of the field's type.
  /// - Complexity: O(n) in the length of INFO.
  package func info(_ codec: FieldCodec, _ text: Span<UInt8>) throws(VCFError) -> FieldValue? {
    guard let range = infoValue(codec.key, in: text) else { return nil }
    return try codec.read(text, range)
  }

  /// The value of a FORMAT key for one sample; nil when the record does not have the key.
  ///
  /// A field of `Number=A`, `R` or `G` that is absent or missing is taken from its equivalent over
  /// local alleles (`LAD` for `AD`), spread over all alleles of the record.
  ///
  /// - Parameter sample: Index into the header's samples.
  /// - Throws: `format` when the value is not of the field's type.
  /// - Complexity: O(n) in the length of the record; walk over ``sampleCells`` for many samples.
  package func format(
    _ key: String, sample: Int, _ header: VCFHeader, _ text: Span<UInt8>
  ) throws(VCFError) -> FieldValue? {
    guard let cell = cell(of: sample, in: text) else { return nil }
    do throws(VCFError) {
      let codec = FieldCodec(.format, key: key, header: header)
      let value = try format(codec, cell: cell, text)
      if let value, value != .missing { return value }
      return try spreadLocalValue(of: codec, cell: cell, header, text) ?? value
    } catch {
      var located = error
      located.message += " (column \(sample + 10))"
      throw located
    }
  }

  /// The value of a FORMAT key in one cell; nil when the record does not have the key, missing when
  /// the cell leaves it out.
  package func format(
    _ codec: FieldCodec, cell: Range<Int>, _ text: Span<UInt8>
  ) throws(VCFError) -> FieldValue? {
    guard let index = formatIndex(codec.key, in: text) else { return nil }
    guard let range = subfield(index, of: cell, in: text) else { return .missing }
    return try codec.read(text, range)
  }

  /// The call of one sample; nil when the record has no GT, when the cell leaves it out and when it
  /// is no call.
  package func genotype(sample: Int, in text: Span<UInt8>) -> Genotype? {
    cell(of: sample, in: text).flatMap { genotype(cell: $0, in: text) }
  }

  /// The call in one cell; nil as for ``genotype(sample:in:)``.
  package func genotype(cell: Range<Int>, in text: Span<UInt8>) -> Genotype? {
    guard let index = formatIndex([0x47, 0x54], in: text),
      let range = subfield(index, of: cell, in: text)
    else { return nil }
    return Genotype(text, range)
  }

  /// An alternate allele, 1 being the first; nil when there are not that many or it is malformed.
  package func alternate(_ index: Int, in text: Span<UInt8>) -> Alternate? {
    guard index > 0, let range = allele(index, in: text) else { return nil }
    return Alternate(text, range)
  }

  /// The sample column of an index; nil when there is none.
  ///
  /// - Complexity: O(n) in the length of the columns before it.
  package func cell(of sample: Int, in text: Span<UInt8>) -> Range<Int>? {
    guard sample >= 0, !format.isEmpty else { return nil }
    var cells = sampleCells
    for _ in 0..<sample {
      guard cells.next(in: text) != nil else { return nil }
    }
    return cells.next(in: text)
  }
}
