import ByteIO
import Foundation
import Testing

@Suite("Writing files that appear whole")
struct DurableFileTests {
  @Test("The file appears with the commit, and nothing else is left")
  func commit() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/out.txt"
    let file = try DurableFile(path: path)
    try file.append(Array("hello ".utf8))
    try file.append([])
    try file.append(Array("world".utf8))
    #expect(file.size == 11)
    #expect(!FileManager.default.fileExists(atPath: path))
    try file.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "hello world")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.txt"])
  }

  @Test("Without the commit the old file stays and the new one is removed")
  func abandoned() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("out.txt", Array("old".utf8))
    do {
      let file = try DurableFile(path: path)
      try file.append(Array("new".utf8))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.txt"])
  }

  @Test("A folder that does not exist is named")
  func missingFolder() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/no/out.txt"
    let error = try #require(throws: ByteIOError.self) { try DurableFile(path: path) }
    #expect(error.code == .notFound && error.path == path)
  }

  @Test(
    "A full disk is a typed error naming the path",
    .enabled(if: FileManager.default.isWritableFile(atPath: "/dev/full"), "needs /dev/full"))
  func fullDisk() throws {
    // The temporary file is replaced by a link to a device that is always full.
    let folder = try ScratchFolder()
    let path = folder.path + "/out"
    let probe = try DurableFile(path: path)
    let name = try #require(probe.temporaryPath.split(separator: "-").last)
    let number = try #require(Int(name.prefix { $0.isNumber }))
    for next in number + 1...number + 50 {
      let link = probe.temporaryPath.replacing("-\(number).partial", with: "-\(next).partial")
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/full")
    }
    #expect(throws: ByteIOError.self) { try DurableFile(path: path) }
  }
}
