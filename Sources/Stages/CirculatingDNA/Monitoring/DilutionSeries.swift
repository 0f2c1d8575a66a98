internal import CirculatingDNA
internal import PipelineModel
internal import Tables

/// The results of a dilution series: level 0 is blank.
struct DilutionSeries {
  /// Results of one sample at one level.
  private struct Group {
    var results: [Double] = []
  }

  private var groups: [Double: [String: Group]] = [:]
  private var detected: [Double: (hits: Int, tested: Int)] = [:]

  /// Reads a table with the columns level and value, perhaps also sample and detected (else a value above 0 is detected).
  init(_ table: TableArtifact) throws(StageError) {
    let level = try table.index(of: "level", for: "results")
    let value = try table.index(of: "value", for: "results")
    let sample = table.schema.index(of: "sample")
    let flag = table.schema.index(of: "detected")
    var (groups, detected) = (groups, detected)
    var number = 0
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      guard let place = reader.number(level, in: text), place >= 0,
        let result = reader.number(value, in: text)
      else {
        throw StageError(
          .input, "row \(number) of \"results\" has no level from 0, or no value",
          remedy: "write 0 for a result without any molecule", field: "level")
      }
      if let flag, !reader.cells[flag].isNull, reader.flag(flag, in: text) == nil {
        throw StageError(
          .input, "row \(number) of \"results\" does not say whether it is detected",
          remedy: "write true or false", field: "detected")
      }
      groups[place, default: [:]][reader.string(sample, in: text) ?? "", default: Group()]
        .results.append(result)
      let isDetected = reader.flag(flag, in: text) ?? (result > 0)
      detected[place, default: (0, 0)].tested += 1
      detected[place]?.hits += isDetected ? 1 : 0
    }
    (self.groups, self.detected) = (groups, detected)
  }

  /// All blank results.
  var blanks: [Double] { results(0) }
  /// How many blank samples they are of.
  var blankSamples: Int { max(1, groups[0]?.count ?? 0) }

  /// The levels above 0, ascending, with their results.
  var levels: [(level: Double, results: [Double])] {
    groups.keys.filter { $0 > 0 }.sorted().map { ($0, results($0)) }
  }

  /// How often each level above 0 was detected.
  var detections: [ProbitLimit.Level] {
    detected.filter { $0.key > 0 }.sorted { $0.key < $1.key }.map {
      ProbitLimit.Level($0.key, detected: $0.value.hits, of: $0.value.tested)
    }
  }

  /// The results of each sample at the lowest levels.
  func lowSamples(_ count: Int) -> [[Double]] {
    levels.prefix(count).flatMap { level in
      (groups[level.level] ?? [:]).sorted { $0.key < $1.key }.map(\.value.results)
    }
  }

  private func results(_ level: Double) -> [Double] {
    (groups[level] ?? [:]).sorted { $0.key < $1.key }.flatMap(\.value.results)
  }

  /// The table of levels.
  func rows(_ curve: ProbitLimit?) -> (bytes: [UInt8], count: Int) {
    var writer = RowWriter()
    for level in groups.keys.sorted() {
      let results = results(level)
      let moments = LimitsOfBlank.moments(results)
      let hits = detected[level] ?? (0, 0)
      let mean = results.reduce(0, +) / Double(results.count)
      writer.append(level)
      writer.append(results.count)
      writer.append(hits.hits)
      writer.append(Double(hits.hits) / Double(hits.tested))
      writer.append(mean)
      writer.append(moments?.deviation)
      writer.append(moments.flatMap { mean > 0 ? $0.deviation / mean : nil })
      writer.append(level > 0 ? curve?.probability(level) : nil)
      writer.endRow()
    }
    return (writer.takeBytes(), writer.rowCount)
  }
}
