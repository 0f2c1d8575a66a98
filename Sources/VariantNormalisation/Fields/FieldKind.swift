import VCF

/// How the values of a field belong to alleles.
enum FieldKind: UInt8, Sendable {
  /// They do not.
  case fixed
  /// A genotype: numbers of alleles.
  case genotype
  /// One value for each alternate allele.
  case perAlternate
  /// One value for each allele.
  case perAllele
  /// Counts of reads for each allele, which may be added up.
  case perAlleleReads
  /// One value for each genotype.
  case perGenotype
  /// Values for the alleles that LAA lists.
  case local
}

/// How the fields that a header declares belong to alleles.
final class FieldKinds: Sendable {
  private let infoTable: KeyTable
  private let infoKinds: [FieldKind]
  private let formatTable: KeyTable
  private let formatKinds: [FieldKind]

  init(header: VCFHeader) {
    let infos = header.infos.values.compactMap { field -> ([UInt8], FieldKind)? in
      Self.kind(field, isInfo: true).map { (Array(field.id.utf8), $0) }
    }
    infoTable = KeyTable(infos.map(\.0))
    infoKinds = infos.map(\.1)
    var formats = header.formats.values.compactMap { field -> ([UInt8], FieldKind)? in
      field.id == "GT" || field.id == "LAA"
        ? nil : Self.kind(field, isInfo: false).map { (Array(field.id.utf8), $0) }
    }
    formats.append((Array("GT".utf8), .genotype))
    formats.append((Array("LAA".utf8), .local))
    formatTable = KeyTable(formats.map(\.0))
    formatKinds = formats.map(\.1)
  }

  private static func kind(_ field: FieldDefinition, isInfo: Bool) -> FieldKind? {
    switch field.number {
    case .perAlternate: .perAlternate
    case .perAllele:
      field.type == .integer && (field.id == "AD" || field.id == "QS")
        ? .perAlleleReads : .perAllele
    case .perGenotype: .perGenotype
    case .perLocalAlternate, .perLocalAllele, .perLocalGenotype: isInfo ? nil : .local
    default: nil
    }
  }

  /// The kind of the INFO key in a range.
  func info(_ text: Span<UInt8>, _ range: Range<Int>) -> FieldKind {
    infoTable.index(of: text, range.lowerBound, range.upperBound).map { infoKinds[$0] } ?? .fixed
  }

  /// The kind of the FORMAT key in a range.
  func format(_ text: Span<UInt8>, _ range: Range<Int>) -> FieldKind {
    formatTable.index(of: text, range.lowerBound, range.upperBound).map { formatKinds[$0] }
      ?? .fixed
  }
}
