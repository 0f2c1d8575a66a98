import Foundation
import JSONText
import TestSupport
import Testing

/// The tree that an index describes, for comparison.
private func tree(_ position: Int, _ index: JSONIndex, _ text: Span<UInt8>) -> JSONValue {
  let entry = index.entries[position]
  switch entry.kind {
  case .null: return .null
  case .true: return .bool(true)
  case .false: return .bool(false)
  case .number: return .number(Double(index.string(position, in: text)) ?? .nan)
  case .string, .key: return .string(index.string(position, in: text))
  case .array:
    var elements: [JSONValue] = []
    var child = position + 1
    while child < Int(entry.next) {
      elements.append(tree(child, index, text))
      child = Int(index.entries[child].next)
    }
    return .array(elements)
  case .object:
    var members: [String: JSONValue] = [:]
    var key = position + 1
    while key < Int(entry.next) {
      members[index.string(key, in: text)] = tree(key + 1, index, text)
      key = Int(index.entries[key + 1].next)
    }
    return .object(members)
  }
}

private func indexed(_ text: String) throws -> JSONValue {
  var index = JSONIndex()
  let bytes = Array(text.utf8)
  let root = try index.append(bytes.span, 0..<bytes.count)
  return tree(root, index, bytes.span)
}

private func isAccepted(_ bytes: [UInt8]) -> Bool {
  var index = JSONIndex()
  return (try? index.append(bytes.span, 0..<bytes.count)) != nil
}

@Suite("The JSON index")
struct JSONIndexTests {
  @Test("a document becomes the same tree as Foundation reads", arguments: 0..<150)
  func agreesWithFoundation(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let value = JSONValue.random(depth: 5, &random)
    let text = value.spelled(&random)
    let foundation = try JSONSerialization.jsonObject(
      with: Data(text.utf8), options: .fragmentsAllowed)
    #expect(try indexed(text) == JSONValue(foundation))
    #expect(try indexed(text) == value)
  }

