import Dispatch
import PipelinePlanner
import Synchronization

/// Digests what is written while the next is being made.
///
/// Digesting costs more than writing; on a thread of its own it holds nobody up until it lags behind by some blocks.
final class BackgroundDigest: Sendable {
  private static let blocksUnderWay = 8

  private let queue = DispatchQueue(label: "pcmflow.digest")
  private let room = DispatchSemaphore(value: blocksUnderWay)
  private let hasher = Mutex<KeyHasher?>(KeyHasher())

  /// Adds bytes; waits while too many are under way.
  func add(_ bytes: [UInt8]) {
    room.wait()
    queue.async {
      self.hasher.withLock { $0?.addContent(bytes) }
      self.room.signal()
    }
  }

  /// The digest of all bytes; nothing may be added afterwards.
  func finish() -> ContentKey? {
    queue.sync {
      hasher.withLock { hasher in
        let key = hasher?.key()
        hasher = nil
        return key
      }
    }
  }
}
