/// Inflates gzip members (RFC 1952) from a stream, checksums included.
///
/// One implementation a library: ISA-L where it is there, several times faster, else zlib.
protocol GzipInflater: AnyObject {
  /// Begins a member.
  func begin()

  /// Inflates as far as input and output reach.
  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> GzipStep
}

/// What one call of a `GzipInflater` did.
struct GzipStep {
  enum State {
    /// Input or output is used up.
    case goesOn
    /// The member is complete and its checksum right.
    case memberEnded
    case corrupted
    case outOfMemory
  }
  /// Bytes of input used; negative when bytes are given back that an earlier call had used.
  var consumed: Int
  var produced: Int
  var state: State
}
