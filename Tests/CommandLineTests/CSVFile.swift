import Foundation

/// A CSV file without quoted cells, as simple as can be.
struct CSVFile {
  let rows: [[String: String]]

  init(_ path: String) throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let header = (lines.first ?? "").split(separator: ",", omittingEmptySubsequences: false)
    rows = lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return Dictionary(uniqueKeysWithValues: zip(header.map(String.init), cells.map(String.init)))
    }
  }
}
