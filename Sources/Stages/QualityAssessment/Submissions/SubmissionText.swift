internal import Tables

/// The text of a submission as it came, brought into one form: UTF-8, with a known delimiter.
struct SubmissionText {
  enum Encoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf16 = "UTF-16"
    case windows1252 = "Windows-1252"
  }

  /// UTF-8 without a byte order mark.
  let bytes: [UInt8]
  let encoding: Encoding
  let delimiter: UInt8
  /// The delimiter by its name.
  var delimiterInWords: String {
    switch delimiter {
    case UInt8(ascii: ";"): "semicolon"
    case 0x09: "tab"
    default: "comma"
    }
  }

  /// The rules that it took, by name.
  private(set) var rules: [String] = []
  /// Whether the first line only names the delimiter, as spreadsheets write it: `sep=;`.
  let hasSeparatorLine: Bool

  /// Brings a text into form.
  ///
  /// What is no UTF-8 is taken as Windows-1252, which spreadsheets of Western Europe write and which has Latin-1 in it;
  /// the delimiter is that of `;`, tab and `,` which the first line has most of.
  init(_ raw: [UInt8]) {
    if raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF]) {
      let isLittle = raw[0] == 0xFF
      let units = stride(from: 2, to: raw.count - 1, by: 2).map { place in
        let (first, second) = (UInt16(raw[place]), UInt16(raw[place + 1]))
        return isLittle ? first | second << 8 : first << 8 | second
      }
      bytes = Array(String(decoding: units, as: UTF16.self).utf8)
      encoding = .utf16
      rules.append("utf-16")
    } else if String(validating: raw, as: UTF8.self) != nil {
      let hasMark = raw.starts(with: [0xEF, 0xBB, 0xBF])
      bytes = hasMark ? Array(raw.dropFirst(3)) : raw
      encoding = .utf8
      if hasMark { rules.append("byte-order-mark") }
    } else {
      var text = String.UnicodeScalarView()
      for byte in raw { text.append(Self.scalar(byte)) }
      bytes = Array(String(text).utf8)
      encoding = .windows1252
      rules.append("latin-1")
    }
    let named = Self.namedDelimiter(bytes)
    hasSeparatorLine = named != nil
    delimiter = named ?? Self.delimiter(of: bytes)
    if named != nil { rules.append("separator-line") }
    if delimiter == UInt8(ascii: ";") { rules.append("semicolon") }
    if delimiter == 0x09 { rules.append("tab") }
  }

  /// Whether these are the bytes of a workbook (`.xlsx`, `.ods`, `.xls`) and no text, whatever the file is called.
  static func isWorkbook(_ raw: [UInt8]) -> Bool {
    raw.starts(with: [0x50, 0x4B, 0x03, 0x04]) || raw.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
  }

  private static func namedDelimiter(_ bytes: [UInt8]) -> UInt8? {
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count == 5,
      String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return line.last
  }

  private static func delimiter(of bytes: [UInt8]) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D { break }
      counts[byte, default: 0] += 1
    }
    let candidates = [UInt8(ascii: ";"), 0x09, UInt8(ascii: ",")]
    let most = candidates.map { counts[$0] ?? 0 }.max() ?? 0
    return most == 0
      ? UInt8(ascii: ",") : candidates.first { counts[$0] == most } ?? UInt8(ascii: ",")
  }

  /// The characters of Windows-1252 from 0x80 on that differ from Latin-1; 0 for none.
  private static let upper: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
    guard (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(upper[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
  }
}
