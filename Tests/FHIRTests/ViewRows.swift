import FHIR
import JSONText
import Tables

/// The cells of all rows that a view makes of resources, written as JSON; nulls are nil.
func viewRows(_ view: String, _ resources: String...) throws -> [[String?]] {
  let definition = try ViewDefinition.parse(try JSONParser.parse(view))
  let batch = ResourceReader().read(
    lines: Array(resources.joined(separator: "\n").utf8)
  ).batch
  var evaluator = ViewEvaluator(definition)
  var writer = RowWriter()
  for resource in batch.resources {
    _ = try evaluator.appendRows(of: resource.root, in: batch.text.span, batch.index, to: &writer)
  }
  let bytes = writer.takeBytes()
  var reader = RowReader.parts(of: definition.schema)
  var rows: [[String?]] = []
  while try reader.next(bytes.span) {
    rows.append(reader.cells.map { RowReader.string($0, in: bytes.span) })
  }
  return rows
}

/// What a path yields on a Patient or Observation, as a collection column: a JSON array.
func pathValue(_ path: String, _ resource: String) throws -> String? {
  let type = resource.contains("\"Patient\"") ? "Patient" : "Observation"
  let view = JSONNode.quoted(path)
  return try viewRows(
    """
    {"resource": "\(type)", "select": [{"column": [
      {"name": "v", "path": \(view), "type": "string", "collection": true}]}]}
    """, resource
  ).first?.first ?? nil
}
