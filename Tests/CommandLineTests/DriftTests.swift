import Foundation
import TestSupport
import Testing

/// What is made from the stages' declarations is checked in as it is made.
@Suite struct DriftTests {
  @Test("schemas/pipeline.schema.json is what `pcmflow schema` prints")
  func schema() throws {
    let printed = try Program.run("schema", in: NSTemporaryDirectory()).output
    let checkedIn = try String(
      contentsOfFile: SharedData.project("schemas/pipeline.schema.json"), encoding: .utf8)
    #expect(printed == checkedIn, "run: pcmflow schema > schemas/pipeline.schema.json")
  }

  @Test("docs/stages.md is what `pcmflow stages --markdown` prints")
  func reference() throws {
    let printed = try Program.run("stages", "--markdown", in: NSTemporaryDirectory()).output
    let checkedIn = try String(
      contentsOfFile: SharedData.project("docs/stages.md"), encoding: .utf8)
    #expect(printed == checkedIn, "run: pcmflow stages --markdown > docs/stages.md")
  }

  @Test("the samples are what their generator writes")
  func samples() throws {
    let folder = try TemporaryFolder()
    let made = try Program.run(
      "/usr/bin/env",
      ["python3", SharedData.project("samples/generate.py"), folder.path + "/made"],
      in: folder.path)
    #expect(made.exitCode == 0, "\(made.errors)")
    for name in ["reference.fa", "fhir/Patient.ndjson", "fhir/Observation.ndjson"] {
      let new = try Data(contentsOf: URL(filePath: folder.path + "/made/" + name))
      let old = try Data(contentsOf: URL(filePath: SharedData.project("samples/registry/" + name)))
      #expect(new == old, "\(name)")
    }
    let genotypes = { (path: String) in
      try Program.run("/bin/gzip", ["-dc", path], in: folder.path).output
    }
    let isSame =
      try genotypes(folder.path + "/made/cohort.vcf.gz")
      == genotypes(SharedData.project("samples/registry/cohort.vcf.gz"))
    #expect(isSame)
  }
}
