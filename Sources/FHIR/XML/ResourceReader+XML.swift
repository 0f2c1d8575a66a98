internal import JSONText

/// Resources that came as XML, as JSON: what is read of them is then the same as of their twins.
private struct ConvertedRecords {
  /// The JSON, record after record.
  var text: [UInt8] = []
  /// Where each record stands in the JSON, and the piece that it comes from.
  var records: [(range: Range<Int>, piece: DocumentPiece)] = []
  /// The pieces that could not be converted.
  var faults: [(fault: XMLFault, line: Int, piece: DocumentPiece)] = []
}

extension ResourceReader {
  /// Reads entries of a Bundle; one that is not well-formed is refused, and those behind it are read.
  func readXMLEntries(_ chunk: DocumentChunk, root: [UInt8]) -> ResourceReading {
    var converted = ConvertedRecords()
    converted.text.reserveCapacity(chunk.text.count)
    var pieces = chunk.pieces[...]
    while !pieces.isEmpty {
      let done = convert(pieces, of: chunk.text, root: root, &converted)
      pieces = pieces.dropFirst(done)
    }
    return read(converted, of: chunk, areEntries: true)
  }

  /// Converts entries up to one that is not well-formed, that one included; returns how many.
  private func convert(
    _ pieces: ArraySlice<DocumentPiece>, of text: [UInt8], root: [UInt8],
    _ converted: inout ConvertedRecords
  ) -> Int {
    var wrapped = root
    for piece in pieces { wrapped += text[piece.range] }
    let name = root.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
    wrapped += Array("</".utf8) + name + Array(">".utf8)
    let events = XMLEvents(wrapped)
    var converter = ResourceConverter(.of(release), events: events.bytes, of: wrapped)
    var rootFault: XMLFault?
    do throws(XMLFault) { _ = try converter.begin() } catch { rootFault = error }
    var done = 0
    for piece in pieces {
      done += 1
      let start = converter.position
      let outputStart = converter.output.count
      var fault = rootFault
      if fault == nil {
        do throws(XMLFault) { try converter.appendElement("BundleEntry") } catch { fault = error }
      }
      guard let fault else {
        converted.records.append(
          (
            converted.text.count + outputStart..<converted.text.count + converter.output.count,
            piece
          )
        )
        continue
      }
      converter.output.removeLast(converter.output.count - outputStart)
      converter.seen.removeAll()
      let isWhole = rootFault == nil && converter.skipElement(from: start)
      let isBroken = !isWhole && rootFault == nil
      converted.faults.append(
        (isBroken ? XMLFault(events.failure) ?? fault : fault, piece.line, piece))
      if isBroken { break }
    }
    converted.text += converter.output
    return done
  }

  /// Reads a document that is one resource, or what is around the entries of a Bundle.
  func readXMLDocument(_ chunk: DocumentChunk) -> ResourceReading {
    guard let piece = chunk.pieces.first else { return read(ConvertedRecords(), of: chunk) }
    let source = Array(chunk.text[piece.range])
    let events = XMLEvents(source)
    var converter = ResourceConverter(.of(release), events: events.bytes, of: source)
    var converted = ConvertedRecords()
    var fault = XMLFault(events.failure)
    if fault == nil {
      do throws(XMLFault) { try converter.appendResource() } catch { fault = error }
    }
    if let fault {
      let line = max((events.failure?.line ?? 1) - 1, 0)
      let before = chunk.text[..<piece.start].count { $0 == 0x0A }
      converted.faults.append((fault, line + before, piece))
    } else {
      converted.text = converter.output
      converted.records = [(0..<converted.text.count, piece)]
    }
    return read(converted, of: chunk)
  }

  /// Reads the JSON; a Bundle that came as one document has its entries read.
  private func read(
    _ converted: ConvertedRecords, of chunk: DocumentChunk, areEntries: Bool = false
  ) -> ResourceReading {
    var reading = ReadingState(self)
    reading.index.reserveCapacity(converted.text.count / 24)
    let text = converted.text.span
    for (range, piece) in converted.records {
      let faultsBefore = reading.faults.count
      do {
        let root = try reading.index.append(text, range)
        if areEntries {
          reading.addEntry(root, in: text, line: piece.line)
        } else if reading.isBundle(root, in: text) {
          reading.addEntries(of: root, in: text)
        } else {
          reading.readCount += 1
          reading.add(root, in: text, line: piece.line)
        }
      } catch {
        reading.readCount += 1
        reading.refuse(error, line: piece.line, record: range)
      }
      reading.moveFaults(from: faultsBefore, to: piece)
    }
    for (fault, line, piece) in converted.faults {
      reading.readCount += 1
      reading.refuse(fault.rule, fault.message, line: line, record: piece.range)
    }
    reading.sortFaults()
    var result = reading.finished(converted.text)
    result.origins = converted.records.map {
      ResourceOrigin(start: $0.range.lowerBound, piece: $0.piece)
    }
    return result
  }
}

extension XMLFault {
  /// The fault of a record whose text could not be read; nil where it could.
  fileprivate init?(_ failure: XMLFailure?) {
    guard let failure else { return nil }
    self.init(rule: .xml, message: failure.message)
  }
}

extension ResourceConverter {
  /// Steps over the element that begins at an event; false where its end is missing.
  fileprivate mutating func skipElement(from start: Int) -> Bool {
    position = start
    var depth = 0
    while let next = kind {
      switch next {
      case UInt8(ascii: "<"):
        position = XMLElement(events.span, at: position).end
        depth += 1
      case UInt8(ascii: ">"):
        position += 1
        depth -= 1
        if depth == 0 { return true }
      case UInt8(ascii: "d"): position += 17
      default: position += 1
      }
    }
    return false
  }
}
