import Foundation
import TestSupport
import Testing

/// What campaigns and readers of the code have found, run again: nothing of it ends the process, hangs, or
/// takes much memory.
@Suite struct FoundInputTests {
  @Test("an input found once breaks no promise", arguments: FoundInput.all)
  func again(found: FoundInput) async throws {
    let folder = try TemporaryFolder()
    let (name, path, settings) = (found.name, folder.path, FuzzSettings.short)
    await #expect(processExitsWith: .success) {
      [name = name as String, path = path as String, settings = settings as FuzzSettings] in
      try FoundInput.named(name)?.run(settings, in: path)
    }
    let notice = try? folder.read("notice")
    #expect(notice == nil)
  }
}

extension FoundInput: CustomTestStringConvertible {
  var testDescription: String { name }

  /// Runs the input; the reason of a failure stands in `notice`.
  fileprivate func run(_ settings: FuzzSettings, in folder: String) throws {
    let scratch = Scratch(folder: folder)
    let scorer = try FuzzTarget.fixedScorer()
    let pool = try SeedPool(seed: 1, scorer: scorer, usesSharedFiles: false)
    let target = try FuzzTarget(scratch, pool, scorer)
    let input = try make()
    let watchdog = Watchdog(seconds: settings.seconds, notice: scratch.path("notice"))
    PeakMemory.forget()
    let floor = PeakMemory.current()
    do {
      let start = ContinuousClock.now
      watchdog.begin()
      let outcome = try target.run(input)
      watchdog.end()
      let risen = PeakMemory.current() - floor
      if ProcessInfo.processInfo.environment["PCMFLOW_FUZZ_PRINT"] != nil {
        let line = "\(name): \(outcome.label), \(risen) MiB, \(start.duration(to: .now))\n"
        let log = try FileHandle(forWritingTo: URL(filePath: "/tmp/found.log"))
        log.seekToEndOfFile(); log.write(Data(line.utf8))
      }
      if settings.memory > 0, risen > settings.memory {
        throw BrokenPromise("peak memory rose by \(risen) MiB")
      }
    } catch {
      try scratch.write(Array("\(error)".utf8), to: "notice")
      throw error
    }
  }
}
