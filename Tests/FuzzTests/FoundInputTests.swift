import Foundation
import TestSupport
import Testing

/// What campaigns and readers of the code have found, run again: nothing of it ends the process, hangs, or
/// takes much memory.
@Suite(.serialized) struct FoundInputTests {
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

  /// Inputs below this size are run with several salts.
  private static let smallSize = 4096

  /// Runs the input; the reason of a failure stands in `notice`.
  fileprivate func run(_ settings: FuzzSettings, in folder: String) throws {
    let scratch = Scratch(folder: folder)
    let scorer = try FuzzTarget.fixedScorer()
    let pool = try SeedPool(seed: 1, size: 4, scorer: scorer)
    let target = try FuzzTarget(scratch, pool, scorer)
    var input = try make()
    input.isCheckedInFull = true
    let watchdog = Watchdog(seconds: settings.seconds, notice: scratch.path("notice"))
    PeakMemory.forget()
    let floor = PeakMemory.current()
    do {
      watchdog.begin()
      for salt in 0..<(input.bytes.count < Self.smallSize ? 12 : 1) {
        input.salt = UInt64(salt)
        _ = try target.run(input)
      }
      watchdog.end()
      let risen = PeakMemory.current() - floor
      if settings.memory > 0, risen > memory {
        throw BrokenPromise("peak memory rose by \(risen) MiB")
      }
    } catch {
      try scratch.write(Array("\(error)".utf8), to: "notice")
      throw error
    }
  }
}
