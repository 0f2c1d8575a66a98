import Dispatch
import PipelineModel
import Synchronization

extension RunDriver {
  /// Takes note of the memory that the process holds beyond what it held before any task: what may start follows
  /// from it, and where too much is held, the task that was started last is asked to stop.
  ///
  /// - Parameters:
  ///   - bytes: What is held, in bytes.
  ///   - isPressing: Whether the machine or control group is about to run out.
  package func measured(_ bytes: Int, isPressing: Bool) {
    owner.async {
      let stopped = self.state.withLock { state in
        state.measured(bytes, isPressing: isPressing).map { task in
          (task, state.admission, isAlone: state.running == 1)
        }
      }
      if let (task, admission, isAlone) = stopped {
        self.runner.stop(
          task: task, because: .outOfMemory(admission, reserved: task, isAlone: isAlone))
      }
      self.admit()
    }
  }
}

extension StageError {
  /// Why a task was stopped for the sake of memory.
  static func outOfMemory(_ admission: Admission, reserved task: Int, isAlone: Bool) -> StageError {
    func mebibytes(_ bytes: Int) -> Int { (bytes + 1 << 20 - 1) >> 20 }
    let held = mebibytes(admission.measured)
    let limit = mebibytes(admission.memoryLimit)
    return StageError(
      .outOfMemory,
      isAlone
        ? "the task took \(held) MiB, more than the \(limit) MiB that tasks may take"
        : "tasks took \(held) MiB together, more than the \(limit) MiB that they may take; this one, which "
          + "reserved \(mebibytes(admission.reservation(of: task))) MiB, was started last",
      remedy: isAlone
        ? "give the run more with --memory, or the task less to do at once"
        : "it is started again with a larger share; \"memory\" of its stages saves the detour")
  }
}
