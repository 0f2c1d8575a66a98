internal import JSONText

extension ResourceReader {
  /// Reads what has been cut off a document.
  ///
  /// What is around the entries of a Bundle counts as no record, unless it is wrong: then the Bundle may have lost
  /// entries, and is a record that is refused.
  ///
  /// - Complexity: O(n) in the length of the chunk.
  package func read(_ chunk: DocumentChunk) -> ResourceReading {
    switch chunk.content {
    case .entries: return readEntries(chunk)
    case .xmlEntries(let root): return readXMLEntries(chunk, root: root)
    case .document(let isEnvelope):
      let reading = read(document: chunk.text)
      return isEnvelope ? reading.faultsAlone() : reading
    case .xmlDocument(let isEnvelope):
      let reading = readXMLDocument(chunk)
      return isEnvelope ? reading.faultsAlone() : reading
    case .refusal(let rule, let message):
      var reading = ReadingState(self)
      reading.readCount = 1
      reading.refuse(rule, message, line: 0, record: chunk.pieces.first?.range ?? 0..<0)
      return reading.finished(chunk.text)
    }
  }

  private func readEntries(_ chunk: DocumentChunk) -> ResourceReading {
    var reading = ReadingState(self)
    reading.index.reserveCapacity(chunk.text.count / 24)
    let text = chunk.text.span
    for piece in chunk.pieces {
      do {
        let entry = try reading.index.append(text, piece.range)
        let start = reading.resource(of: entry, in: text).map {
          reading.index.entries[$0].range.lowerBound
        }
        var line = piece.line
        for offset in piece.start..<(start ?? piece.start) where text[offset] == 0x0A { line += 1 }
        reading.addEntry(entry, in: text, line: line)
      } catch {
        reading.readCount += 1
        reading.refuse(error, line: piece.line, record: piece.range)
      }
    }
    return reading.finished(chunk.text)
  }
}

extension ResourceReading {
  /// What is wrong about an envelope; the rest of it is no record.
  fileprivate func faultsAlone() -> ResourceReading {
    ResourceReading(
      batch: ResourceBatch(text: batch.text, index: JSONIndex(), resources: []),
      readCount: faults.count, dropped: [:], faults: faults)
  }
}
