import ByteIO
import Testing
import VCF

@Suite("Typed values of INFO and FORMAT")
struct FieldValueTests {
  static let meta = [
    definition("INFO", "I1", "1", "Integer"), definition("INFO", "IA", "A", "Integer"),
    definition("INFO", "F1", "1", "Float"), definition("INFO", "F3", "3", "Float"),
    definition("INFO", "B", "0", "Flag"), definition("INFO", "C1", "1", "Character"),
    definition("INFO", "CS", ".", "Character"), definition("INFO", "S1", "1", "String"),
    definition("INFO", "SS", ".", "String"),
  ]

  static func read(_ info: String, version: String = "4.3") throws -> OneRecord {
    try OneRecord("1 5 . A C,G . . \(info)", version: version, meta: meta)
  }

  @Test(
    "A value is what its definition says",
    arguments: [
      ("I1=-7", "I1", FieldValue.integer(-7)), ("I1=.", "I1", .missing),
      ("I1=", "I1", .missing), ("I1", "I1", .missing),
      ("IA=1,.", "IA", .integers([1, nil])), ("IA=.", "IA", .missing),
      ("IA=", "IA", .integers([])), ("IA=3", "IA", .integers([3])),
      ("F1=1e-3", "F1", .float(0.001)), ("F1=+.5", "F1", .float(0.5)),
      ("F1=-INF", "F1", .float(-.infinity)), ("F1=Infinity", "F1", .float(.infinity)),
      ("F3=1,.,2.5", "F3", .floats([1, nil, 2.5])),
      ("B", "B", .flag), ("B=1", "B", .flag), ("B=0", "B", .missing),
      ("C1=x", "C1", .character("x")), ("C1=%3B", "C1", .character(";")),
      ("CS=a,.,é", "CS", .characters(["a", nil, "é"])),
      ("S1=a_b", "S1", .string("a_b")), ("S1=a,b", "S1", .string("a,b")),
      ("SS=a,.,,b", "SS", .strings(["a", nil, "", "b"])),
      ("SS=50%25%2C%3D,100%", "SS", .strings(["50%,=", "100%"])),
      ("AF=0.5,0.25", "AF", .floats([0.5, 0.25])), ("DP=3", "DP", .integer(3)), ("DB", "DB", .flag),
      ("X=a,b", "X", .strings(["a", "b"])), ("X", "X", .flag),
    ])
  func values(info: String, key: String, expected: FieldValue) throws {
    let record = try Self.read(info)
    #expect(try record.info(key) == expected)
    #expect(try record.info("absent") == nil)
  }

  @Test("NaN is a number in any case")
  func notANumber() throws {
    for text in ["NaN", "nan", "-NAN"] {
      guard case .float(let value)? = try Self.read("F1=" + text).info("F1") else {
        Issue.record("no number")
        continue
      }
      #expect(value.isNaN)
    }
  }

  @Test(
    "A value of another type is refused with its field",
    arguments: [
      ("I1=1.5", "I1"), ("I1=+5", "I1"), ("I1=2147483648", "I1"), ("I1=-2147483641", "I1"),
      ("I1=1,2", "I1"), ("IA=1,x", "IA"), ("IA=1,,2", "IA"), ("F1=high", "F1"), ("F3=1,2,", "F3"),
      ("C1=xy", "C1"), ("AN=many", "AN"),
    ])
  func refused(info: String, key: String) throws {
    let record = try Self.read(info)
    let error = try #require(throws: VCFError.self) { try record.info(key) }
    #expect(error.rule == .info && error.field == "INFO/" + key)
    #expect(!error.message.contains(info.dropFirst(3)))
  }

  @Test("The limits of 32-bit integers are those of BCF")
  func integerLimits() throws {
    #expect(try Self.read("I1=2147483647").info("I1") == .integer(2_147_483_647))
    #expect(try Self.read("I1=-2147483640").info("I1") == .integer(-2_147_483_640))
  }

