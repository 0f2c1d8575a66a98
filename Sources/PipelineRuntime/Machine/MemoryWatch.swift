import ByteIO
import Synchronization

/// Looks at the memory of the process while tasks run.
package final class MemoryWatch: Sendable {
  /// How often it looks, in seconds.
  package static let interval = 0.05

  private let heartbeat: Heartbeat

  /// A watch that begins at once.
  ///
  /// - Parameters:
  ///   - base: What the process held before any task, in bytes.
  ///   - limit: What tasks may hold together, in bytes.
  ///   - onLook: Is told what tasks hold, in bytes, and whether the control group is about to run out; a figure above
  ///     the limit only when it was above it twice in a row.
  package init(
    machine: MachineMemory = MachineMemory(), base: Int, limit: Int,
    onLook: @escaping @Sendable (_ bytes: Int, _ isPressing: Bool) -> Void
  ) {
    let gaze = Mutex(MemoryGaze(machine: machine, base: base, limit: limit))
    heartbeat = Heartbeat("pcmflow.memory", every: Self.interval) {
      if let (bytes, isPressing) = gaze.withLock({ $0.look() }) { onLook(bytes, isPressing) }
    }
  }
}

/// What has been seen so far.
private struct MemoryGaze: Sendable {
  /// After so many looks in a row at too much memory it is told: a peak may pass by itself.
  private static let patience = 2
  /// Below the limit so many looks pass between two requests to the allocator to give back what is free.
  private static let looksBetweenGiveBacks = 20

  let machine: MachineMemory
  let base: Int
  let limit: Int
  private var looksAtTooMuch = 0
  private var looksUntilGiveBack = 0

  init(machine: MachineMemory, base: Int, limit: Int) {
    self.machine = machine
    self.base = base
    self.limit = limit
  }

  /// What tasks hold, in bytes, and whether the control group is about to run out; nil where the system does not tell.
  mutating func look() -> (bytes: Int, isPressing: Bool)? {
    guard var held = machine.heldByProcess else { return nil }
    looksUntilGiveBack = max(looksUntilGiveBack - 1, 0)
    if held - base > limit || (held - base > limit / 4 * 3 && looksUntilGiveBack == 0) {
      // Freed memory that the allocator keeps is used by nobody: it must not keep tasks out, let alone stop one.
      looksUntilGiveBack = Self.looksBetweenGiveBacks
      FreedMemory.giveBack()
      held = machine.heldByProcess ?? held
    }
    let bytes = max(held - base, 0)
    let isPressing = machine.isGroupPressing
    looksAtTooMuch = bytes > limit || isPressing ? looksAtTooMuch + 1 : 0
    return looksAtTooMuch < Self.patience
      ? (min(bytes, limit), false) : (bytes, isPressing)
  }
}
