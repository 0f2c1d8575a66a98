import Foundation
import TestSupport
import Testing

/// Submissions as they come, through `eqa.read`, and the forms that laboratories are sent.
@Suite struct EQASubmissionTests {
  /// Reads files with the settings given and gives the published receipts and rows.
  private func read(
    _ files: [String: [UInt8]], settings: String, onBad: String = "quarantine"
  ) throws -> (result: Program.Result, rows: String, receipts: String) {
    let folder = try TemporaryFolder()
    for (name, bytes) in files {
      try Data(bytes).write(to: URL(filePath: folder.path + "/" + name))
    }
    let definition = try folder.write(
      """
      {
        "pipeline": "submissions",
        "stages": { "read": { "use": "eqa.read", "with": {
          "files": ["\(files.keys.sorted().joined(separator: "\", \""))"],
          "columns": { "sample": [], "value": ["VAF"] }, "onBad": "\(onBad)", "privacy": "released"\(settings) } } },
        "publish": { "rows.csv": "read.table", "receipts.csv": "read.receipts" }
      }
      """, to: "pipeline.json")
    let result = try Program.run("run", definition, in: folder.path)
    guard result.exitCode == 0 else { return (result, "", "") }
    return (
      result, try folder.read("results/latest/rows.csv"),
      try folder.read("results/latest/receipts.csv")
    )
  }

  private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(
    "each way of sending a table has a rule with a name",
    arguments: [
      ("sep=;\r\nsample;value\r\nS1;0,5 %\r\n", "A,S1,\"0,5 %\"", "separator-line;semicolon"),
      ("sample,VAF [percent]\nS1,5\n", "A,S1,5 %", "unit-in-header"),
      ("\u{FEFF}sample\tvalue\nS1\t<0.5 %\n", "A,S1,<0.5 %", "byte-order-mark;tab"),
      ("sample,value\n s-1 ,7\n", "A,S1,7", "name-spelling"),
      ("sample,value\nS9,7\n", "", "unknown-name"),
      ("sample,value (copies/mL)\nS1,7\n", "", "other-unit"),
      ("sample,value (NG/ML)\nS1,7\n", "A,S1,7", "laboratory-from-file"),
      ("laboratory,sample,value\nB,S1,7\n", "", "unknown-laboratory"),
      ("sample,reading\nS1,7\n", "", "missing-column"), ("", "", "no-header"),
      ("PK\u{3}\u{4}rest of a workbook", "", "workbook"),
    ])
  func rules(file: String, row: String, rule: String) throws {
    let read = try read(
      ["A.csv": text(file)],
      settings: #","#
        + #" "names": { "sample": ["S1", "S2"], "laboratory": ["A"] }, "units": { "value": ["ng/mL"] }"#
    )
    #expect(read.result.exitCode == 0, "\(read.result.errors)")
    let rows = read.rows.split(separator: "\n").dropFirst()
    #expect(rows.joined() == row)
    let receipt = String(read.receipts.split(separator: "\n").last ?? "")
    #expect(receipt.contains(rule))
    #expect(receipt.hasPrefix("A.csv,A,"))
  }

  @Test(
    "a file that cannot be read keeps nobody else from the round, unless the definition says so")
  func others() throws {
    let files = [
      "A.csv": text("sample,value\nS1,1\n"), "B.csv": text("sample,reading\nS1,2\n"),
      "C.csv": text("PK\u{3}\u{4}"),
    ]
    let read = try read(files, settings: "")
    #expect(read.rows == "laboratory,sample,value\nA,S1,1\n")
    #expect(read.receipts.split(separator: "\n").count == 4)
    let failed = try self.read(files, settings: "", onBad: "fail")
    #expect(failed.result.exitCode == 1)
    #expect(
      failed.result.errors.contains("the file has no column \"value\"")
        || failed.result.errors.contains("workbook"))
  }

  @Test("the receipt has the digest of the file as it was sent, packed or not")
  func digest() throws {
    let folder = try TemporaryFolder()
    let plain = try folder.write("sample,value\nS1,1\n", to: "A.csv")
    _ = try Program.run("/bin/gzip", ["-n", plain], in: folder.path)
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: plain + ".gz")))
    let sum = try Program.run("/usr/bin/sha256sum", [plain + ".gz"], in: folder.path).output
    let read = try read(["A.csv.gz": bytes], settings: "")
    #expect(read.rows.hasSuffix("A,S1,1\n"))
    #expect(read.receipts.contains(String(sum.prefix(64))))
  }

  @Test("names and units for columns that are not read are refused with the nearest name")
  func misspelt() throws {
    let read = try read(
      ["A.csv": text("sample,value\n")], settings: #", "names": { "smaple": ["S1"] }"#)
    #expect(read.result.exitCode == 2)
    #expect(read.result.errors.contains("did you mean \"sample\"?"))
  }

  @Test(
    "the forms fit their schemas, and so does what laboratories send in order",
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/jsonschema"),
      "needs python3-jsonschema"),
    arguments: ["values", "genotypes"])
  func forms(kind: String) throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      import csv, json, sys, jsonschema
      root, kind = sys.argv[1:]
      schema = json.load(open(f"{root}/schemas/eqa-{kind}.schema.json"))
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      form = f"{root}/samples/eqa-round/template-{kind}.csv"
      columns = next(csv.reader(open(form)))
      assert set(columns) <= set(schema["items"]["properties"]), columns
      assert set(schema["items"]["required"]) <= set(columns), columns
      def rows(path):
          return [{k: v for k, v in row.items() if v} for row in csv.DictReader(open(path))]
      sent = f"{root}/samples/eqa-round/{kind}/"
      for code in ["LAB01", "LAB04", "LAB20", "LAB30"]:
          validator.validate(rows(sent + code + ".csv"))
      # A form without answers, and what no rule understands, do not fit.
      assert list(validator.iter_errors(rows(form)))
      if kind == "values":
          assert list(validator.iter_errors(rows(sent + "LAB32.csv")))
      """, to: "forms.py")
    let checked = try Program.run(
      "/usr/bin/python3", [script, SharedData.project(""), kind], in: folder.path)
    #expect(checked.exitCode == 0, "\(checked.errors)")
  }
}
