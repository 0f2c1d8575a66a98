import ByteIO
import Dispatch
import Foundation
import Synchronization

/// Writes a cohort as BGZF; windows are made and packed on all cores and joined in order.
struct CohortFile: Sendable {
  /// Bytes written.
  struct Sizes {
    var text = 0
    var file = 0
  }
  private struct Piece: Sendable {
    let textSize: Int
    let bytes: [UInt8]
  }

  let plan: CohortPlan
  let level: Int

  /// Writes the file; one that stands there is replaced once the new one is complete.
  func write(to path: String) throws -> Sizes {
    let file = try DurableFile(path: path)
    let text = CohortText(plan)
    var sizes = Sizes()
    func append(_ piece: Piece) throws {
      try file.append(piece.bytes)
      sizes.text += piece.textSize
    }
    try append(packed(plan.header))
    let groupSize = 4 * ProcessInfo.processInfo.activeProcessorCount
    for first in stride(from: 0, to: text.windowCount, by: groupSize) {
      for piece in try pieces(first..<min(first + groupSize, text.windowCount), of: text) {
        try append(piece)
      }
    }
    try file.append(BGZFCompressor.endOfFile)
    sizes.file = Int(file.size)
    try file.commit()
    return sizes
  }

  /// Makes some windows at once. One window alone is made on this thread.
  private func pieces(_ windows: Range<Int>, of text: CohortText) throws -> [Piece] {
    if windows.count == 1 { return [try packed(text.window(windows.lowerBound))] }
    let made = Mutex<[Int: Result<Piece, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: windows.count) { index in
      let piece = Result { try packed(text.window(windows.lowerBound + index)) }
      made.withLock { $0[index] = piece }
    }
    let all = made.withLock { $0 }
    return try windows.indices.compactMap { try all[$0 - windows.lowerBound]?.get() }
  }

  private func packed(_ text: [UInt8]) throws -> Piece {
    var bytes: [UInt8] = []
    _ = try BGZFCompressor(level: level).compress(text.span, appendingTo: &bytes)
    return Piece(textSize: text.count, bytes: bytes)
  }
}
