internal import Genomics
internal import PipelineModel
internal import Tables

/// A table of counts: what each sample shows of each allele.
struct AlleleCounts: Sendable {
  /// One row.
  struct Row: Sendable {
    let site: Int32
    /// Molecules of the allele, or reads where molecules are not known.
    let mutant: Int32
    /// Those of the reference.
    let reference: Int32
    /// Where reads of strands stand in ``AlleleCounts/strands``; -1 for none.
    let strands: Int32

    /// Of either allele.
    var molecules: Int { Int(mutant) + Int(reference) }
  }

  /// The rows of one sample, in the order of the table.
  struct Sample: Sendable {
    let name: String
    var rows: [Row] = []
    /// Reference blocks of a gVCF: no molecule shows any other allele.
    var blocks: [(contig: String, positions: ClosedRange<Int>, molecules: Int)] = []
  }

  /// By first appearance.
  private(set) var samples: [Sample] = []
  private(set) var sites: [AlleleSite] = []
  /// Forward and reverse reads of the allele, then of the reference.
  private(set) var strands: [(Int32, Int32, Int32, Int32)] = []

  /// Where the columns of a table stand; those that may be absent are nil.
  private struct Layout {
    let sample, alt, ref: Int
    let altMolecules, refMolecules, depth, end: Int?
    let strands: [Int]?

    init(_ table: TableArtifact, port: String) throws(StageError) {
      sample = try table.index(of: "sample", for: port)
      alt = try table.index(of: "alt_count", for: port)
      ref = try table.index(of: "ref_count", for: port)
      altMolecules = table.schema.index(of: "alt_molecules")
      refMolecules = table.schema.index(of: "ref_molecules")
      depth = table.schema.index(of: "depth")
      end = table.schema.index(of: "end_pos")
      let found = ["alt_forward", "alt_reverse", "ref_forward", "ref_reverse"].compactMap {
        table.schema.index(of: $0)
      }
      strands = found.count == 4 ? found : nil
    }
  }

  /// Reads a table.
  ///
  /// - Throws: The first row with a count that is missing, negative or above its depth, an allele that is none, or an
  ///   allele that its sample has already.
  init(_ table: TableArtifact, port: String, assembly: Assembly?) throws(StageError) {
    let layout = try Layout(table, port: port)
    let alleles = try AlleleReader(table, port: port, assembly: assembly)
    var samples: [Sample] = []
    var sites: [AlleleSite] = []
    var strands: [(Int32, Int32, Int32, Int32)] = []
    var sampleNumbers: [String: Int] = [:]
    var siteNumbers: [AlleleSite: Int32] = [:]
    var spellings: [[UInt8]: Int32] = [:]
    var seen = Set<UInt64>()
    seen.reserveCapacity(table.rowCount)
    var (key, lastName, last): ([UInt8], [UInt8], Int) = ([], [], -1)
    var number = 0
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      let nameCell = reader.cells[layout.sample].range
      if last < 0 || !Self.equal(text, nameCell, lastName) {
        guard let name = reader.string(layout.sample, in: text), !name.isEmpty else {
          throw alleles.refusal(number, "names no sample", field: "sample")
        }
        lastName = nameCell.map { text[$0] }
        last = sampleNumbers[name] ?? samples.count
        if last == samples.count {
          sampleNumbers[name] = last
          samples.append(Sample(name: name))
        }
      }
      let (mutant, reference) = try Self.counts(reader, text, layout, alleles, row: number)
      key.removeAll(keepingCapacity: true)
      alleles.appendSpelling(reader, text, to: &key)
      let site: Int32
      if let known = spellings[key] {
        site = known
      } else {
        let allele = try alleles.site(reader, text, row: number)
        if allele.alt == AlleleReader.block {
          let end = max(allele.position, reader.integer(layout.end, in: text) ?? allele.position)
          samples[last].blocks.append(
            (allele.contig, allele.position...end, Int(mutant) + Int(reference)))
          return
        }
        site = siteNumbers[allele] ?? Int32(sites.count)
        if site == sites.count {
          siteNumbers[allele] = site
          sites.append(allele)
        }
        spellings[key] = site
      }
      guard seen.insert(UInt64(last) << 32 | UInt64(site)).inserted else {
        throw alleles.refusal(
          number, "gives an allele of a sample that an earlier row gives too", field: "pos",
          remedy: "add the rows up, or leave one out")
      }
      var place: Int32 = -1
      if mutant > 0, let columns = layout.strands {
        let reads = columns.compactMap { reader.integer($0, in: text) }.map { Int32(clamping: $0) }
        if reads.count == 4, reads.allSatisfy({ $0 >= 0 }) {
          place = Int32(strands.count)
          strands.append((reads[0], reads[1], reads[2], reads[3]))
        }
      }
      samples[last].rows.append(
        Row(site: site, mutant: mutant, reference: reference, strands: place))
    }
    (self.samples, self.sites, self.strands) = (samples, sites, strands)
  }

  private static func equal(_ text: Span<UInt8>, _ range: Range<Int>, _ other: [UInt8]) -> Bool {
    guard range.count == other.count else { return false }
    for (place, byte) in other.enumerated() where text[range.lowerBound + place] != byte {
      return false
    }
    return true
  }

  /// Molecules where both are given, reads otherwise.
  private static func counts(
    _ reader: RowReader, _ text: Span<UInt8>, _ layout: Layout, _ alleles: AlleleReader, row: Int
  ) throws(StageError) -> (Int32, Int32) {
    func count(_ column: Int, _ name: String) throws(StageError) -> Int32? {
      if reader.cells[column].isNull { return nil }
      guard let value = reader.integer(column, in: text), value <= 1 << 30 else {
        throw alleles.refusal(row, "has a count that is no whole number", field: name)
      }
      guard value >= 0 else {
        throw alleles.refusal(row, "has a negative count", field: name)
      }
      return Int32(value)
    }
    let (alt, ref) = (try count(layout.alt, "alt_count"), try count(layout.ref, "ref_count"))
    var depth: Int32?
    if let column = layout.depth { depth = try count(column, "depth") }
    if let alt, let depth, alt > depth {
      throw alleles.refusal(
        row, "has an alt_count above its depth", field: "alt_count",
        remedy: "correct the row; nothing is assumed about which of the two is right")
    }
    if let altColumn = layout.altMolecules, let refColumn = layout.refMolecules {
      let molecules = (
        try count(altColumn, "alt_molecules"), try count(refColumn, "ref_molecules")
      )
      if let mutant = molecules.0, let reference = molecules.1 { return (mutant, reference) }
      guard molecules.0 == nil, molecules.1 == nil else {
        throw alleles.refusal(
          row, "has molecules of one allele but not of the other", field: "ref_molecules")
      }
    }
    guard let alt, let ref else {
      throw alleles.refusal(
        row, "has no count of the \(alt == nil ? "alternate" : "reference") allele",
        field: alt == nil ? "alt_count" : "ref_count",
        remedy: "give alt_count and ref_count, or alt_molecules and ref_molecules")
    }
    return (alt, ref)
  }
}
