import Foundation
import TestSupport
import Testing

/// `pipelines/uptake-indicators.json` on its sample, and what is made from indicator files.
@Suite struct UptakeIndicatorsTests {
  @Test("From care records to released indicators, measures of inequality and a page")
  func pipeline() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      Program.path, ["run", SharedData.project("pipelines/uptake-indicators.json")],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let uptake = try CSVFile(folder.path + "/results/latest/uptake.csv")
    let names = Set(uptake.rows.compactMap { $0["indicator"] })
    #expect(
      names.isSuperset(of: ["U1", "U6.within10", "U10.standardised", "U11.difference", "U8"]))
    let places = uptake.rows.filter { $0["indicator"] == "U1" && $0["period"] == "2024" }
    let whole = try #require(
      places.first { $0["geography"] == "" && $0["sex"] == "" && $0["age_band"] == "" })
    let parts = places.filter { $0["geography"] != "" }.compactMap { Int($0["denominator"] ?? "") }
    #expect(parts.count == 5 && "\(parts.reduce(0, +))" == whole["denominator"])
    let equity = try CSVFile(folder.path + "/results/latest/equity.csv")
    #expect(
      Set(equity.rows.compactMap { $0["dimension"] }) == ["income", "age_band", "sex", "geography"])
    #expect(equity.rows.contains { $0["measure"] == "SII" && $0["lower"] != "" })
    let page = try String(
      contentsOfFile: folder.path + "/results/latest/uptake.html", encoding: .utf8)
    #expect(page.contains("Slope index of inequality") && !page.contains("<script"))
  }

  @Test("docs/indicators.md holds what `pcmflow indicators` prints")
  func documentation() throws {
    let catalogue = SharedData.project("pipelines/catalogue")
    let files = try FileManager.default.contentsOfDirectory(atPath: catalogue).sorted()
    let folder = try TemporaryFolder()
    let result = try Program.run(
      Program.path, ["indicators"] + files.map { "\(catalogue)/\($0)" }, in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let page = try String(
      contentsOfFile: SharedData.project("docs/indicators.md"), encoding: .utf8)
    #expect(
      page.hasSuffix(result.output), "see the end of docs/indicators.md for how to write it anew")
  }

  @Test("An indicator file with a mistake is refused with its place")
  func refusal() throws {
    let folder = try TemporaryFolder()
    try folder.write("{ \"indicator\": \"U1\",\n  \"methode\": \"wilson\" }", to: "u.json")
    let result = try Program.run("indicators", "u.json", in: folder.path)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("u.json:2:3") && result.errors.contains("methode"))
  }

  @Test(
    "Indicator files and calendars of the project are valid by their JSON Schemas",
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/jsonschema"),
      "needs python3-jsonschema"))
  func schemas() throws {
    let script = """
      import glob, json, sys, jsonschema
      for schema, pattern in (("indicator", "catalogue"), ("indicator", "indicators"), ("calendar", "calendars")):
          rules = json.load(open(sys.argv[1] + "/schemas/%s.schema.json" % schema))
          jsonschema.Draft202012Validator.check_schema(rules)
          names = sorted(glob.glob(sys.argv[1] + "/pipelines/%s/*.json" % pattern))
          assert names
          for name in names:
              jsonschema.Draft202012Validator(rules).validate(json.load(open(name)))
      bad = {"indicator": "U 1", "title": "t", "version": "1", "table": "x", "methode": "wilson"}
      rules = json.load(open(sys.argv[1] + "/schemas/indicator.schema.json"))
      assert not jsonschema.Draft202012Validator(rules).is_valid(bad)
      """
    let folder = try TemporaryFolder()
    let root = SharedData.projectRoot.path(percentEncoded: false)
    let result = try Program.run("/usr/bin/python3", ["-c", script, root], in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
  }
}
