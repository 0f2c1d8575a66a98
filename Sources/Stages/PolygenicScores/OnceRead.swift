internal import PipelineModel
internal import Synchronization

/// A value read from files by the first task that needs it, and shared with all others of the run.
final class OnceRead<Value: Sendable>: Sendable {
  private let stored = Mutex<Value?>(nil)

  /// The value; whoever comes while it is being read waits.
  ///
  /// - Throws: What reading throws; the next one to ask tries again.
  func value(_ read: () throws(StageError) -> Value) throws(StageError) -> Value {
    try stored.withLock { (stored) throws(StageError) in
      if let stored { return stored }
      let value = try read()
      stored = value
      return value
    }
  }
}
