internal import Genomics
internal import PipelineModel
internal import Tables

/// An allele at a position, in one spelling.
struct AlleleSite: Sendable, Hashable {
  /// The contig as the first row that names it spells it.
  let contig: String
  /// From 1.
  let position: Int
  let ref: String
  let alt: String

  /// The columns that name it.
  static let columns = ["chrom", "pos", "ref", "alt"]
}

/// Reads alleles from rows; chromosomes are known by any of their spellings.
struct AlleleReader {
  /// The alternate allele of reference blocks of a gVCF.
  static let block = "<NON_REF>"

  private let places: [Int]
  private let port: String
  private let assembly: Assembly?

  /// A reader of one table.
  ///
  /// - Parameter assembly: The build whose lengths positions must keep to; nil for none.
  init(_ table: TableArtifact, port: String, assembly: Assembly?) throws(StageError) {
    var places: [Int] = []
    for column in AlleleSite.columns { places.append(try table.index(of: column, for: port)) }
    self.places = places
    self.port = port
    self.assembly = assembly
  }

  /// A reader of a file whose columns chrom, pos, ref and alt stand at some places.
  init(columns: [Int], port: String) {
    places = columns
    self.port = port
    assembly = nil
  }

  /// Appends what tells the row's allele from others, as it is spelt.
  func appendSpelling(_ reader: RowReader, _ text: Span<UInt8>, to key: inout [UInt8]) {
    for place in places {
      let range = reader.cells[place].range
      for offset in range { key.append(text[offset]) }
      key.append(9)
    }
  }

  /// The allele of the row.
  ///
  /// - Throws: What is wrong with it, by the row's number.
  func site(_ reader: RowReader, _ text: Span<UInt8>, row: Int) throws(StageError) -> AlleleSite {
    guard places.allSatisfy({ $0 < reader.cells.count }) else {
      throw refusal(row, "has too few cells", field: "chrom")
    }
    guard let contig = reader.string(places[0], in: text),
      let ref = reader.string(places[2], in: text)?.uppercased(),
      let alt = reader.string(places[3], in: text)?.uppercased()
    else { throw refusal(row, "names no chrom, ref or alt", field: "chrom") }
    guard let position = reader.integer(places[1], in: text), position > 0 else {
      throw refusal(row, "has no position from 1", field: "pos")
    }
    let known = assembly ?? .grch38
    guard let chromosome = known.chromosomeIndex(of: contig) else {
      throw refusal(
        row, "names a contig that is no chromosome", field: "chrom",
        remedy: "write 1 to 22, X, Y or MT, with or without chr")
    }
    let name = Assembly.chromosomes[chromosome]
    if let assembly, let length = assembly.length(of: name), position > length {
      throw refusal(
        row, "has a position behind the end of the chromosome in \(assembly.rawValue)",
        field: "pos", remedy: "it may be of another build: lift it over, or correct \"build\"")
    }
    guard Self.isSequence(ref) else {
      throw refusal(row, "has a reference allele that is no sequence of bases", field: "ref")
    }
    guard Self.isSequence(alt) || alt == Self.block, alt != ref else {
      throw refusal(
        row, "has an alternate allele that is no other sequence of bases", field: "alt",
        remedy: "split alleles, and leave symbolic ones out")
    }
    return AlleleSite(contig: name, position: position, ref: ref, alt: alt)
  }

  /// What is wrong with a row; says nothing that the row holds.
  func refusal(
    _ row: Int, _ what: String, field: String, remedy: String? = nil
  ) -> StageError {
    StageError(.input, "row \(row) of \"\(port)\" \(what)", remedy: remedy, field: field)
  }

  private static func isSequence(_ allele: String) -> Bool {
    !allele.isEmpty && allele.utf8.allSatisfy { "ACGTN".utf8.contains($0) }
  }
}
