import Glibc

/// A regular file mapped into memory, read only.
///
/// Pages are read when they are first looked at and belong to the page cache, so a genome of three
/// gigabytes costs what is used of it. A file that is cut while it is mapped raises `SIGBUS`.
// @unchecked Sendable is safe because the pages are never written, and unmapped only when nobody holds this object.
@safe package final class MappedFile: @unchecked Sendable {
  /// The path, as error messages name it.
  package let path: String
  /// Bytes of the file.
  package let count: Int
  private let base: UnsafeMutableRawPointer?

  /// Maps a file.
  ///
  /// - Throws: `notFound`, `permissionDenied`, `notAFile` or `empty`.
  package init(path: String) throws(ByteIOError) {
    self.path = path
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno, "open it", path: path) }
    defer { close(descriptor) }
    var status = stat()
    // SAFETY: the result goes into a local value.
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .system(errno, "look at it", path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ByteIOError(.notAFile, "this is no regular file", path: path)
    }
    count = Int(status.st_size)
    guard count > 0 else { throw ByteIOError(.empty, "the file is empty", path: path) }
    // SAFETY: a fresh read-only mapping of `count` bytes; checked below and unmapped in deinit.
    let mapping = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard unsafe mapping != MAP_FAILED else { throw .system(errno, "map it", path: path) }
    unsafe base = mapping
  }

  deinit {
    // SAFETY: mapped in init with this size; nobody else knows the address.
    if let base = unsafe base { unsafe munmap(base, count) }
  }

  /// Appends a range of the file to an array.
  ///
  /// - Precondition: The range lies within the file.
  package func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the file")
    guard let base = unsafe base else { return }
    // SAFETY: the range lies within the mapping, by the precondition.
    unsafe bytes.append(
      contentsOf: UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// Gives back the memory that a range takes, as far as it stands alone on its pages; what is looked at again is read
  /// again, mostly from the system's cache.
  package func release(_ range: Range<Int>) {
    // The system maps some pages around one that is looked at.
    let around = 64 << 10
    let page = Int(getpagesize())
    let start = max(0, range.lowerBound - around) / page * page
    let end = min(count, range.upperBound + around)
    guard let base = unsafe base, start < end else { return }
    // SAFETY: whole pages of the mapping, which is private and never written: their content comes from the file again.
    _ = unsafe madvise(base + start, end - start, MADV_DONTNEED)
  }
}
