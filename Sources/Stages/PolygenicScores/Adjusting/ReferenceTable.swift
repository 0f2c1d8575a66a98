internal import Crypto
internal import Foundation
internal import PipelineModel
internal import PolygenicRisk
internal import Tables

/// The reference panel of a task: one panel a score, and a digest of the table it came from.
struct ReferenceTable {
  /// The panels by score; under nil where the table does not say which score it holds.
  private(set) var panels: [String?: ReferencePanel] = [:]
  /// SHA-256 over the rows as they came in.
  let digest: String

  /// Reads the unrelated people who have a score and all components.
  ///
  /// - Parameter components: How many principal components are read.
  init(_ table: TableArtifact, components: Int) throws(StageError) {
    let population = try table.index(of: "population", for: "reference")
    let unrelated = try table.index(of: "unrelated", for: "reference")
    let score = try table.index(of: "score", for: "reference")
    let places = try table.componentColumns(components, for: "reference")
    let accession = table.schema.index(of: "pgs_id")
    var number = 0
    var panels: [String?: ReferencePanel] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      guard let isUnrelated = reader.flag(unrelated, in: text) else {
        throw StageError(
          .input, "row \(number) of the reference does not say whether the person is unrelated",
          remedy: "write true or false", field: "unrelated")
      }
      let place = places.compactMap { reader.number($0, in: text) }
      guard isUnrelated, place.count == places.count,
        let name = reader.string(population, in: text),
        let value = reader.number(score, in: text)
      else { return }
      panels[reader.string(accession, in: text), default: ReferencePanel()]
        .add(population: name, components: place, score: value)
    }
    self.panels = panels
    digest = try table.digest()
  }

  /// The panel of a score.
  func panel(_ accession: String, minimum: Int) throws(StageError) -> ReferencePanel {
    guard let panel = panels[accession] ?? panels[nil] else {
      throw StageError(
        .input, "the reference has no scores of \(accession)",
        remedy: "score the reference panel with the same scoring file and name it in \"pgs_id\"")
    }
    guard panel.count >= minimum else {
      throw StageError(
        .input,
        "the reference has \(panel.count) unrelated people with a score of \(accession) and components, fewer "
          + "than \(minimum)",
        remedy: "give a larger panel, or lower \"minimumReference\" if that is what you want")
    }
    return panel
  }
}

/// Where people stand in the space of principal components, and who they are said to be most similar to.
struct ProjectionTable {
  /// One person.
  struct Person {
    let place: [Double]
    let population: String?
    let isLowConfidence: Bool?
  }

  private var people: [String: Person] = [:]

  /// Reads a table.
  init(_ table: TableArtifact, components: Int) throws(StageError) {
    let sample = try table.index(of: "sample", for: "projections")
    let places = try table.componentColumns(components, for: "projections")
    let population = table.schema.index(of: "most_similar_population")
    let confidence = table.schema.index(of: "low_confidence")
    var number = 0
    var people: [String: Person] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      guard let name = reader.string(sample, in: text) else {
        throw StageError(.input, "row \(number) of the projections names no sample")
      }
      let person = Person(
        place: places.compactMap { reader.number($0, in: text) },
        population: reader.string(population, in: text),
        isLowConfidence: reader.flag(confidence, in: text))
      guard people.updateValue(person, forKey: name) == nil else {
        throw StageError(
          .input, "row \(number) of the projections names a sample that an earlier row names too",
          remedy: "give each sample once")
      }
    }
    self.people = people
  }

  /// A person with as many components as are asked for; nil where the person is absent or lacks some.
  func person(_ sample: String, components: Int) -> Person? {
    guard let person = people[sample], person.place.count >= components else { return nil }
    return person
  }
}

extension TableArtifact {
  /// How many principal components the table has, PC1 and on without a gap.
  var componentCount: Int {
    var count = 0
    while schema.index(of: "PC\(count + 1)") != nil { count += 1 }
    return count
  }

  /// Where PC1, PC2 and so on stand.
  fileprivate func componentColumns(_ count: Int, for port: String) throws(StageError) -> [Int] {
    var columns: [Int] = []
    for component in 1..<count + 1 { columns.append(try index(of: "PC\(component)", for: port)) }
    return columns
  }

  /// SHA-256 over the names of the columns and the rows.
  fileprivate func digest() throws(StageError) -> String {
    var hash = SHA256()
    hash.update(data: Data(TableConverter(schema, to: .csv).preamble))
    for part in parts {
      try Self.forEachBlock(of: part) { (block) throws(StageError) in hash.update(data: Data(block))
      }
    }
    return "sha256:"
      + hash.finalize().map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
  }
}
