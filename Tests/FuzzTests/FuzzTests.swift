import Testing

/// Mutated files are refused or read, but never end the process, never hang, and never take much memory.
///
/// Every input is made from a seed and its number, so what is found can be run again. The short form is
/// part of every test run; `Tests/fuzz.sh` runs a campaign.
@Suite struct FuzzTests {
  @Test(
    "mutated files break no promise",
    .enabled(if: !FuzzSettings.isCampaign, "a campaign runs instead"), arguments: [0, 1])
  func short(lane: Int) async throws {
    var settings = FuzzSettings.short
    settings.inputs /= 2
    settings.first = lane * settings.inputs
    let report = try await FuzzCampaign(settings: settings).run()
    #expect(report.count == settings.inputs)
  }

  @Test(
    "mutated resources and paths break no promise",
    .enabled(if: !FuzzSettings.isCampaign, "a campaign runs instead"))
  func resources() async throws {
    var settings = FuzzSettings.short
    settings.subject = .resources
    let report = try await FuzzCampaign(settings: settings).run()
    #expect(report.count == settings.inputs)
  }

  @Test(
    "a campaign of mutated files breaks no promise",
    .enabled(if: FuzzSettings.isCampaign, "Tests/fuzz.sh runs it"))
  func campaign() async throws {
    let report = try await FuzzCampaign(settings: .campaign).run()
    print(report.text)
  }
}
