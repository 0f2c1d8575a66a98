import Foundation
import TestSupport
import Testing

/// Releases that are run crates: what a public validator says of them, and whether they can be repeated.
@Suite struct VerifyTests {
  private static let definition = SharedData.project("pipelines/nightly-registry.json")

  /// A release of the nightly job with a crate.
  private func publish(_ folder: TemporaryFolder, _ arguments: [String] = []) throws {
    let result = try Program.run(
      Program.path, ["run", Self.definition, "--crate"] + arguments, in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  private struct Findings: Decodable {
    var REQUIRED: [String]
    var RECOMMENDED: [String]
    var checks: Int
  }

  @Test(
    "the public validator finds nothing that is required, and only what nobody knows recommended",
    .enabled(if: Validators.arePresent, "needs Tests/Validators/install.sh"))
  func valid() throws {
    let folder = try TemporaryFolder()
    try publish(folder, ["--organisation", "A registry <https://registry.example>"])
    let release = folder.path + "/results/latest"
    let answer = try Validators.run("crate.py", [release], in: folder.path)
    #expect(answer.exitCode == 0, "\(answer.errors)")
    let findings = try JSONDecoder().decode(Findings.self, from: Data(answer.output.utf8))
    #expect(findings.REQUIRED.isEmpty)
    #expect(findings.checks > 50)
    // Programs and forms of files have no address of their own on the web, nor has an input that is known by its digest.
    // Nobody has said who answers for the run. Classes of schema.org have the addresses they have.
    let unknown = [
      "SHOULD have a url", "encodingFormat", "uses scheme 'ni'", "SHOULD have an agent",
      "id SHOULD be an absolute URI",
    ]
    #expect(
      findings.RECOMMENDED.filter { finding in !unknown.contains { finding.contains($0) } }.isEmpty)
    let path = release + "/ro-crate-metadata.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let other = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: URL(filePath: release).resolvingSymlinksInPath().path,
      toPath: other.path + "/crate")
    try text.replacing("\"mainEntity\"", with: "\"main\"").write(
      toFile: other.path + "/crate/ro-crate-metadata.json", atomically: true, encoding: .utf8)
    let refused = try Validators.run("crate.py", [other.path + "/crate"], in: other.path)
    let broken = try JSONDecoder().decode(Findings.self, from: Data(refused.output.utf8))
    #expect(!broken.REQUIRED.isEmpty)
  }

