import Glibc

/// Sequential bytes of a file or of standard input, with the first ones looked at beforehand.
final class ByteSource {
  /// As many bytes as it takes to see the packing: a gzip header with the largest extra field.
  static let prefixSize = 12 + 65535

  let path: String
  /// The first bytes of the file, not yet consumed by `fill` when `offset` is smaller than its count.
  private(set) var prefix: [UInt8] = []
  /// Bytes handed out so far.
  private(set) var offset: UInt64 = 0
  /// Bytes read so far, handed out or not.
  private(set) var bytesRead = 0
  private let descriptor: Int32
  private let ownsDescriptor: Bool

  /// Opens a file, or standard input for `-`, and looks at its first bytes.
  ///
  /// - Throws: `empty` for a file without bytes, and what the system says.
  init(path: String) throws(ByteIOError) {
    self.path = path == "-" ? "standard input" : path
    if path == "-" {
      descriptor = STDIN_FILENO
      ownsDescriptor = false
    } else {
      // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
      let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard opened >= 0 else { throw .system(errno, "open it", path: path) }
      descriptor = opened
      ownsDescriptor = true
    }
    prefix = try bytes(upTo: Self.prefixSize)
    offset = 0
    guard !prefix.isEmpty else {
      throw ByteIOError(
        .empty, "the file is empty; was it written completely?", path: self.path, offset: 0)
    }
  }

  deinit {
    if ownsDescriptor { close(descriptor) }
  }

  /// The next bytes: exactly `count` of them unless the file ends before.
  ///
  /// - Parameter headroom: How many zeros stand before them.
  func bytes(upTo count: Int, headroom: Int = 0) throws(ByteIOError) -> [UInt8] {
    // SAFETY: what is initialised is the front, as a whole.
    unsafe try bytes(upTo: count, behind: headroom) { unsafe $0.initialize(repeating: 0) }
  }

  /// Bytes that are there already, and the next ones behind them: exactly `count` of these unless the file ends before.
  func bytes(
    behind earlier: ArraySlice<UInt8>, upTo count: Int
  ) throws(ByteIOError) -> [UInt8] {
    // SAFETY: the front has the size of the earlier bytes.
    unsafe try bytes(upTo: count, behind: earlier.count) {
      unsafe _ = $0.initialize(fromContentsOf: earlier)
    }
  }

  private func bytes(
    upTo count: Int, behind front: Int,
    _ initialise: (UnsafeMutableBufferPointer<UInt8>) -> Void
  ) throws(ByteIOError) -> [UInt8] {
    var failure: ByteIOError?
    // SAFETY: the front is initialised as a whole, and `fill` reports how many bytes behind it are.
    let result = unsafe [UInt8](unsafeUninitializedCapacity: front + count) { buffer, filled in
      unsafe initialise(UnsafeMutableBufferPointer(rebasing: buffer[..<front]))
      filled = front
      do throws(ByteIOError) {
        let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[front..<front + count])
        filled += unsafe try fill(UnsafeMutableRawBufferPointer(room))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  /// Fills the buffer from the front; fewer bytes than it holds means the end of the file.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ByteIOError) -> Int {
    var filled = unsafe takePrefix(into: buffer)
    while filled < buffer.count {
      // SAFETY: the rebased buffer lies within the caller's.
      let count = unsafe read(
        descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).baseAddress,
        buffer.count - filled)
      if count < 0 {
        let number = errno
        if number == EINTR { continue }
        throw .system(number, "read it", path: path)
      }
      if count == 0 { break }
      filled += count
      bytesRead += count
    }
    offset += UInt64(filled)
    return filled
  }

  /// Bytes from any place of a file: exactly `count` of them unless it ends before.
  ///
  /// What ``bytes(upTo:)`` gives next does not change by it.
  func bytes(at offset: UInt64, upTo count: Int) throws(ByteIOError) -> [UInt8] {
    var failure: ByteIOError?
    // SAFETY: pread writes at most the rest of the buffer and says how much.
    let result = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let part = unsafe UnsafeMutableBufferPointer(rebasing: buffer[filled...])
        let got = unsafe pread(
          descriptor, part.baseAddress, part.count, Int(clamping: offset) + filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = .system(errno, "read it", path: path) }
        if got <= 0 { break }
        filled += got
      }
    }
    if let failure { throw failure }
    bytesRead += result.count
    return result
  }

  private func takePrefix(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard offset < UInt64(prefix.count) else { return 0 }
    let start = Int(offset)
    let count = min(prefix.count - start, buffer.count)
    // SAFETY: both ranges hold `count` bytes, and the array is not the caller's buffer.
    unsafe prefix.withUnsafeBytes { source in
      unsafe buffer.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[start..<start + count]))
    }
    return count
  }
}
