import Foundation

/// The memory of the machine, of this process, and of the control group that it runs in, as Linux tells.
package struct MachineMemory: Sendable {
  /// A control group's share of its limit above which it is about to run out.
  private static let pressingShare = 0.95

  /// Where the system tells; other folders are for tests.
  private let processFolder: String
  private let groupFolder: String

  /// The memory of this machine.
  ///
  /// - Parameters:
  ///   - processFolder: The folder of the process file system.
  ///   - groupFolder: The folder of the control groups.
  package init(processFolder: String = "/proc", groupFolder: String = "/sys/fs/cgroup") {
    self.processFolder = processFolder
    self.groupFolder = groupFolder
  }

  /// What this process holds by itself, in bytes: resident pages that are no part of a file; nil where unknown.
  ///
  /// Pages of mapped files are left out, since the system takes them back when it needs them (proc(5), `statm`).
  package var heldByProcess: Int? {
    guard let numbers = text(processFolder + "/self/statm")?.split(separator: " ").map({ Int($0) }),
      numbers.count > 2, let resident = numbers[1], let shared = numbers[2]
    else { return nil }
    return max(resident - shared, 0) * Int(getpagesize())
  }

  /// What a run may take when nobody says: four fifths of what the machine has available and the control group
  /// leaves, together with what this process holds already; nil where the system does not tell.
  package var usualLimit: Int? {
    let available = field("MemAvailable:", in: text(processFolder + "/meminfo")).map { $0 << 10 }
    let left = groups.map { max($0.limit - $0.held, 0) }.min()
    guard let least = [available, left].compactMap(\.self).min() else { return nil }
    return (least + (heldByProcess ?? 0)) / 5 * 4
  }

  /// Whether a control group of this process is about to reach its limit.
  package var isGroupPressing: Bool {
    groups.contains { Double($0.held) > Double($0.limit) * Self.pressingShare }
  }

  /// The control groups with a limit that this process is in (version 2: the group and those above it; version 1:
  /// the group), with what each holds beside file pages that can be dropped, in bytes.
  private var groups: [(limit: Int, held: Int)] {
    guard let memberships = text(processFolder + "/self/cgroup") else { return [] }
    var result: [(limit: Int, held: Int)] = []
    for line in memberships.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if parts[1].isEmpty {
        var path = parts[2].split(separator: "/")
        while true {
          let folder = ([groupFolder[...]] + path).joined(separator: "/")
          if let group = group(folder, "memory.max", "memory.current") { result.append(group) }
          if path.popLast() == nil { break }
        }
      } else if parts[1].split(separator: ",").contains("memory") {
        let folder = groupFolder + "/memory" + parts[2]
        if let group = group(folder, "memory.limit_in_bytes", "memory.usage_in_bytes") {
          result.append(group)
        }
      }
    }
    return result
  }

  private func group(
    _ folder: String, _ limitName: String, _ heldName: String
  ) -> (limit: Int, held: Int)? {
    // Version 2 writes "max", version 1 a number near 2^63, where there is no limit.
    guard let limit = text(folder + "/" + limitName).flatMap({ Int($0.filter(\.isNumber)) }),
      limit < 1 << 60,
      let held = text(folder + "/" + heldName).flatMap({ Int($0.filter(\.isNumber)) })
    else { return nil }
    let droppable = field("inactive_file", in: text(folder + "/memory.stat")) ?? 0
    return (limit, max(held - droppable, 0))
  }

  /// The number behind a name at the start of a line.
  private func field(_ name: String, in text: String?) -> Int? {
    for line in text?.split(separator: "\n") ?? [] {
      let words = line.split(separator: " ")
      if words.count > 1, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  private func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }
}
