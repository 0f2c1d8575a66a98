import JSONText
import TestSupport
import Testing

/// What an index says about a document, or why it refuses it.
private struct Reading: Equatable {
  var entries: [[UInt32]] = []
  var error: JSONIndexError?
  var duplicate: Int?

  /// Reads a stretch of a text behind some other documents.
  init(_ text: [UInt8], _ range: Range<Int>, isQuick: Bool, depth: Int = 512) {
    var index = JSONIndex()
    let other = Array(#"{"a":[1,{"b":2}],"c":"d"}"#.utf8)
    _ = try? index.append(other.span, 0..<other.count, isQuick: isQuick)
    do {
      let root = try index.append(text.span, range, maximumDepth: depth, isQuick: isQuick)
      duplicate = index.duplicateKey(from: root, in: text.span)
      entries = index.entries[root...].map {
        [
          $0.start, $0.end, $0.next, UInt32($0.kind.rawValue), $0.hasEscapes ? 1 : 0,
          UInt32($0.keyHash),
        ]
      }
    } catch {
      self.error = error
    }
  }
}

/// Whether both ways of reading give the same, wherever in a text the document stands.
private func agree(_ document: [UInt8], depth: Int = 512) -> Bool {
  [0, 1, 63, 64].allSatisfy { lead in
    [0, 1, 70].allSatisfy { trail in
      let text =
        Array(repeating: UInt8(ascii: "x"), count: lead) + document
        + Array(repeating: UInt8(ascii: "\""), count: trail)
      let range = lead..<lead + document.count
      return Reading(text, range, isQuick: true, depth: depth)
        == Reading(text, range, isQuick: false, depth: depth)
    }
  }
}

@Suite("The quick way to the JSON index")
struct JSONKernelTests {
  @Test(
    "random documents, and damaged ones, are read as the slow way reads them", arguments: 0..<120)
  func agreesOnRandomDocuments(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let document = Array(JSONValue.random(depth: 6, &random).spelled(&random).utf8)
    #expect(agree(document))
    let marks = Array("\"\\{}[]:,0-1.eE+ntf \n\u{1}é".utf8)
    for _ in 0..<20 where !document.isEmpty {
      var damaged = document
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: damaged.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: damaged[place] = marks.randomElement(using: &random) ?? 0
        case 1: damaged.insert(marks.randomElement(using: &random) ?? 0, at: place)
        default: if damaged.count > 1 { damaged.remove(at: place) }
        }
      }
      #expect(agree(damaged))
    }
  }

  @Test(
    "cases at the edges are read as the slow way reads them",
    arguments: [
      "", " ", "{}", "[]", "[[]]", "{\"\":{}}", "0", "-0", "01", "1.", "1.e5", "1e+05", "-", "1x",
      "1\"a\"",
      "\"a\"1", "truex", "tru", "nulll", "[1 2]", "[1,]", "{\"a\":1,}", "{\"a\"}", "{\"a\" 1}",
      "{1:2}",
      "\"\\\"", "\"\\\\\"", "\"\\\\\\\"\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\u12g4\"",
      "\"é€😀\"", "é",
      "\u{FEFF}1", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "[{\"a\":1},{\"a\":2}]",
      "{\"a\":{\"a\":1},\"b\":{\"a\":1,\"b\":2,\"a\":3}}", "]", "}", ":", ",", "\u{c}1", "\u{1a}1",
      "[\u{c}1]",
    ])
  func agreesAtTheEdges(document: String) {
    #expect(agree(Array(document.utf8)))
  }

  @Test(
    "runs of backslashes of any length around the ends of blocks are read alike", arguments: 0..<140
  )
  func agreesOnBackslashes(length: Int) {
    for tail in ["\"", "\"\"", "n\"", "n\",1"] {
      let run = String(repeating: "\\", count: length % 7)
      let text = "[\"" + String(repeating: "a", count: length) + run + tail + "]"
      #expect(agree(Array(text.utf8)))
    }
  }

  @Test("bytes that are no UTF-8 are refused alike")
  func agreesOnBadUTF8() {
    let sequences: [[UInt8]] = [
      [0x80], [0xC0, 0x80], [0xC2], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF0, 0x9F, 0x98], [0xFF], [0xE2, 0x82, 0xAC],
    ]
    for sequence in sequences {
      for lead in 0..<20 {
        let text =
          [UInt8(ascii: "\"")] + Array(repeating: UInt8(ascii: "a"), count: lead) + sequence
          + [UInt8(ascii: "\"")]
        #expect(agree(text))
      }
    }
  }

  @Test("nesting is bounded alike")
  func agreesOnDepth() {
    for depth in [1, 2, 15, 16, 17, 18, 511, 512, 513] {
      let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      #expect(agree(Array(text.utf8)))
      #expect(agree(Array(text.utf8), depth: 16))
      let objects =
        String(repeating: "{\"a\":", count: depth) + "{\"k\":1,\"k\":2}"
        + String(repeating: "}", count: depth)
      #expect(agree(Array(objects.utf8)))
    }
  }

  @Test("a duplicate key is found in each of many documents of one index, and in no other")
  func findsDuplicates() throws {
    var index = JSONIndex()
    for number in 0..<2000 {
      if number == 1000 { index.removeAll() }
      let repeated = number % 37 == 0 ? #","k\#(number)":0"# : ""
      let text = Array(#"{"a":{"k\#(number)":1},"k\#(number)":[{"a":1},{"a":2}]\#(repeated)}"#.utf8)
      let root = try index.append(text.span, 0..<text.count)
      #expect((index.duplicateKey(from: root, in: text.span) != nil) == !repeated.isEmpty)
    }
  }
}
