import Foundation

/// A published table as cells by column; what stands in quotes is one cell.
public enum CSVRows {
  /// The rows of a file.
  public static func read(_ path: String) throws -> [[String: String]] {
    rows(try String(contentsOfFile: path, encoding: .utf8))
  }

  /// The rows of a text; cells without line breaks.
  public static func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map(cells)
    return lines.dropFirst().map { line in
      Dictionary(zip(lines[0], line), uniquingKeysWith: { first, _ in first })
    }
  }

  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}
