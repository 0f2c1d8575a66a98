/// Expressions of FHIRPath that take too much.
extension FoundInput {
  static let paths = [
    FoundInput("a member name of 200,000 capitals, each taken for the beginning of a type") {
      let text = Array(("Patient.value" + String(repeating: "Q", count: 200_000)).utf8)
      return FuzzInput(kind: .path, bytes: text, text: text)
    }
  ]
}
