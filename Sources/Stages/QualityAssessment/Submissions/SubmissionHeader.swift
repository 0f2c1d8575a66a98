/// Which column of a file holds what.
struct SubmissionHeader {
  /// A column that is asked for, and what laboratories call it.
  struct Wanted: Sendable, Equatable {
    let name: String
    let spellings: [String]
  }

  /// Why no row of a file can be read.
  enum Fault: Equatable {
    case missingColumn(String)
    case otherUnit(String)

    /// The rule under which its rows are refused.
    var rule: String {
      switch self {
      case .missingColumn: "missing-column"
      case .otherUnit: "other-unit"
      }
    }

    /// What is wrong, in words.
    var message: String {
      switch self {
      case .missingColumn(let name): "the file has no column \"\(name)\""
      case .otherUnit(let name):
        "the header gives \"\(name)\" in a unit that the round does not take"
      }
    }
  }

  /// For each wanted column where it stands; nil for none.
  private(set) var places: [Int?]
  /// For each wanted column whether its header says that values are in percent.
  private(set) var isInPercent: [Bool]
  let columnCount: Int
  private let units: [String?]

  private static let percentWords: Set<String> = ["%", "percent", "per cent", "pct", "prozent"]

  /// Finds columns by their names, whatever their case, spaces and units.
  init(_ cells: [String], wanted: [Wanted]) {
    let names = cells.map(Self.plain)
    places = wanted.map { column in
      let known = ([column.name] + column.spellings).map { Self.plain($0) }
      return names.firstIndex { known.contains($0) }
    }
    units = places.map { place in place.flatMap { Self.unit(cells[$0]) } }
    isInPercent = places.indices.map { [places, units] index in
      let header = places[index].map { cells[$0] } ?? ""
      return header.contains("%") || Self.percentWords.contains(units[index] ?? "")
    }
    columnCount = cells.count
  }

  /// What keeps the rows from being read; nil for nothing.
  func fault(_ layout: SubmissionLayout) -> Fault? {
    for (index, column) in layout.wanted.enumerated() {
      if places[index] == nil, !layout.mayBeAbsent.contains(column.name) {
        return .missingColumn(column.name)
      }
      if let accepted = layout.units[column.name], let unit = units[index], !isInPercent[index],
        !accepted.contains(where: { $0.lowercased() == unit })
      {
        return .otherUnit(column.name)
      }
    }
    return nil
  }

  /// A name without what stands in brackets, in small letters and digits only.
  static func plain(_ name: String) -> String {
    var depth = 0
    var result = ""
    for character in name.lowercased() {
      if "([".contains(character) { depth += 1 }
      if depth == 0, character.isLetter || character.isNumber { result.append(character) }
      if ")]".contains(character) { depth = max(0, depth - 1) }
    }
    return result
  }

  /// What stands in the first brackets of a header, in small letters; nil without.
  private static func unit(_ name: String) -> String? {
    guard let open = name.firstIndex(where: { "([".contains($0) }),
      let close = name[open...].firstIndex(where: { ")]".contains($0) })
    else { return nil }
    let words = name[name.index(after: open)..<close].lowercased().split(separator: " ")
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}
