import Genomics
import PipelineModel
import ReferenceGenome
import Tables
import VCF
import VariantNormalisation

/// Gathers the knowledge of `variants.annotate` from a table.
struct KnowledgeFromTable: TableStage {
  static let kind = StageKind(
    "table.knowledge", shape: .table, "Gathers what the rows of a table say about alleles.",
    inputs: [InputPort("table", .table)],
    outputs: [OutputPort("knowledge", .knowledge, "What is said of each allele.")],
    settings: [AnnotationSettings.fields, AnnotationSettings.reference])

  /// The columns that name an allele, in lower or upper case.
  private static let keys = ["chrom", "pos", "ref", "alt"]
  /// Bytes of entries that are written at once.
  private static let pieceSize = 1 << 20

  let outputs: [String: EdgeType]
  private let fields: [AnnotationField]

  init(_ context: inout StageContext) throws(StageRefusal) {
    fields = try context[AnnotationSettings.fields] ?? []
    guard let edge = context.edge("table") else { throw StageRefusal() }
    outputs = ["knowledge": EdgeType(.knowledge, privacy: edge.type.privacy)]
    guard let columns = edge.type.columns else { return }
    let names = Set(columns.map { $0.name.lowercased() })
    for key in Self.keys where !names.contains(key) { context.requireColumn(key, on: edge) }
    for field in fields { context.requireColumn(field.source, on: edge) }
  }

  func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let table = try inputs.table("table")
    var keys: [Int] = []
    for key in Self.keys { keys.append(try Self.column(table, key) { $0.lowercased() == key }) }
    var columns: [Int] = []
    for field in fields {
      columns.append(try Self.column(table, field.source) { $0 == field.source })
    }
    var file = KnowledgeFile(
      zip(fields, columns).map { field, column in
        KnowledgeField(field, of: table.schema.columns[column])
      })
    // Contigs of a table have no build; the chromosomes have the same short names in all of them.
    let assembly = Assembly.grch38
    var rows = KnowledgeRows(
      columns.map { KnowledgeRows.Cell(table.schema.columns[$0].type) },
      genome: try resources.genome(of: AnnotationSettings.reference, assembly: assembly),
      assembly: assembly)
    try output.append(file.beginning(), to: "knowledge", suffix: "")
    var number = 0
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      var key: [String] = []
      for (index, column) in keys.enumerated() {
        guard let value = RowReader.string(reader.cells[column], in: text), !value.isEmpty else {
          throw Self.refusal(number, "has no \(Self.keys[index])")
        }
        key.append(value)
      }
      guard let position = Int(key[1]) else { throw Self.refusal(number, "has a pos that is none") }
      let values = columns.map { RowReader.string(reader.cells[$0], in: text) }
      let isSorted: Bool
      do throws(ReferenceError) {
        isSorted = try rows.add(
          contig: key[0], position: position, reference: key[2], alternates: key[3],
          fields: values)
      } catch {
        throw StageError(error)
      }
      if !isSorted { throw StageError(KnowledgeFile.unsorted(at: "row \(number)")).sorting }
      if rows.size > Self.pieceSize { try Self.write(&rows, &file, output) }
    }
    try Self.write(&rows, &file, output)
    try output.append(file.ending(), to: "knowledge", suffix: "")
  }

  private static func write(
    _ rows: inout KnowledgeRows, _ file: inout KnowledgeFile, _ output: any TaskOutput
  ) throws(StageError) {
    let bytes: [UInt8]
    do throws(VCFError) { bytes = try file.add(rows.takeEntries()) } catch {
      throw StageError(error).sorting
    }
    try output.append(bytes, to: "knowledge", suffix: "")
  }

  private static func column(
    _ table: TableArtifact, _ name: String, _ isMeant: (String) -> Bool
  ) throws(StageError) -> Int {
    guard let index = table.schema.columns.firstIndex(where: { isMeant($0.name) }) else {
      throw StageError(
        .input, "the table of knowledge has no column \"\(name)\"",
        remedy: NearestName.remedy(name, among: table.schema.columns.map(\.name)), field: name)
    }
    return index
  }

  private static func refusal(_ row: Int, _ what: String) -> StageError {
    StageError(
      .input, "row \(row) of the table of knowledge \(what)",
      remedy: "mend it, or leave such rows out with table.sql")
  }
}

extension KnowledgeField {
  /// A column of a table as a field: a value for each allele, for each row is about one; a flag for true and false.
  init(_ field: AnnotationField, of column: Column) {
    let type: FieldType =
      switch column.type {
      case .integer: .integer
      case .number: .float
      case .boolean: .flag
      case .string, .date, .instant: .string
      }
    self.init(
      target: field.target, number: type == .flag ? .count(0) : .perAlternate, type: type,
      description: "\(field.source) of the knowledge")
  }
}

extension KnowledgeRows.Cell {
  /// What the cells of a column hold.
  init(_ type: ColumnType) {
    self =
      switch type {
      case .integer, .number: .number
      case .boolean: .flag
      case .string, .date, .instant: .text
      }
  }
}
