internal import ByteIO
internal import Tables

/// Reads the files of a table block by block.
struct PartFiles {
  let parts: [String]

  private static let blockSize = 1 << 20

  /// Calls for each block with its text and whether it is the last of its file.
  ///
  /// - Parameter body: Says how many bytes it has used; the others come again before the next block.
  func read(
    _ body: (_ text: Span<UInt8>, _ isFinal: Bool) throws(SQLDatabaseError) -> Int
  ) throws(SQLDatabaseError) {
    for part in parts {
      let file = try Self.io(part) { () throws(ByteIOError) in try FileBytes(path: part) }
      var rest: [UInt8] = []
      var isFinal = false
      while !isFinal {
        let block = try Self.io(part) { () throws(ByteIOError) in
          try file.next(upTo: Self.blockSize)
        }
        isFinal = block.isEmpty
        rest += block
        let used = try body(rest.span, isFinal)
        rest.removeFirst(used)
      }
    }
  }

  private static func io<Value>(
    _ path: String, _ work: () throws(ByteIOError) -> Value
  ) throws(SQLDatabaseError) -> Value {
    do { return try work() } catch {
      throw SQLDatabaseError(.io, "a part of the table cannot be read: \(error)")
    }
  }
}
