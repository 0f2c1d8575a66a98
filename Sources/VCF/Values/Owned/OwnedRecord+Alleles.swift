import ByteIO

/// Records with some of their alleles, as splitting and trimming need them.
extension OwnedRecord {
  /// What a call shows in place of an allele the record no longer has.
  package enum DroppedAllele: Sendable {
    /// `.`
    case missing
    /// `0`
    case reference
  }

  /// Keeps some of the alleles, in a new order: ALT, the calls, and every INFO and FORMAT field
  /// that has values for each allele or genotype follow.
  ///
  /// Elements that stay keep their text. A field that has none left is removed from INFO and
  /// missing in FORMAT; values of modified bases are missing where a call lost an allele.
  ///
  /// - Parameters:
  ///   - kept: Numbers of alternate alleles in their new order, 1 being the first of ALT; the
  ///     reference always stays.
  ///   - dropped: What calls show in place of the others.
  /// - Precondition: The numbers are alternate alleles of the record, each at most once.
  /// - Throws: `info` or `format`, naming the column, for a field whose number of values does not
  ///   agree with the record's alleles, and for what is no call; the record is then as it was.
  /// - Complexity: O(n) in the length of the record.
  package mutating func keepAlleles(
    _ kept: [Int], dropped: DroppedAllele
  ) throws(VCFError) {
    precondition(kept.allSatisfy { $0 > 0 && $0 < alleleCount } && Set(kept).count == kept.count)
    var edited = self
    let subset = AlleleSubset(kept: [0] + kept, alleles: alleleCount, dropped: dropped)
    try edited.keepInfo(subset)
    if !formatText.isEmpty { try edited.keepSamples(subset) }
    edited.alternates = kept.map { alternates[$0 - 1] }
    self = edited
  }

  private mutating func keepInfo(_ subset: AlleleSubset) throws(VCFError) {
    let context = AlleleContext(alleles: subset.alleles)
    var fields: [[UInt8]] = []
    for piece in infoPieces() {
      let field = Array(infoText[piece])
      guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else {
        fields.append(field)
        continue
      }
      let key = String(decoding: field[..<equals], as: UTF8.self)
      let codec = FieldCodec(.info, key: key, header: header)
      let value = Array(field[(equals + 1)...])
      guard let selected = try subset.select(codec, value, context) else {
        fields.append(field)
        continue
      }
      if !selected.isEmpty { fields.append(field[...equals] + selected) }
    }
    let text = fields.isEmpty ? [UInt8(ascii: ".")] : Array(fields.joined(separator: [0x3B]))
    if text != infoText, !infoText.isEmpty {
      infoText = text
      areFieldsChanged = true
    }
  }

  private mutating func keepSamples(_ subset: AlleleSubset) throws(VCFError) {
    let keys = formatKeys
    let codecs = keys.map { FieldCodec(.format, key: $0, header: header) }
    let genotypeIndex = keys.firstIndex(of: "GT")
    let localIndex = keys.firstIndex(of: "LAA")
    try rewriteCells(keys: keys) { (sample, fields) throws(VCFError) in
      do throws(VCFError) {
        guard fields.count <= codecs.count else {
          throw VCFError(
            .format, field: "FORMAT", "the sample has more values than FORMAT has keys")
        }
        var context = AlleleContext(alleles: subset.alleles)
        var lostAllele = false
        if let genotypeIndex, genotypeIndex < fields.count {
          context.ploidy = try subset.renumberCall(&fields[genotypeIndex], &lostAllele)
        }
        if let localIndex {
          context.localAlternates =
            localIndex < fields.count ? try subset.numbers(fields[localIndex]) : []
        }
        for index in fields.indices {
          if codecs[index].definition.number == .perModifiableBase {
            if lostAllele { fields[index] = [UInt8(ascii: ".")] }
          } else if let text = try subset.select(codecs[index], fields[index], context) {
            fields[index] = text.isEmpty ? [UInt8(ascii: ".")] : text
          }
        }
        if let localIndex, localIndex < fields.count, let local = context.localAlternates,
          !local.isEmpty
        {
          fields[localIndex] = subset.renumbered(local)
        }
      } catch {
        throw Self.located(error, sample)
      }
    }
  }
}

/// The alleles that stay of a record, and what becomes of values that belong to alleles.
private struct AlleleSubset {
  /// The alleles in their new order, the reference first.
  let kept: [Int]
  /// Alleles the record had, the reference included.
  let alleles: Int
  let dropped: OwnedRecord.DroppedAllele

  private static let comma = UInt8(ascii: ",")
  private static let dot = UInt8(ascii: ".")

  /// The text of a field with the elements that stay; nil when it stays as it is.
  func select(
    _ codec: FieldCodec, _ text: [UInt8], _ context: AlleleContext
  ) throws(VCFError) -> [UInt8]? {
    if text.isEmpty || text == [Self.dot] { return nil }
    let elements = text.split(separator: Self.comma, omittingEmptySubsequences: false)
    guard let places = try codec.places(count: elements.count, keeping: kept, context) else {
      return nil
    }
    return Array(places.map { elements[$0] }.joined(separator: [Self.comma]))
  }

  /// Gives the alleles of a call their new numbers; returns its ploidy.
  func renumberCall(_ text: inout [UInt8], _ lostAllele: inout Bool) throws(VCFError) -> Int? {
    if text.isEmpty { return nil }
    guard var call = Genotype(text.span, 0..<text.count) else {
      throw VCFError(.format, field: "FORMAT/GT", "a genotype was expected")
    }
    var isChanged = false
    for place in call.alleles.indices {
      guard let number = call.alleles[place].number else { continue }
      let new = kept.firstIndex(of: number)
      if new == number { continue }
      isChanged = true
      if new == nil { lostAllele = true }
      call.alleles[place].number = new ?? (dropped == .reference ? 0 : nil)
    }
    if isChanged {
      text = []
      call.append(to: &text)
    }
    return call.ploidy
  }

  /// The alternate alleles that LAA lists.
  func numbers(_ text: [UInt8]) throws(VCFError) -> [Int] {
    if text.isEmpty || text == [Self.dot] { return [] }
    var numbers: [Int] = []
    for piece in text.split(separator: Self.comma, omittingEmptySubsequences: false) {
      guard let number = Int(String(decoding: piece, as: UTF8.self)), number > 0, number < alleles
      else {
        throw VCFError(
          .format, field: "FORMAT/LAA",
          "numbers of alternate alleles, from 1 to \(alleles - 1), were expected")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// LAA with the local alleles that stay, in its own order; `.` when none does.
  func renumbered(_ local: [Int]) -> [UInt8] {
    let numbers = local.compactMap { kept.firstIndex(of: $0) }
    return numbers.isEmpty
      ? [Self.dot] : Array(numbers.map(String.init).joined(separator: ",").utf8)
  }
}
