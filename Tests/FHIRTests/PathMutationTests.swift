import FHIR
import JSONText
import TestSupport
import Testing

/// Expressions of the official suite, damaged at random: whatever comes of them, it comes to an end.
@Suite(
  "Damaged paths", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct PathMutationTests {
  private let resource = Array(
    #"{"resourceType":"Patient","id":"p","birthDate":"1974-12-25","name":[{"use":"official","family":"A","given":["b","c"]}],"multipleBirthInteger":2,"extension":[{"url":"u","valueQuantity":{"value":1.50,"unit":"mg"}}]}"#
      .utf8)
  private static let pieces = [
    "(", ")", ".", "[0]", "|", " and ", "$this", "$index", "$total", "{}", "'", "@2024-02-29", "-",
    "9999999999999999999", "1 'mg'", ".repeat($this)", ".aggregate($this + $total)", "%resource",
    ".where(", ".select(", "iif(", " in ", " is ", ".descendants()", "/*", "é", "\\u00",
    ".substring(1,", ".round(", ".power(", " div ", "0.000000000000000001",
  ]

  @Test("3,000 damaged paths are refused, fail, or yield something", arguments: [1, 2, 3])
  func damaged(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let expressions = PathSuiteTest.all.map(\.expression)
    var index = JSONIndex()
    let root = try index.append(resource.span, 0..<resource.count)
    var evaluated = 0
    for _ in 0..<1_000 {
      var text = Array(expressions.randomElement(using: &random) ?? "1")
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let place = Int.random(in: 0...text.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? "", at: place)
        case 1: text.removeSubrange(place..<min(place + 3, text.count))
        default:
          let other = Array(expressions.randomElement(using: &random) ?? "")
          text.insert(contentsOf: other.suffix(Int.random(in: 0..<30, using: &random)), at: place)
        }
      }
      do {
        let path = try PathExpression(String(text))
        _ = try path.values(
          of: root, in: resource.span, index, now: "2026-02-03T04:05:06.789+01:00")
        evaluated += 1
      } catch is PathExpression.Problem {
      } catch is EvaluationFault {}
    }
    #expect(evaluated > 50)
  }
}
