import PipelineModel
import Stages
import Tables
import Testing

/// Rows that compare groups with a reference, after disclosure control.
struct SuppressedComparisonTests {
  private static let columns = TableSchema(
    ["indicator", "period", "geography", "urbanisation"].map { Column($0, .string) }
      + ["numerator", "denominator"].map { Column($0, .integer) }
      + ["value", "lower", "upper"].map { Column($0, .number) }
      + ["method", "unit"].map { Column($0, .string) })

  private func released(_ settings: String, city: Int) throws -> [String] {
    let bench = try StageBench()
    defer { bench.remove() }
    // The village's share less the city's, with the city's counts in its own row.
    let difference = 30.0 - 100 * Double(city) / 50
    let rows = """
      U11,2024,,city,\(city),50,0.0,,,risk-difference,percent
      U11,2024,,village,30,100,\(difference),1.0,9.0,risk-difference,percent

      """
    var context = try bench.context(
      HTASuppress.kind, settings,
      edges: [bench.edge("indicators", .table(Self.columns, privacy: .aggregate))])
    let stage = try HTASuppress(&context)
    let output = RecordedOutput()
    let inputs = TaskInputs(
      tables: [("indicators", try bench.table(Self.columns, [rows]))], documents: [:])
    try stage.run(
      inputs, StageResources(files: [:], inputs: inputs, scratchFolder: bench.folder),
      into: output)
    return output.rows("released").split(separator: "\n").map(String.init)
  }

  @Test("Where the reference is suppressed, no comparison keeps value or limits; its counts stay")
  func reference() throws {
    #expect(
      try released("{}", city: 3) == [
        "U11,2024,,city,,,,,,risk-difference,percent,A",
        "U11,2024,,village,30,100,,,,risk-difference,percent,F",
      ])
    #expect(
      try released("{}", city: 10) == [
        "U11,2024,,city,10,50,0.0,,,risk-difference,percent,F",
        "U11,2024,,village,30,100,10.0,1.0,9.0,risk-difference,percent,F",
      ])
  }

  @Test(
    "A comparison has no value where counts are rounded: it would be that of the true ones, or a share"
  )
  func rounded() throws {
    #expect(
      try released("{\"rounding\": 5}", city: 10) == [
        "U11,2024,,city,10,50,,,,risk-difference,percent,F",
        "U11,2024,,village,30,100,,,,risk-difference,percent,F",
      ])
  }
}