  @Test("Percent signs are text before VCFv4.3", arguments: ["4.1", "4.2"])
  func withoutEncoding(version: String) throws {
    let record = try Self.read("S1=a%3Bb", version: version)
    #expect(try record.info("S1") == .string("a%3Bb"))
    var owned = record.owned
    let error = try #require(throws: VCFError.self) {
      try owned.setInfo("S1", to: .string("a;b"))
    }
    #expect(error.field == "INFO/S1" && owned.written == record.owned.written)
  }

  @Test("Only the eight sequences of the specification stand for a character")
  func percentEncoding() throws {
    let text = Array("%3A%3B%3D%25%2C%0D%0A%09%3a%20%zz%2".utf8)
    let decoded = PercentEncoding.decoded(text.span, 0..<text.count)
    #expect(String(decoding: decoded, as: UTF8.self) == ":;=%,\r\n\t%3a%20%zz%2")
    var info: [UInt8] = []
    PercentEncoding.append(":;=%,\r\n\té", in: .info, to: &info)
    #expect(String(decoding: info, as: UTF8.self) == ":%3B%3D%25%2C%0D%0A%09é")
    var format: [UInt8] = []
    PercentEncoding.append(":;=%,", in: .format, to: &format)
    #expect(String(decoding: format, as: UTF8.self) == "%3A;=%25%2C")
  }

  @Test("Reserved keys have the type of the file's version")
  func reservedKeys() throws {
    let line = "1 5 . A <CN0>,<CN2> . . CN=1;SVLEN=5,7;MATEID=a,b CN:M5mC:PSL 2:0.5:x"
    let old = try OneRecord(line, version: "4.2", samples: ["a"])
    #expect(try old.info("CN") == .integer(1) && old.format("CN") == .integer(2))
    #expect(try old.format("M5mC") == .strings(["0.5"]))
    let new = try OneRecord(line, version: "4.5", samples: ["a"])
    #expect(try new.info("CN") == .floats([1]) && new.format("CN") == .float(2))
    #expect(try new.info("SVLEN") == .integers([5, 7]) && new.format("M5mC") == .floats([0.5]))
    #expect(try new.format("PSL") == .strings(["x"]))
  }

  @Test("Sample values: left out, missing, and wrong with their column")
  func samples() throws {
    let record = try OneRecord(
      "1 5 . A C . . . GT:DP:FT:AD 0/1:7:q%3A1;q2:1,. ./.:. 1|1 0:x",
      version: "4.3", samples: ["a", "b", "c", "d"])
    #expect(try record.format("DP") == .integer(7))
    #expect(try record.format("FT") == .string("q:1;q2"))
    #expect(try record.format("AD") == .integers([1, nil]))
    #expect(try record.format("DP", 1) == .missing && record.format("AD", 2) == .missing)
    #expect(try record.format("PL", 0) == nil && record.format("DP", 4) == nil)
    let error = try #require(throws: VCFError.self) { try record.format("DP", 3) }
    #expect(error.rule == .format && error.message.contains("column 13"))
  }

  @Test("What is written reads as the same value")
  func encoding() throws {
    var record = try OneRecord("1 5 . A C,G . . .", version: "4.3", meta: Self.meta).owned
    let values: [(String, FieldValue)] = [
      ("I1", .integer(-5)), ("IA", .integers([nil, 3])), ("F1", .float(0.1)),
      ("F3", .floats([1, nil, -.infinity])), ("B", .flag), ("C1", .character(",")),
      ("CS", .characters(["=", nil])), ("S1", .string("100%; a=b")), ("SS", .strings(["a", nil])),
      ("AF", .floats([1e-30, 1e20])), ("X", .missing),
    ]
    for (key, value) in values { try record.setInfo(key, to: value) }
    #expect(
      record.written
        == "1 5 . A C,G . . I1=-5;IA=.,3;F1=0.1;F3=1,.,-inf;B;C1=%2C;CS=%3D,.;"
        + "S1=100%25%3B a%3Db;SS=a,.;AF=1e-30,1e+20;X=.")
    for (key, value) in values { #expect(try record.info(key) == value) }
    for (key, value) in [
      ("I1", FieldValue.string("5")), ("I1", .integer(1 << 31)), ("F1", .character("x")),
      ("S1", .flag),
      ("B", .integer(1)),
    ] {
      let error = try #require(throws: VCFError.self) { try record.setInfo(key, to: value) }
      #expect(error.field == "INFO/" + key)
    }
  }
}
