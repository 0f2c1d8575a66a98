internal import ByteIO
internal import Genomics
internal import PipelineModel
internal import PolygenicScore
internal import ReferenceGenome
internal import Tables

/// The columns of a table of allele frequencies.
enum FrequencyColumns {
  /// `frequency` is that of `alt`, from 0 to 1; positions count from 1.
  static let names = ["chrom", "pos", "ref", "alt", "frequency"]
}

extension ScoringEvidence {
  /// Reads what stands beside the variants of a task: frequencies, the genome, coverage.
  init(
    _ resources: StageResources, _ index: ScoreIndex, assembly: Assembly?
  ) throws(StageError) {
    self.init()
    if let table = resources.inputs.tables.first(where: { $0.name == "frequencies" })?.table {
      frequencies = try AlleleFrequencies(table, index, assembly: assembly)
    }
    if let genome = try resources.genome(of: PRSScoreSettings.reference, assembly: assembly) {
      reference = ReferenceSites(genome)
    }
    let beds = resources.files(PRSScoreSettings.coverage)
    if !beds.isEmpty {
      var regions: [Region] = []
      for path in beds { regions += try RegionChoice.read(path) }
      coverage = CoveredPositions(regions, assembly: assembly)
    }
  }
}

extension AlleleFrequencies {
  /// The frequencies at the positions of scoring rows; the other rows of the table are passed over.
  ///
  /// - Throws: `input` for a row that cannot be right: no position, a frequency outside 0 to 1, an allele twice.
  init(
    _ table: TableArtifact, _ index: ScoreIndex, assembly: Assembly?
  ) throws(StageError) {
    self.init()
    let places = try FrequencyColumns.names.map { name throws(StageError) in
      guard let place = table.schema.index(of: name) else {
        throw StageError(
          .input, "the table of frequencies has no column \"\(name)\"",
          remedy: "give it \(FrequencyColumns.names.joined(separator: ", "))")
      }
      return place
    }
    var frequencies = self
    var row = 0
    var cursor = 0
    try table.forEachRow { (reader, text) throws(StageError) in
      row += 1
      let cells = places.map { reader.cells[$0] }
      guard !cells[4].isNull else { return }
      guard let contig = ScoredContig.number(text, cells[0].range, in: assembly) else { return }
      guard let position = parseInteger(text, cells[1].range), position >= 1,
        position <= Int32.max
      else { throw Self.problem("the position is not a whole number from 1", row, "pos") }
      let key = ScoreIndex.key(contig: contig, position: position)
      guard index.slot(of: key, from: &cursor) != nil || index.hasInteraction(at: key) else {
        return
      }
      guard let frequency = parseDouble(text, cells[4].range), (0...1).contains(frequency) else {
        throw Self.problem("the frequency is not a number from 0 to 1", row, "frequency")
      }
      let isNew = frequencies.add(
        contig: contig, position: position, reference: Self.bytes(text, cells[2].range),
        alternative: Self.bytes(text, cells[3].range), frequency: frequency)
      if !isNew { throw Self.problem("the allele stands there before", row, "alt") }
    }
    self = frequencies
  }

  private static func bytes(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(text, range)
    return bytes
  }

  private static func problem(_ message: String, _ row: Int, _ field: String) -> StageError {
    StageError(
      .input, "row \(row) of the table of frequencies: \(message)",
      remedy: "correct the table; `frequency` is that of the allele in `alt`", field: field)
  }
}
