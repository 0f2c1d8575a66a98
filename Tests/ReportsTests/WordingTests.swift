import Pages
import PipelineModel
import Reports
import Testing

@Suite("The words and numbers of a run report")
struct WordingTests {
  @Test(
    "Counts are grouped in threes",
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1,000"), (6_012, "6,012"), (1_234_567, "1,234,567"),
      (-4_200, "−4,200"), (Int.min, "−9,223,372,036,854,775,808"),
    ])
  func grouped(count: Int, text: String) {
    #expect(NumberText.grouped(count) == text)
  }

  @Test(
    "Durations keep about three digits",
    arguments: [
      (0, "0 ms"), (0.0052, "5 ms"), (0.84, "0.84 s"), (9.996, "10.0 s"), (12.34, "12.3 s"),
      (59.96, "1 min 0 s"), (252, "4 min 12 s"), (3_780, "1 h 03 min"), (-3, "0 ms"),
      (Double.nan, "–"), (Double.infinity, "–"),
    ])
  func durations(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds) == text)
  }

  @Test(
    "Sizes are decimal",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (61_804, "62 kB"), (999_600, "1.0 MB"),
      (5_340_000_000, "5.3 GB"),
    ])
  func sizes(bytes: Int, text: String) {
    #expect(NumberText.size(bytes: bytes) == text)
  }

  @Test("An instant is written in UTC, and nonsense is not written")
  func instants() {
    #expect(NumberText.instant(1_772_334_012.25) == "2026-03-01 03:00:12 UTC")
    #expect(NumberText.instant(.nan) == nil)
    #expect(NumberText.instant(1e300) == nil)
  }

  @Test(
    "An axis holds its span in three to six round intervals",
    arguments: [0.004, 0.37, 1, 1.01, 2.925, 3.4, 9.99, 10, 11, 23.5, 59, 61, 100, 7_201, 86_400])
  func axes(end: Double) {
    let axis = TimeAxis(end: end)
    #expect(axis.end >= end * 0.999_99)
    #expect(axis.end <= end * 1.7)
    #expect((3...7).contains(axis.marks.count))
    let labels = axis.marks.map(axis.label)
    #expect(Set(labels).count == labels.count)
    #expect(labels[0] == "0")
    #expect(labels[labels.count - 1].hasSuffix(" s"))
  }

  @Test("An axis of nothing or nonsense is one second")
  func emptyAxis() {
    for end in [0, -1, Double.nan, .infinity] { #expect(TimeAxis(end: end).end == 1) }
  }

  @Test("The verdict says what was published and what was kept aside")
  func succeeded() {
    var run = SampleRuns.nightly()
    #expect(Verdict.sentence(run) == "Published 5 files; 6 of 13,667 records in quarantine.")
    run.published.removeLast(4)
    for number in run.stages.indices { run.stages[number].quarantined = 0 }
    #expect(Verdict.sentence(run) == "Published 1 file; no record in quarantine.")
    run.published = []
    run.publishedNewRelease = false
    run.release = nil
    run.stages = []
    #expect(Verdict.sentence(run) == "Finished; this pipeline publishes no files.")
  }

  @Test("The verdict of a night without changes says that the latest release stands")
  func unchanged() {
    #expect(
      Verdict.sentence(SampleRuns.allReused())
        == "Nothing had changed: the latest release already holds these 5 files; "
        + "6 of 13,667 records in quarantine.")
  }

  @Test("The verdict of a failure names the stages and says that nothing was published")
  func failures() {
    var run = SampleRuns.failed()
    #expect(
      Verdict.sentence(run)
        == "Stages genotypes, called and 2 more failed; nothing was published, "
        + "the latest release is unchanged.")
    run.status = .contractBroken
    run.release = nil
    run.stages.removeAll { $0.tasks.failed > 0 && $0.name != "genotypes" }
    #expect(
      Verdict.sentence(run)
        == "The data contract of genotypes was broken; nothing was published.")
    run.status = .terminated
    #expect(
      Verdict.sentence(run)
        == "Told to stop; 2 of 11 tasks are done and will not be repeated; "
        + "nothing was published.")
    run.status = .running
    #expect(Verdict.sentence(run) == "Still running; 2 of 11 tasks are done.")
  }
}
