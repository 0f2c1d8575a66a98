import ByteIO
package import PipelineModel
package import PipelinePlanner

/// Digests of whole files.
package enum FileDigest {
  private static let blockSize = 256 << 10

  /// The SHA-256 digest of a file's bytes.
  ///
  /// - Parameter isOver: Whether nobody waits for it any more; asked after each block.
  /// - Throws: A failure that names the file; `cancelled` once it is over.
  package static func digest(
    _ path: String, until isOver: () -> Bool = { false }
  ) throws(StageError) -> ContentKey {
    var hasher = KeyHasher()
    var isCut = false
    do throws(ByteIOError) {
      let file = try FileBytes(path: path)
      var block = try file.next(upTo: blockSize)
      while !block.isEmpty, !isCut {
        hasher.addContent(block)
        isCut = isOver()
        block = try file.next(upTo: blockSize)
      }
    } catch {
      throw StageError(
        .io, error.message, remedy: "check that the file exists and that you may read it",
        file: path)
    }
    if isCut { throw StageError(.cancelled, "the digest is not wanted any more", file: path) }
    return hasher.key()
  }

  /// A digest of some stretches of a file: of where they stand and of their bytes. It is never that of a
  /// whole file.
  ///
  /// - Throws: A failure that names the file.
  package static func digest(
    _ path: String, _ decisive: DecisiveBytes
  ) throws(StageError) -> ContentKey {
    var hasher = KeyHasher()
    hasher.add("parts of a file")
    let places = decisive.known.keys.sorted()
    var place = 0
    do throws(ByteIOError) {
      let file = try FileBytes(path: path)
      for range in decisive.ranges {
        hasher.addLength(range.lowerBound)
        hasher.addLength(range.count)
        var offset = range.lowerBound
        while offset < range.upperBound {
          while place < places.count, places[place] < offset { place += 1 }
          let next = place < places.count ? min(places[place], range.upperBound) : range.upperBound
          var bytes = next == offset ? decisive.known[offset] ?? [] : []
          if bytes.isEmpty || bytes.count > range.upperBound - offset {
            let end = next > offset ? next : range.upperBound
            bytes = try file.bytes(at: offset, upTo: min(blockSize, end - offset))
          }
          if bytes.isEmpty { break }
          hasher.addContent(bytes)
          offset += bytes.count
        }
      }
    } catch {
      throw StageError(
        .io, error.message, remedy: "check that the file exists and that you may read it",
        file: path)
    }
    return hasher.key()
  }
}
