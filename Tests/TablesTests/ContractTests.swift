import Tables
import Testing

private func accepts(_ type: ColumnType, _ text: String) -> Bool {
  let bytes = Array(text.utf8)
  return type.accepts(bytes.span, 0..<bytes.count)
}

/// The rule that the only cell of a row breaks.
private func broken(_ contract: ColumnContract, _ line: String) throws -> ColumnContract.Rule? {
  let bytes = Array(line.utf8)
  var reader = RowReader(emptyLine: .row)
  _ = try reader.next(bytes.span)
  return try CellChecker(contract).check(reader.cells[0], in: bytes.span)
}

@Suite("Types and contracts of cells")
struct ContractTests {
  @Test(
    "a type accepts its values and no others",
    arguments: [
      (
        ColumnType.integer, ["0", "-1", "42", "9223372036854775807", "-9223372036854775808"],
        ["", "-", "01", "+1", "1.0", "1e3", " 1", "9223372036854775808", "a"]
      ),
      (
        .number, ["0", "-0.5", "1e-07", "1.5E+10", "nan", "inf", "-inf"],
        ["", ".5", "5.", "1e", "0x1", "1,5", "NaN", "--1", "01.5"]
      ),
      (.boolean, ["true", "false"], ["", "TRUE", "1", "yes", "truex"]),
      (
        .date, ["2024-02-29", "1900-12-31", "0001-01-01", "2000-02-29"],
        [
          "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-1-1",
          "20240101",
          "2024-01-01T00:00:00Z", "0000-01-01", "2024-04-31", "2024/01/01",
        ]
      ),
      (
        .instant,
        [
          "2024-02-29T12:30:00Z", "2024-02-29t12:30:00.123456789+01:00", "2016-12-31T23:59:60Z",
          "2024-01-01T00:00:00-12:00",
        ],
        [
          "2024-02-29", "2024-02-29T12:30:00", "2024-02-29T24:00:00Z", "2024-02-29T12:60:00Z",
          "2024-02-29 12:30:00Z", "2024-02-29T12:30:00.Z", "2024-02-29T12:30:00+0100",
          "2024-02-29T12:30:00+1:00",
          "2024-02-30T12:30:00Z", "2024-02-29T12:30:00Zx",
        ]
      ),
      (.string, ["", "a b", "é😀"], []),
    ] as [(ColumnType, [String], [String])])
  func types(type: ColumnType, good: [String], bad: [String]) {
    for text in good { #expect(accepts(type, text), "\(text)") }
    for text in bad { #expect(!accepts(type, text), "\(text)") }
  }

  @Test("text that is no UTF-8 is refused")
  func notUTF8() {
    let bytes: [UInt8] = [0x61, 0xFF]
    let isAccepted = ColumnType.string.accepts(bytes.span, 0..<2)
    #expect(!isAccepted)
  }

  @Test("days are numbered as the calendar has them, through every day of 1899 to 2101")
  func dayNumbers() {
    var expected = -25_932  // 1899-01-01
    for year in 1899...2101 {
      for month in 1...12 {
        for day in 1...CalendarDate.daysInMonth(month, year: year) {
          #expect(CalendarDate(year: year, month: month, day: day)?.dayNumber == expected)
          expected += 1
        }
      }
    }
    #expect(CalendarDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
  }

  @Test("instants with different offsets compare by the moment they name")
  func instants() throws {
    func instant(_ text: String) throws -> Instant {
      let bytes = Array(text.utf8)
      let instant = Instant(bytes.span, 0..<bytes.count)
      return try #require(instant)
    }
    #expect(try instant("2024-01-01T01:00:00+01:00") == instant("2024-01-01T00:00:00.000Z"))
    #expect(try instant("2024-01-01T00:00:00.5Z") < instant("2024-01-01T00:00:00.51Z"))
    #expect(try instant("2023-12-31T23:00:00-02:00") > instant("2024-01-01T00:30:00Z"))
    #expect(try instant("1970-01-01T00:00:00Z").seconds == 0)
  }

  @Test(
    "a cell that breaks a contract is named by the rule",
    arguments: [
      (ColumnContract(.string, isRequired: true), "", .required),
      (ColumnContract(.string), "", nil),
      (ColumnContract(.string, isRequired: true), "\"\"", nil),
      (ColumnContract(.integer), "\"\"", .type), (ColumnContract(.integer), "x", .type),
      (ColumnContract(.integer, minimum: "3", maximum: "5"), "2", .minimum),
      (ColumnContract(.integer, minimum: "3", maximum: "5"), "6", .maximum),
      (ColumnContract(.integer, minimum: "3", maximum: "5"), "5", nil),
      (ColumnContract(.number, maximum: "0.5"), "0.51", .maximum),
      (ColumnContract(.number, minimum: "0"), "nan", .minimum),
      (ColumnContract(.date, minimum: "2020-01-01"), "2019-12-31", .minimum),
      (ColumnContract(.instant, maximum: "2020-01-01T00:00:00Z"), "2020-01-01T00:30:00+01:00", nil),
      (ColumnContract(.string, allowed: ["a", "b\"c"]), "\"b\"\"c\"", nil),
      (ColumnContract(.string, allowed: ["a"]), "b", .enum),
      (ColumnContract(.string, pattern: "[A-Z]{2}[0-9]+"), "AB12", nil),
      (ColumnContract(.string, pattern: "[A-Z]{2}[0-9]+"), "AB12x", .pattern),
      (ColumnContract(.string, isRequired: true, pattern: "a"), "", .required),
    ] as [(ColumnContract, String, ColumnContract.Rule?)])
  func rules(contract: ColumnContract, cell: String, rule: ColumnContract.Rule?) throws {
    #expect(try broken(contract, cell + "\n") == rule)
  }

  @Test(
    "a contract that cannot be checked is refused",
    arguments: [
      ColumnContract(.string, minimum: "a"), ColumnContract(.integer, minimum: "1.5"),
      ColumnContract(.date, maximum: "2024"), ColumnContract(.string, pattern: "(["),
    ])
  func badContracts(contract: ColumnContract) {
    #expect(throws: TableError.self) { try CellChecker(contract) }
  }
}
