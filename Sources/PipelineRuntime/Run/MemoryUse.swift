import Foundation

/// How much memory the program holds.
enum MemoryUse {
  /// The most memory that was resident at once since the program began, in bytes (`VmHWM` of proc(5)).
  static var peakBytes: Int? {
    let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }
}
