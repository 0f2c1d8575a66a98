import TestSupport
import Testing

/// Short forms of the campaigns that `Tests/campaigns.sh` runs in full.
@Suite(.serialized) struct DurabilityTests {
  private static let formats = "Tests/Campaigns/formats/pipeline.json"
  private static let scores = "Tests/Cases/score-by-hand/pipeline.json"

  @Test(
    "killed at random instants, within publishing and commits too, runs end with the same bytes")
  func kills() throws {
    try run("kills", "25", "--definition", Self.formats, "--definition", Self.scores)
  }

  @Test("a call that fails, a short write or a full disk is a clean failure or does no harm")
  func faults() throws {
    try run("faults", "29", "--definition", Self.formats)
  }

  @Test(
    "after a power cut no release is partial, nothing committed is lost, and bytes are the same")
  func powerCuts() throws {
    try run("powercut", "30", "--definition", Self.formats, "--definition", Self.scores)
  }

  @Test("of many runs that start at once one wins, and its lock ends with it")
  func locks() throws {
    try run("locks", "2", "--starts", "60")
  }

  /// Runs a campaign; a new seed each time, which it prints.
  private func run(_ arguments: String...) throws {
    let result = try Program.run(
      "/usr/bin/env",
      ["python3", "-B", "Tests/Campaigns/campaign.py"] + arguments
        + ["--program", Program.path, "--library", Program.builtFolder + "libFaultyIO.so"],
      in: SharedData.project("."))
    #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
  }
}
