import ByteIO
import Foundation
import PipelineModel
import PipelinePlanner
import TableDatabase
import Tables

/// Writes a committed table as a published file, in the format that the file's name says.
enum TableFile {
  /// Writes the file and puts it on the disk.
  ///
  /// - Returns: The digest of its bytes.
  static func write(_ table: TableArtifact, to path: String) throws(StageError) -> ContentKey {
    if path.hasSuffix(".sqlite") {
      try writeDatabase(table, to: path)
      return try FileDigest.digest(path)
    }
    guard let format = TableFormat(fileName: path) else {
      throw StageError(.internal, "\(path) does not say how to write a table")
    }
    var converter = TableConverter(table.schema, to: format)
    let file = try ArtifactWriter.io { () throws(ByteIOError) in try AppendingFile(path: path) }
    let digest = BackgroundDigest()
    try append(converter.preamble, to: file, digest)
    for part in table.parts {
      try FileBlocks.forEach(part) { block, isFinal throws(StageError) in
        let output: [UInt8]
        do throws(TableError) {
          output = try converter.converted(block, isFinal: isFinal)
        } catch {
          throw StageError(.internal, "a part of the table is broken: \(error)", file: part)
        }
        try append(output, to: file, digest)
      }
    }
    try ArtifactWriter.io { () throws(ByteIOError) in try file.close() }
    guard let key = digest.finish() else {
      throw StageError(.internal, "a table has lost its digest", file: path)
    }
    return key
  }

  private static func append(
    _ bytes: [UInt8], to file: AppendingFile, _ digest: BackgroundDigest
  ) throws(StageError) {
    digest.add(bytes)
    try ArtifactWriter.io { () throws(ByteIOError) in try file.append(bytes) }
  }

  private static func writeDatabase(_ table: TableArtifact, to path: String) throws(StageError) {
    let name = (path as NSString).lastPathComponent
    let tableName = String(name.prefix { $0 != "." })
    do throws(TableDatabaseError) {
      let database = try TableDatabase(path: path)
      try database.load(tableName, table.schema, parts: table.parts)
    } catch {
      throw StageError(
        .io, "cannot write \(path): \(error)", remedy: "check that the disk has room", file: path)
    }
    // The database itself keeps no journal and waits for no disk; it is put there once, when it is complete.
    try ArtifactWriter.io { () throws(ByteIOError) in try DurableFile.sync(file: path) }
  }
}

/// Reads whole files block by block.
enum FileBlocks {
  /// Hands over each block of a file; the last one, which may be empty, is marked as final.
  static func forEach(
    _ path: String, _ work: ([UInt8], Bool) throws(StageError) -> Void
  ) throws(StageError) {
    let file: FileBytes
    do throws(ByteIOError) { file = try FileBytes(path: path) } catch {
      throw StageError(
        .io, "cannot open \(path)", remedy: "run again; what is gone is made anew", file: path)
    }
    while true {
      let block: [UInt8]
      do throws(ByteIOError) { block = try file.next(upTo: 1 << 20) } catch {
        throw StageError(.io, error.message, remedy: "check the disk", file: path)
      }
      try work(block, block.isEmpty)
      if block.isEmpty { return }
    }
  }
}
