import FHIR
import Foundation
import JSONText
import Tables
import TestSupport

/// A view of `pipelines/views`, run over files of the shared folder.
struct ShippedView {
  /// The rows as text by column; a null is not there.
  let rows: [[String: String]]
  /// The types of the columns.
  let types: [String: ColumnType]
  /// How many resources broke a rule of the view.
  let faults: Int

  /// All views that are shipped in folders.
  static func paths() throws -> [String] {
    let folder = SharedData.project("pipelines/views")
    return try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".json") }
  }

  /// The type of resource that a view reads.
  static func resourceType(_ path: String) throws -> String {
    let document = try Data(
      contentsOf: URL(filePath: SharedData.project("pipelines/views/" + path)))
    return try JSONParser.parse(Array(document))["resource"]?.string ?? ""
  }

  /// Reads each file whose name a part occurs in, below a folder of the shared data.
  init(_ path: String, _ folder: String, containing part: String = "") throws {
    let document = try Data(
      contentsOf: URL(filePath: SharedData.project("pipelines/views/" + path)))
    let view = try ViewDefinition.parse(JSONParser.parse(Array(document)))
    var rows: [[String: String]] = []
    var faults = 0
    let names = try FileManager.default.contentsOfDirectory(atPath: SharedData.file(folder))
    for name in names.sorted() where part.isEmpty || name.contains(part) {
      let path = SharedData.file(folder + "/" + name)
      let text = Array(try Data(contentsOf: URL(filePath: path)))
      let reader = ResourceReader()
      let isLines = ResourceFormat.of(fileName: name, beginning: text.span) == .lines
      let batch = (isLines ? reader.read(lines: text) : reader.read(document: text)).batch
      var evaluator = ViewEvaluator(view)
      var writer = RowWriter()
      for resource in batch.resources {
        do {
          _ = try evaluator.appendRows(
            of: resource.root, in: batch.text.span, batch.index, to: &writer)
        } catch {
          faults += 1
        }
      }
      let bytes = writer.takeBytes()
      var cells = RowReader.parts(of: view.schema)
      while try cells.next(bytes.span) {
        var row: [String: String] = [:]
        for (column, cell) in zip(view.schema.columns, cells.cells) {
          row[column.name] = RowReader.string(cell, in: bytes.span)
        }
        rows.append(row)
      }
    }
    self.rows = rows
    self.faults = faults
    types = Dictionary(
      uniqueKeysWithValues: view.schema.columns.map { ($0.name, $0.type) })
  }

  /// The values of a column in the order of the rows, `-` for a null.
  func column(_ name: String) -> [String] { rows.map { $0[name] ?? "-" } }

  /// The only row in which a column has a value; nil where there are none or several.
  func row(_ column: String, _ value: String) -> [String: String]? {
    let found = rows.filter { $0[column] == value }
    return found.count == 1 ? found[0] : nil
  }
}
