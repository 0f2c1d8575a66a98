/// What the state machine makes of the memory that the process is seen to hold.
extension SchedulerState {
  /// Takes note of what the process holds beyond what it held before any task, in bytes.
  ///
  /// - Parameter isPressing: Whether the machine or control group is about to run out, whatever the limit says.
  /// - Returns: The task to stop because too much is held: the one that was started last, since it loses the least.
  ///   Nil where there is room, while an earlier choice is still stopping, and where the only task that runs has not
  ///   been the only one since the last time: what is held may be what another has only just let go.
  package mutating func measured(_ bytes: Int, isPressing: Bool = false) -> Int? {
    admission.measured = bytes
    let wereTheSame = !startedChanged
    startedChanged = false
    guard bytes > admission.memoryLimit || isPressing, stopping == nil, let last = started.last,
      started.count > 1 || wereTheSame
    else { return nil }
    stopping = last
    stoppedAlone = started.count == 1
    return last
  }

  /// Whether a task was stopped although others held memory as well.
  func isEvicted(_ task: Int) -> Bool { stopping == task && !stoppedAlone }

  /// A task has run out of memory: it reserves more from now on, and all that there is when it was alone.
  mutating func needMore(_ task: Int) {
    let wasChosen = stopping == task
    admission.grow(task, toAll: wasChosen && stoppedAlone)
    if wasChosen && !stoppedAlone { evictions[task, default: 0] += 1 }
  }
}
