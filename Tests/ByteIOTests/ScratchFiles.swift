import ByteIO
import Foundation

/// A folder for one test, removed with the value.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "byteio-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }
}

/// A gzip member of stored blocks, with no BGZF extra field.
func storedGzip(_ text: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
  var start = 0
  repeat {
    let end = min(start + 60_000, text.count)
    let size = UInt16(end - start)
    bytes.append(end == text.count ? 1 : 0)
    for number in [size, ~size] { bytes += [UInt8(number & 0xFF), UInt8(number >> 8)] }
    bytes += text[start..<end]
    start = end
  } while start < text.count
  for number in [slowChecksum(text), UInt32(text.count)] {
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
  return bytes
}

/// CRC-32 bit by bit.
func slowChecksum(_ text: [UInt8]) -> UInt32 {
  var register = ~UInt32(0)
  for byte in text {
    register ^= UInt32(byte)
    for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
  return ~register
}

/// A BGZF file of a text, in blocks of at most `blockSize` bytes of text.
func blockedGzip(_ text: [UInt8], blockSize: Int = 0xFF00) throws -> [UInt8] {
  let compressor = try BGZFCompressor()
  var bytes: [UInt8] = []
  for start in stride(from: 0, to: text.count, by: blockSize) {
    let part = Array(text[start..<min(start + blockSize, text.count)])
    _ = compressor.compress(part.span, appendingTo: &bytes)
  }
  return bytes + BGZFCompressor.endOfFile
}

/// All text of a file, block by block.
func readAll(_ path: String) throws(ByteIOError) -> [TextBlock] {
  let reader = try BlockReader(path: path)
  var blocks: [TextBlock] = []
  while let block = try reader.next() { blocks.append(try block.inflated()) }
  return blocks
}

/// The output of a program, nil when it is not installed.
func run(_ arguments: [String]) throws -> Data? {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? data : nil
}

/// Whether a program is installed.
func isInstalled(_ program: String) -> Bool {
  ["/usr/bin/", "/usr/local/bin/", "/bin/"].contains {
    FileManager.default.isExecutableFile(atPath: $0 + program)
  }
}
