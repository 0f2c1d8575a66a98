/// A part of a document that can be read by itself: an entry of a Bundle, or all of it.
package struct DocumentPiece: Sendable, BitwiseCopyable {
  /// Its first byte in the text it stands in.
  package let start: Int
  /// The offset past its last byte.
  package let end: Int
  /// The line on which it begins, from 0, counted from the first line of the chunk.
  package let line: Int
  /// Where it begins in the whole document, in bytes of UTF-8.
  package let offset: Int

  /// Its bytes in the text.
  package var range: Range<Int> { start..<end }
}

/// Parts of a document that have been cut off together.
package struct DocumentChunk: Sendable {
  /// What the pieces are.
  package enum Content: Sendable, Equatable {
    /// Entries of a Bundle in JSON.
    case entries
    /// Entries of a Bundle in XML; ``root`` is the tag they stand in.
    case xmlEntries(root: [UInt8])
    /// A document in JSON, whole; of a Bundle whose entries came before, what is around them.
    case document(isEnvelope: Bool)
    /// The same in XML.
    case xmlDocument(isEnvelope: Bool)
    /// Nothing: the document was refused for the reason given.
    case refusal(ResourceFault.Rule, String)
  }

  /// What the pieces are.
  package let content: Content
  /// The text that the pieces stand in.
  package let text: [UInt8]
  /// The pieces, in their order.
  package let pieces: [DocumentPiece]
  /// How many line ends stand from the end of the chunk before to the end of this one.
  package let lineCount: Int
}
