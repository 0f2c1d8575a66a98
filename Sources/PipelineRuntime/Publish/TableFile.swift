import ByteIO
import Foundation
import PipelineModel
import TableDatabase
import Tables

/// Writes a committed table as a published file, in the format that the file's name says.
enum TableFile {
  /// Writes the file and puts it on the disk.
  static func write(_ table: TableArtifact, to path: String) throws(StageError) {
    if path.hasSuffix(".sqlite") {
      try writeDatabase(table, to: path)
      return
    }
    guard let format = TableFormat(fileName: path) else {
      throw StageError(.internal, "\(path) does not say how to write a table")
    }
    var converter = TableConverter(table.schema, to: format)
    let file = try ArtifactWriter.io { () throws(ByteIOError) in try AppendingFile(path: path) }
    try append(converter.preamble, to: file)
    for part in table.parts {
      try FileBlocks.forEach(part) { block, isFinal throws(StageError) in
        var output: [UInt8] = []
        do throws(TableError) {
          try converter.convert(block, isFinal: isFinal, into: &output)
        } catch {
          throw StageError(.internal, "a part of the table is broken: \(error)", file: part)
        }
        try append(output, to: file)
      }
    }
    try ArtifactWriter.io { () throws(ByteIOError) in try file.close() }
  }

  private static func append(_ bytes: [UInt8], to file: AppendingFile) throws(StageError) {
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
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw StageError(
        .io, "cannot open \(path)", remedy: "run again; what is gone is made anew", file: path)
    }
    defer { try? file.close() }
    while true {
      let block: Data
      do {
        block = try file.read(upToCount: 1 << 20) ?? Data()
      } catch {
        throw StageError(
          .io, "cannot read \(path): \(Folder.reason(error))", remedy: "check the disk", file: path)
      }
      try work([UInt8](block), block.isEmpty)
      if block.isEmpty { return }
    }
  }
}