  @Test(
    "a damaged document is taken or refused as Foundation does, and never crashes",
    arguments: 0..<60)
  func damaged(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let text = Array(JSONValue.random(depth: 4, &random).spelled(&random).utf8)
    for _ in 0..<30 where !text.isEmpty {
      var bytes = text
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
      case 1: bytes.remove(at: Int.random(in: bytes.indices, using: &random))
      default:
        bytes[Int.random(in: bytes.indices, using: &random)] = Array(
          #""\{}[]:,0-e.x "#.utf8
        ).randomElement(using: &random)!
      }
      let isJSON =
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
      if isAccepted(bytes) != isJSON {
        // Foundation is laxer in a few places (leading zeros, lone surrogates); it is never stricter.
        #expect(isJSON, "accepted: \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test(
    "what RFC 8259 forbids is refused at its byte",
    arguments: [
      ("", JSONIndexError.Reason.endOfText, 0), ("  ", .endOfText, 2), ("{", .endOfText, 1),
      ("[1,", .endOfText, 3), (#"{"a""#, .endOfText, 4), (#"{"a":1,"#, .endOfText, 7),
      ("\"abc", .endOfText, 4), ("tru", .endOfText, 3), ("trux", .valueExpected, 0),
      ("[1,]", .valueExpected, 3), ("{1:2}", .keyExpected, 1), (#"{"a":1,}"#, .keyExpected, 7),
      (#"{"a" 1}"#, .colonExpected, 5), ("[1 2]", .commaOrEndOfArrayExpected, 3),
      (#"{"a":1 "b":2}"#, .commaOrEndOfObjectExpected, 7), ("1 2", .trailingText, 2),
      ("01", .invalidNumber, 0), ("-", .invalidNumber, 0), ("1.", .invalidNumber, 0),
      (".5", .valueExpected, 0), ("1e", .invalidNumber, 0), ("+1", .valueExpected, 0),
      ("\"a\u{9}\"", .controlCharacter, 2), (#""\x""#, .invalidEscape, 1),
      (#""\u12g4""#, .invalidEscape, 1), (#""\ud800""#, .loneSurrogate, 1),
      (#""\udc00""#, .loneSurrogate, 1), (#""\ud800\u0041""#, .loneSurrogate, 1),
      ("nul", .endOfText, 3), ("'a'", .valueExpected, 0), ("[1]]", .trailingText, 3),
      ("[1}", .commaOrEndOfArrayExpected, 2), ("// x", .valueExpected, 0),
    ])
  func refused(text: String, reason: JSONIndexError.Reason, offset: Int) {
    var index = JSONIndex()
    let bytes = Array(text.utf8)
    #expect(throws: JSONIndexError(reason, at: offset)) {
      _ = try index.append(bytes.span, 0..<bytes.count)
    }
    #expect(index.entries.isEmpty)
  }

  @Test(
    "bytes that are no UTF-8 are refused",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xFF],
    ] as [[UInt8]])
  func notUTF8(bytes: [UInt8]) {
    #expect(!isAccepted([0x22] + bytes + [0x22]))
    #expect(!isAccepted([0x22] + Array("padding to a word".utf8) + bytes + [0x22]))
  }

  @Test("text beyond ASCII and escapes are resolved")
  func escapes() throws {
    let text = #""\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00 é€😀""#
    #expect(try indexed(text) == .string("\"\\/\u{8}\u{C}\n\r\té€😀 é€😀"))
  }

  @Test("nesting is taken to the limit and refused beyond, without recursion")
  func depth() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(isAccepted(nested(512)))
    var index = JSONIndex()
    let tooDeep = nested(100_000)
    #expect(throws: JSONIndexError(.tooDeep, at: 512)) {
      _ = try index.append(tooDeep.span, 0..<tooDeep.count)
    }
  }

  @Test("several documents of one text share an index, and a bad one leaves it as it was")
  func severalDocuments() throws {
    let bytes = Array("{\"a\":1}\n{\"a\":\n[true]".utf8)
    var index = JSONIndex()
    let first = try index.append(bytes.span, 0..<7)
    let count = index.entries.count
    #expect(throws: JSONIndexError.self) { _ = try index.append(bytes.span, 8..<13) }
    #expect(index.entries.count == count)
    let third = try index.append(bytes.span, 14..<20)
    let trees = [tree(first, index, bytes.span), tree(third, index, bytes.span)]
    #expect(trees == [.object(["a": .number(1)]), .array([.bool(true)])])
  }

  @Test("members are found by name, also where the key is escaped; numbers keep their spelling")
  func members() throws {
    let bytes = Array(#"{"x":{"value":9},"\u0076alue":1.00,"value":2}"#.utf8)
    var index = JSONIndex()
    let root = try index.append(bytes.span, 0..<bytes.count)
    let value = index.member(JSONName("value"), of: root, in: bytes.span)
    let found = try #require(value)
    let spelling = index.string(found, in: bytes.span)
    #expect(spelling == "1.00")
    let prefix = index.member(JSONName("valu"), of: root, in: bytes.span)
    #expect(prefix == nil)
    let ofNumber = index.member(JSONName("a"), of: found, in: bytes.span)
    #expect(ofNumber == nil)
  }

  @Test(
    "a key that stands twice is found",
    arguments: [
      (#"{"a":1,"b":2}"#, nil), (#"{"a":1,"a":2}"#, "a"),
      (#"{"a":{"b":1},"c":[{"b":1,"b":2}]}"#, "b"),
      (#"{"a":1,"\u0061":2}"#, "a"), (#"[{"a":1},{"a":1}]"#, nil),
    ] as [(String, String?)])
  func duplicates(text: String, key: String?) throws {
    let bytes = Array(text.utf8)
    var index = JSONIndex()
    let root = try index.append(bytes.span, 0..<bytes.count)
    let found = index.duplicateKey(from: root, in: bytes.span)
    let name = found.map { index.string($0, in: bytes.span) }
    #expect(name == key)
  }

  @Test("a key that stands twice is found in a large object too")
  func duplicatesInLargeObject() throws {
    let members = (0..<200).map { "\"k\($0)\":\($0)" }
    for last in ["\"k7\":0", "\"z\":0"] {
      let bytes = Array(("{" + (members + [last]).joined(separator: ",") + "}").utf8)
      var index = JSONIndex()
      let root = try index.append(bytes.span, 0..<bytes.count)
      let found = index.duplicateKey(from: root, in: bytes.span)
      #expect((found == nil) == (last == "\"z\":0"))
    }
  }

  @Test(
    "every real file of broken JSON is refused",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func realBrokenFiles() throws {
    for name in ["list-bad-syntax.json", "mcode-pat-bad.json"] {
      let bytes = try Data(contentsOf: URL(filePath: SharedData.file("fhir/edge/\(name)")))
      #expect(!isAccepted([UInt8](bytes)), "\(name)")
    }
  }
}
