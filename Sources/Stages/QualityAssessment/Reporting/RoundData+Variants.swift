internal import PipelineModel
internal import Tables

/// What became of variants.
extension RoundDataReader {
  mutating func readSummary(_ table: TableArtifact) throws(StageError) {
    try Self.forEach(table) { row in
      guard row["laboratory"] != "all", row["type"] == "all",
        let laboratory = self.laboratory(row), let sample = row["sample"]
      else { return }
      let counts = RoundData.Counts(
        found: row.count("tp"), missed: row.count("fn"), falselyReported: row.count("fp"),
        unknown: row.count("unk"), excused: row.count("fn_beyond_claim"))
      guard let band = row["vaf_band"], band != "all" else {
        self.data.laboratories[laboratory].detection.append(
          RoundData.Detection(sample: sample, counts: counts))
        return
      }
      guard sample == "all" else { return }
      self.data.laboratories[laboratory].bands[band] = counts
      let place = self.bands[band] ?? self.data.bands.count
      if self.bands[band] == nil {
        self.bands[band] = place
        self.data.bands.append((band, RoundData.Counts()))
      }
      self.data.bands[place].counts.found += counts.found
      self.data.bands[place].counts.missed += counts.missed
    }
  }

  /// Keeps what is not as it should be: a comparison may have millions of rows that are.
  mutating func readComparison(_ table: TableArtifact) throws(StageError) {
    let decision = table.schema.index(of: "decision")
    let accepted = table.schema.index(of: "vaf_accepted")
    let code = table.schema.index(of: "laboratory")
    var codes: Set<String> = []
    let isRemarkable = { (reader: RowReader, text: Span<UInt8>) in
      if let own = reader.string(code, in: text) { codes.insert(own) }
      return reader.string(decision, in: text) != "TP"
        || reader.string(accepted, in: text) == "false"
    }
    try Self.forEach(table, where: isRemarkable) { row in
      guard let laboratory = self.laboratory(row), let decision = row["decision"] else { return }
      let isOff = decision == "TP" && row.flag("vaf_accepted") == false
      guard decision != "TP" || isOff else { return }
      let call = RoundData.Call(
        sample: row["sample"] ?? "", contig: row["chrom"] ?? "", position: row["pos"] ?? "",
        reference: row["ref"] ?? "", alternative: row["alt"] ?? "",
        decision: isOff ? "VAF" : decision, trueFraction: row.number("truth_vaf"),
        reportedFraction: row.number("reported_vaf"), reason: row["reason"])
      self.data.laboratories[laboratory].callCount += 1
      if self.data.laboratories[laboratory].calls.count < RoundData.listedCalls {
        self.data.laboratories[laboratory].calls.append(call)
      }
      self.share(call)
    }
    for code in codes.sorted() {
      _ = laboratory(Row(cells: [code], places: ["laboratory": 0]))
    }
  }

  private mutating func share(_ call: RoundData.Call) {
    guard call.decision == "FN" || call.decision == "FP" else { return }
    let parts = [
      call.decision, call.sample, call.contig, call.position, call.reference, call.alternative,
    ]
    let key = parts.joined(separator: "\t")
    let isMissed = call.decision == "FN"
    if let place = shared[key] {
      if isMissed {
        missed[place].laboratories += 1
      } else {
        falselyReported[place].laboratories += 1
      }
    } else if isMissed {
      shared[key] = missed.count
      missed.append(RoundData.SharedCall(call: call, laboratories: 1))
    } else {
      shared[key] = falselyReported.count
      falselyReported.append(RoundData.SharedCall(call: call, laboratories: 1))
    }
  }
}
