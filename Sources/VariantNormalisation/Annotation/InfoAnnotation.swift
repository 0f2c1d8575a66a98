import ByteIO
import VCF

/// Puts what is known about the alleles of a record into its INFO and ID columns.
struct InfoAnnotation {
  private struct Field {
    var key: [UInt8]
    var number: FieldNumber
    var type: FieldType
    var isID: Bool
  }

  private let fields: [Field]
  private let mark: [UInt8]?
  private let existing: AnnotationRules.Existing
  /// For the record at hand: what each field gets; nil for nothing.
  private var values: [[UInt8]?]
  /// The cells of each allele at hand; empty for one that is not known.
  private var cells: [[Range<Int>]] = []

  init(_ fields: [KnowledgeField], _ rules: AnnotationRules) {
    self.fields = fields.map { field in
      var key: [UInt8] = []
      if case .info(let name) = field.target { key = Array(name.utf8) }
      return Field(
        key: key, number: field.number, type: field.type, isID: field.target == .id)
    }
    mark = rules.mark.map { Array($0.utf8) }
    existing = rules.existing
    values = Array(repeating: nil, count: fields.count)
  }

  /// Takes what is known about the alleles of a record.
  ///
  /// - Parameter alleles: For each alternate allele its values in the text, with tabs between them and a line end.
  mutating func read(_ alleles: [Range<Int>?], _ text: Span<UInt8>) {
    cells.clear()
    for allele in alleles {
      var own: [Range<Int>] = []
      if let allele {
        var pieces = ByteFields(
          allele.lowerBound..<allele.upperBound - 1, separatedBy: UInt8(ascii: "\t"))
        while let piece = pieces.next(in: text) { own.append(piece) }
      }
      cells.append(own)
    }
    for index in fields.indices {
      values[index] = Self.value(
        fields[index], cells.map { index < $0.count ? $0[index] : 0..<0 }, text)
    }
  }

  /// What a field gets, from its value for each allele; an empty one is not known.
  private static func value(
    _ field: Field, _ alleles: [Range<Int>], _ text: Span<UInt8>
  ) -> [UInt8]? {
    guard let known = alleles.first(where: { !$0.isEmpty }) else { return nil }
    var value: [UInt8] = []
    switch field.number {
    case .perAlternate:
      for (index, allele) in alleles.enumerated() {
        if index > 0 { value.append(FieldCutter.comma) }
        if allele.isEmpty { value.append(FieldCutter.dot) } else { value.append(text, allele) }
      }
    case .perAllele:
      // `reference,alternate` of each; the reference allele is the same for all.
      var pieces = ByteFields(known, separatedBy: FieldCutter.comma)
      if let reference = pieces.next(in: text) { value.append(text, reference) }
      for allele in alleles {
        value.append(FieldCutter.comma)
        if let comma = firstOffset(of: FieldCutter.comma, in: text, allele) {
          value.append(text, comma + 1..<allele.upperBound)
        } else {
          value.append(FieldCutter.dot)
        }
      }
    default:
      value.append(text, known)
    }
    return value
  }

  /// Appends ID and INFO as they become.
  ///
  /// - Returns: Where ID ends and INFO begins; nil, and nothing appended, where both stay as they are.
  mutating func append(
    _ record: RecordBounds, _ source: Span<UInt8>, isKnown: Bool, to output: inout [UInt8]
  ) -> (idEnd: Int, infoStart: Int)? {
    let start = output.count
    let id = fields.firstIndex(where: \.isID)
    var hasChanged = false
    if let id, let value = identifier(values[id], record, source) {
      output += value
      hasChanged = true
    } else {
      output.append(source, record.id)
    }
    let idEnd = output.count
    output.append(source, record.id.upperBound..<record.info.lowerBound)
    let infoStart = output.count
    if appendInfo(record, source, isKnown, to: &output) { hasChanged = true }
    if hasChanged { return (idEnd, infoStart) }
    output.removeLast(output.count - start)
    return nil
  }

  /// What the ID column becomes; nil where it stays.
  private func identifier(
    _ value: [UInt8]?, _ record: RecordBounds, _ source: Span<UInt8>
  ) -> [UInt8]? {
    let isEmpty = isMissing(record.id, in: source)
    if !isEmpty, existing == .keep { return nil }
    if let value { return matches(source, record.id, value) ? nil : value }
    return existing == .remove && !isEmpty ? [FieldCutter.dot] : nil
  }

  private func appendInfo(
    _ record: RecordBounds, _ source: Span<UInt8>, _ isKnown: Bool, to output: inout [UInt8]
  ) -> Bool {
    let start = output.count
    var isWritten = Array(repeating: false, count: fields.count)
    var isMarked = false
    var hasChanged = false
    if !isMissing(record.info, in: source) {
      var pieces = ByteFields(record.info, separatedBy: UInt8(ascii: ";"))
      while let piece = pieces.next(in: source) {
        let equals = firstOffset(of: UInt8(ascii: "="), in: source, piece)
        let key = piece.lowerBound..<(equals ?? piece.upperBound)
        if let mark, matches(source, key, mark) {
          isMarked = true
          if !isKnown, existing == .remove {
            hasChanged = true
            continue
          }
        }
        guard let field = fields.firstIndex(where: { !$0.isID && matches(source, key, $0.key) })
        else {
          Self.begin(&output, start)
          output.append(source, piece)
          continue
        }
        let stays =
          existing == .keep
          && !isMissing((equals ?? piece.upperBound - 1) + 1..<piece.upperBound, in: source)
        if !stays, !isWritten[field], values[field] != nil {
          Self.begin(&output, start)
          append(field, to: &output)
          hasChanged = true
        } else if stays || existing != .remove && values[field] == nil {
          Self.begin(&output, start)
          output.append(source, piece)
        } else {
          hasChanged = true
        }
        isWritten[field] = true
      }
    }
    for field in fields.indices
    where !fields[field].isID && !isWritten[field] && values[field] != nil {
      Self.begin(&output, start)
      append(field, to: &output)
      hasChanged = true
    }
    if isKnown, !isMarked, let mark {
      Self.begin(&output, start)
      output += mark
      hasChanged = true
    }
    if output.count == start { output.append(FieldCutter.dot) }
    return hasChanged
  }

  private func append(_ field: Int, to output: inout [UInt8]) {
    output += fields[field].key
    guard fields[field].type != .flag, let value = values[field] else { return }
    output.append(UInt8(ascii: "="))
    output += value
  }

  private static func begin(_ output: inout [UInt8], _ start: Int) {
    if output.count > start { output.append(UInt8(ascii: ";")) }
  }
}
