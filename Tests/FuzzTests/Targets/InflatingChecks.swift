import ByteIO

/// Reads gzip with every library: what zlib reads, the others read as well.
///
/// The reverse is not so: ISA-L passes over reserved flags of a header, which zlib refuses.
enum InflatingChecks {
  static func run(_ path: String) throws {
    guard let expected = text(path, .zlib) else { return }
    for library in GzipLibrary.allCases where library != .zlib {
      guard let text = text(path, library) else {
        throw BrokenPromise("one library refuses what zlib reads")
      }
      try promise(same(text, expected), "two libraries read different texts")
    }
  }

  /// The text of a gzip file; nil when it is refused, or packed in another way.
  private static func text(_ path: String, _ library: GzipLibrary) -> [UInt8]? {
    do throws(ByteIOError) {
      let reader = try BlockReader(path: path, gzipLibrary: library)
      guard reader.compression == .gzip else { return nil }
      var text: [UInt8] = []
      while let block = try reader.next() { text += try block.inflated().text }
      return text
    } catch {
      return nil
    }
  }
}
