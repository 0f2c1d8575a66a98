package import JSONText

/// Where one resource stands in a block of text.
package struct ResourceBounds: Sendable, BitwiseCopyable {
  /// The position of the resource's object in the index.
  package let root: Int
  private let start: Int
  private let end: Int
  /// The line on which it begins, from 0, within the text.
  package let line: Int

  /// Its bytes in the text.
  package var range: Range<Int> { start..<end }

  /// A resource's place in the index, in the text, and its line.
  package init(root: Int, range: Range<Int>, line: Int) {
    self.root = root
    start = range.lowerBound
    end = range.upperBound
    self.line = line
  }
}

/// Resources of one block of text with an index over it; the text is held once, nothing is built.
package struct ResourceBatch: Sendable {
  /// The text.
  package let text: [UInt8]
  /// The index over all resources of the text.
  package let index: JSONIndex
  /// The resources that were kept, in the order of the text.
  package let resources: [ResourceBounds]

  /// A batch of resources in a text.
  package init(text: [UInt8], index: JSONIndex, resources: [ResourceBounds]) {
    self.text = text
    self.index = index
    self.resources = resources
  }
}

/// A record that is no usable resource, and its place; never quotes it.
package struct ResourceFault: Error, Sendable, Equatable {
  /// The rule that a record breaks; its raw value is the rule's name in a quarantine.
  package enum Rule: String, Sendable {
    /// The record is not JSON (RFC 8259).
    case json
    /// The record is JSON, but no object.
    case object
    /// The object has no usable `resourceType`.
    case resourceType
    /// An object in the record has two members of one name, so that its meaning is open.
    case duplicateKey
    /// The text is not well-formed XML, or has a document type.
    case xml
    /// An element stands in XML where FHIR has none, or lacks what it needs.
    case element
    /// A value is none that its type may have.
    case value
  }

  /// The rule that is broken.
  package let rule: Rule
  /// What is wrong and where in the record.
  package let message: String
  /// The line, from 0, within the text.
  package let line: Int
  /// The offset in the text of the byte at fault.
  package let offset: Int
  /// The bytes of the record in the text that was read.
  package let record: Range<Int>
}

/// What a part of a batch's text was made from.
package struct ResourceOrigin: Sendable, BitwiseCopyable {
  /// Where the part begins in the batch's text.
  package let start: Int
  /// What it was made from, in the text that was read.
  package let piece: DocumentPiece
}

/// What a reader made of a block of text: read = kept + dropped + faults.
package struct ResourceReading: Sendable {
  /// The resources that were kept.
  package let batch: ResourceBatch
  /// How many records the text has.
  package let readCount: Int
  /// How many records were left out, by rule: `type`, `noResource`, `searchOutcome`.
  package let dropped: [String: Int]
  /// The records that were refused, in the order of the text.
  package let faults: [ResourceFault]
  /// Where resources come from whose text is not the one that was read, ascending; empty where it is.
  package var origins: [ResourceOrigin] = []
}
