internal import PipelineModel
internal import Tables

/// Earlier rounds, and the order of everything.
extension RoundDataReader {
  /// Reads the scores that an earlier round published, as CSV.
  mutating func readEarlier(_ path: String, _ round: Int) throws(StageError) {
    let text = try wholeText(of: path)
    var reader = RowReader()
    var places: [String: Int]?
    do throws(TableError) {
      while try reader.next(text.span) {
        let cells = reader.cells.map { RowReader.string($0, in: text.span) }
        guard let known = places else {
          let names = cells.map { $0 ?? "" }
          let found = Dictionary(
            zip(names, names.indices), uniquingKeysWith: { first, _ in first })
          for column in ["laboratory", "z", "verdict"] where found[column] == nil {
            throw TableError(.header, "there is no column \"\(column)\"", line: 1)
          }
          places = found
          continue
        }
        let row = Row(cells: cells + Array(repeating: nil, count: 16), places: known)
        // Who no longer takes part has no page.
        guard let code = row["laboratory"], let laboratory = laboratories[code],
          let score = row.number("z"), let verdict = row["verdict"]
        else { continue }
        data.laboratories[laboratory].earlier[round, default: []].append(
          RoundData.Earlier(score: score, verdict: verdict))
      }
    } catch {
      throw StageError(
        .input, error.description,
        remedy: "name the scores.csv that eqa.quantitative gave in that round", file: path)
    }
  }

  mutating func finish() {
    data.laboratories.sort { $0.code < $1.code }
    for place in data.measurands.indices {
      data.measurands[place].values.sort()
      data.measurands[place].scores.sort()
    }
    data.bands.sort { Self.start(of: $0.name) < Self.start(of: $1.name) }
    let often = { (calls: [RoundData.SharedCall]) in
      Array(
        calls.enumerated().sorted {
          (-$0.element.laboratories, $0.offset) < (-$1.element.laboratories, $1.offset)
        }.prefix(25).map(\.element))
    }
    data.missedAlleles = often(missed)
    data.falseAlleles = often(falselyReported)
  }

  /// Where a band begins: `<0.01`, `0.01-0.05`, `>=0.05`.
  private static func start(of band: String) -> Double {
    if band.hasPrefix("<") { return -1 }
    if band.hasPrefix(">=") { return Double(band.dropFirst(2)) ?? .infinity }
    return band.split(separator: "-").first.flatMap { Double($0) } ?? .infinity
  }
}