  @Test(
    "a release that was carried elsewhere is repeated from inputs under any names, and is the same")
  func repeated() throws {
    let folder = try TemporaryFolder()
    try publish(folder, ["--date", "2026-03-01", "--set", "minimumCell=6"])
    let elsewhere = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: URL(filePath: folder.path + "/results/latest").resolvingSymlinksInPath().path,
      toPath: elsewhere.path + "/crate")
    try FileManager.default.copyItem(
      atPath: SharedData.project("samples/registry"), toPath: elsewhere.path + "/inputs")
    try FileManager.default.moveItem(
      atPath: elsewhere.path + "/inputs/cohort.vcf.gz", toPath: elsewhere.path + "/inputs/renamed")
    let before = try FileManager.default.subpathsOfDirectory(atPath: elsewhere.path + "/crate")
    let result = try Program.run(
      "verify", "crate", "--inputs", "inputs", in: elsewhere.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 5 && lines.allSatisfy { $0.hasPrefix("same ") }, "\(result.output)")
    #expect(result.errors.contains("was repeated: 5 files, each the same"))
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: elsewhere.path + "/crate") == before)
    #expect(!FileManager.default.fileExists(atPath: elsewhere.path + "/.pcmflow"))
  }

  @Test("where the run was made, the ledger knows the inputs")
  func inPlace() throws {
    let folder = try TemporaryFolder()
    try publish(folder)
    let result = try Program.run("verify", "results/latest", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test("an input that is missing or was changed is refused by its place and digest, not its name")
  func refused() throws {
    let pipeline = try SmallPipeline(file: "19121212-1212.csv")
    #expect(try pipeline.run(["--crate"]).exitCode == 0)
    let folder = pipeline.folder
    let missing = try Program.run(
      "verify", "results/latest", "--work", "nowhere", in: folder.path)
    #expect(missing.exitCode == 2)
    #expect(
      missing.errors.contains("0001.csv of \"files\" of stage \"people\" (1 of 1; 15 bytes, "))
    #expect(missing.errors.contains("was not found") && !missing.errors.contains("1212"))
    try folder.write("id,sex\na,f\nb,f\n", to: "19121212-1212.csv")
    let changed = try Program.run("verify", "results/latest", in: folder.path)
    #expect(changed.exitCode == 2 && changed.errors.contains("was changed"), "\(changed.errors)")
  }

  @Test("the name of an input and its path stand nowhere in the crate")
  func privacy() throws {
    let pipeline = try SmallPipeline(file: "19121212-1212.csv")
    // The definition itself names the file here; a glob does not.
    let text = try pipeline.folder.read("pipeline.json").replacing(
      "19121212-1212.csv", with: "1*.csv")
    try pipeline.folder.write(text, to: "pipeline.json")
    #expect(
      try pipeline.run(["--crate", "--set", "inbox=\(pipeline.folder.path)"]).exitCode == 0)
    let found = try Program.run(
      "/bin/grep", ["-rl", "-e", "1212", "-e", pipeline.folder.path, "results/latest/"],
      in: pipeline.folder.path)
    #expect(found.output.isEmpty, "\(found.output)")
    #expect(
      try Program.run("verify", "results/latest", in: pipeline.folder.path).exitCode == 0)
  }

  @Test("a file that is another one, or was touched, is told with both digests; exit code 1")
  func different() throws {
    let pipeline = try SmallPipeline()
    #expect(try pipeline.run(["--crate", "--date", "2026-03-01"]).exitCode == 0)
    let folder = pipeline.folder
    let run = try folder.read("results/latest/crate/run.json")
    let digest = try Program.run(
      "/usr/bin/sha256sum", ["results/latest/counts-2026-03-01.csv"], in: folder.path)
    let other = String(repeating: "0", count: 64)
    try folder.write(
      run.replacing(digest.output.prefix(64), with: other), to: "results/latest/crate/run.json")
    let different = try Program.run("verify", "results/latest", in: folder.path)
    #expect(different.exitCode == 1)
    #expect(
      different.output
        == "different  \(other)  counts-2026-03-01.csv  made anew: \(digest.output.prefix(64))\n")
    try folder.write(run, to: "results/latest/crate/run.json")
    try folder.write("sex,n\nf,2\n", to: "results/latest/counts-2026-03-01.csv")
    let damaged = try Program.run("verify", "results/latest", in: folder.path)
    #expect(damaged.exitCode == 1 && damaged.output.hasPrefix("damaged "), "\(damaged.output)")
    try folder.write(
      run.replacing("\"version\" : \"", with: "\"version\" : \"0.0.1-"),
      to: "results/latest/crate/run.json")
    let older = try Program.run("verify", "results/latest", in: folder.path)
    #expect(older.errors.contains("warning: the crate was made by pcmflow 0.0.1-"))
  }

  @Test("a folder without a crate, or whose definition was changed, is refused")
  func noCrate() throws {
    let pipeline = try SmallPipeline()
    #expect(try pipeline.run().exitCode == 0)
    let none = try Program.run("verify", "results/latest", in: pipeline.folder.path)
    #expect(none.exitCode == 2 && none.errors.contains("holds no run crate"), "\(none.errors)")
    // Asked for, the crate makes a release of its own, although its files are the same.
    #expect(try pipeline.run(["--crate"]).exitCode == 0)
    #expect(try Program.run("verify", "results/latest", in: pipeline.folder.path).exitCode == 0)
    try pipeline.folder.write("{}", to: "results/latest/crate/definition/pipeline.json")
    let changed = try Program.run("verify", "results/latest", in: pipeline.folder.path)
    #expect(changed.exitCode == 2 && changed.errors.contains("definition of the crate"))
  }

  @Test("a crate that names files outside of itself is refused")
  func hostile() throws {
    let pipeline = try SmallPipeline()
    #expect(try pipeline.run(["--crate"]).exitCode == 0)
    let run = try pipeline.folder.read("results/latest/crate/run.json")
    try pipeline.folder.write(
      run.replacing("\"0001.csv\"", with: "\"../../0001.csv\""),
      to: "results/latest/crate/run.json")
    let result = try Program.run("verify", "results/latest", in: pipeline.folder.path)
    #expect(result.exitCode == 2 && result.errors.contains("is damaged"), "\(result.errors)")
  }
}
