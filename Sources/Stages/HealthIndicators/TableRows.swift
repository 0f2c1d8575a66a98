internal import ByteIO
internal import PipelineModel
internal import Tables

extension TableArtifact {
  /// Hands over the bytes of a part file in blocks, then an empty block at its end.
  static func forEachBlock(
    of part: String, _ body: ([UInt8]) throws(StageError) -> Void
  ) throws(StageError) {
    let file: FileBytes
    do throws(ByteIOError) { file = try FileBytes(path: part) } catch {
      throw StageError(.io, "a part of a table cannot be opened", file: part)
    }
    var isFinal = false
    while !isFinal {
      let block: [UInt8]
      do throws(ByteIOError) { block = try file.next(upTo: 1 << 20) } catch {
        throw StageError(.io, "a part of a table cannot be read: \(error)", file: part)
      }
      isFinal = block.isEmpty
      try body(block)
    }
  }

  /// Hands over every row of the table as cells over a block of its bytes, in order.
  ///
  /// - Throws: A part that cannot be read (`io`), or is not of the schema (`internal`).
  func forEachRow(
    _ body: (RowReader, Span<UInt8>) throws(StageError) -> Void
  ) throws(StageError) {
    for part in parts {
      var reader = RowReader.parts(of: schema)
      var rest: [UInt8] = []
      try Self.forEachBlock(of: part) { (block) throws(StageError) in
        let text = rest + block
        reader.beginBlock()
        while try Self.nextRow(&reader, text.span, isFinal: block.isEmpty, part) {
          try body(reader, text.span)
        }
        rest = Array(text[reader.offset...])
      }
    }
  }

  private static func nextRow(
    _ reader: inout RowReader, _ text: Span<UInt8>, isFinal: Bool, _ part: String
  ) throws(StageError) -> Bool {
    do throws(TableError) { return try reader.next(text, isFinal: isFinal) } catch {
      throw StageError(.internal, error.description, file: part)
    }
  }
}
