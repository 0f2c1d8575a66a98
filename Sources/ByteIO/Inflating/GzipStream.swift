/// The libraries that inflate gzip streams.
package enum GzipLibrary: CaseIterable, Sendable {
  #if canImport(CISAL)
    /// Intel's ISA-L: several times faster.
    case isal
  #endif
  /// zlib: everywhere.
  case zlib

  /// The faster one.
  package static var preferred: GzipLibrary { allCases[0] }
}

/// Inflates the members of a gzip file one after the other (RFC 1952).
final class GzipStream {
  private let source: ByteSource
  private let inflater: any GzipInflater
  private var input: [UInt8] = []
  private var inputCursor = 0
  private var textOffset: UInt64 = 0
  private var members = 0
  private var insideMember = false
  private static let readSize = 256 << 10
  /// Bytes that a library may have read ahead and give back at the end of a member, from an earlier read too.
  private static let givenBack = 8

  init(_ source: ByteSource, library: GzipLibrary) throws(ByteIOError) {
    self.source = source
    switch library {
    #if canImport(CISAL)
      case .isal: inflater = ISALGzipInflater()
    #endif
    case .zlib:
      guard let zlib = ZlibGzipInflater() else {
        throw ByteIOError(.system, "no memory for inflating", path: source.path)
      }
      inflater = zlib
    }
  }

  /// The next text: a full block unless the file ends; nil at the end.
  ///
  /// - Parameter headroom: Bytes of room in front of it.
  /// - Throws: `truncated`, `corrupted` (checksum or deflate data) or `trailingBytes`.
  func next(headroom: Int) throws(ByteIOError) -> RawBlock? {
    var failure: ByteIOError?
    let end = headroom + BlockReader.blockSize
    // SAFETY: `inflate` reports how many bytes of the buffer behind the room it has initialised.
    let text = unsafe [UInt8](unsafeUninitializedCapacity: end) { buffer, filled in
      unsafe buffer[..<headroom].initialize(repeating: 0)
      filled = headroom
      do throws(ByteIOError) {
        let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[headroom..<end])
        filled += unsafe try inflate(into: UnsafeMutableRawBufferPointer(room))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    guard text.count > headroom else { return nil }
    let origin = TextOrigin(textOffset: headroom, virtualOffset: textOffset)
    textOffset += UInt64(text.count - headroom)
    return RawBlock(
      path: source.path, payload: .text(TextBlock(text: text, start: headroom, origins: [origin])))
  }

  private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(ByteIOError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let isAtEnd = try available() == 0
      if isAtEnd, !insideMember { break }
      if !insideMember { try beginMember() }
      // SAFETY: the input array is not touched during the call, and the rebased buffers lie within theirs.
      let step = unsafe input.withUnsafeBytes { bytes in
        unsafe inflater.inflate(
          UnsafeRawBufferPointer(rebasing: bytes[inputCursor...]),
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      }
      inputCursor += step.consumed
      guard inputCursor >= 0, inputCursor <= input.count, step.produced >= 0 else {
        inputCursor = input.count
        throw corrupted()
      }
      filled += step.produced
      // At the end of the file the library may still hold text that it has read ahead.
      if isAtEnd, step.produced == 0, step.state == .goesOn { throw truncated() }
      try accept(step)
    }
    return filled
  }

  /// Reads on when the input is used up; returns how many bytes are there.
  private func available() throws(ByteIOError) -> Int {
    if inputCursor == input.count {
      let more = try source.bytes(upTo: Self.readSize)
      if more.isEmpty { return 0 }
      input = Array(input.suffix(Self.givenBack)) + more
      inputCursor = input.count - more.count
    }
    return input.count - inputCursor
  }

  private func beginMember() throws(ByteIOError) {
    guard input[inputCursor] == 0x1F else {
      throw ByteIOError(
        .trailingBytes,
        "bytes follow the end of the gzip data; cut them off or copy the file again",
        path: source.path, offset: fileOffset)
    }
    // RFC 1952 reserves three flags; ISA-L does not look at them, zlib does.
    if inputCursor + 3 < input.count, input[inputCursor + 3] & 0xE0 != 0 { throw corrupted() }
    if members > 0 { inflater.begin() }
    insideMember = true
  }

  private func accept(_ step: GzipStep) throws(ByteIOError) {
    switch step.state {
    case .goesOn:
      // Neither input used nor text made, although there is room for both: the data lead nowhere.
      guard step.consumed > 0 || step.produced > 0 else { throw corrupted() }
    case .memberEnded:
      members += 1
      insideMember = false
    case .outOfMemory:
      throw ByteIOError(.system, "no memory for inflating", path: source.path)
    case .corrupted: throw corrupted()
    }
  }

  private var fileOffset: UInt64 { source.offset - UInt64(input.count - inputCursor) }

  private func corrupted() -> ByteIOError {
    ByteIOError(
      .corrupted, "the gzip data or its checksum is wrong; copy the file again",
      path: source.path, offset: fileOffset)
  }

  private func truncated() -> ByteIOError {
    ByteIOError(
      .truncated, "the file ends within its gzip data; copy the file again", path: source.path,
      offset: source.offset)
  }
}
