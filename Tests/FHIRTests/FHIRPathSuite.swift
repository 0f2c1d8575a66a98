import FHIR
import Foundation
import FoundationXML
import JSONText
import TestSupport

/// One test of the official FHIRPath R4 suite.
struct PathSuiteTest: Sendable {
  var group = ""
  var name = ""
  var input = ""
  var expression = ""
  /// `syntax`, `semantic` or `execution` where the expression must be refused; empty otherwise.
  var invalid = ""
  var isPredicate = false
  var isOrdered = true
  var outputs: [(type: String, text: String)] = []

  /// What came out of a test.
  enum Outcome: Equatable {
    case passed
    case failed(String)
    /// The suite's file that the test reads is not among the shared files.
    case withoutInput
  }

  /// All tests of the suite that are not commented out, in its order.
  static let all: [PathSuiteTest] = {
    let reader = SuiteReader()
    guard SharedData.isPresent,
      let data = try? Data(
        contentsOf: URL(filePath: SharedData.file("fhir/fhirpath-r4/tests-fhir-r4.xml")))
    else { return [] }
    let parser = XMLParser(data: data)
    parser.delegate = reader
    return parser.parse() ? reader.tests : []
  }()

  /// Evaluates the expression and compares values in order, decimals by value, and the names of types.
  func run() -> Outcome {
    var resource = Array(#"{"resourceType":"Basic"}"#.utf8)
    if !input.isEmpty {
      guard let found = Self.resources[input] else { return .withoutInput }
      resource = found
    }
    let values: [PathExpression.Value]
    do {
      let path = try PathExpression(expression)
      var index = JSONIndex()
      let root = try index.append(resource.span, 0..<resource.count)
      values = try path.values(
        of: root, in: resource.span, index, now: "2026-02-03T04:05:06.789+01:00")
    } catch {
      return invalid.isEmpty ? .failed("refused: \(error)") : .passed
    }
    if !invalid.isEmpty { return .failed("was to be refused, yields \(values.map(\.text))") }
    if isPredicate { return values.isEmpty ? .failed("is empty") : .passed }
    var found = values.map { Self.comparable($0.text) }
    var expected = outputs.map { Self.comparable($0.text) }
    if !isOrdered {
      found.sort()
      expected.sort()
    }
    guard found == expected else { return .failed("yields \(found), expected \(expected)") }
    for (value, output) in zip(values, outputs) where !output.type.isEmpty {
      guard value.type.lowercased() == output.type.lowercased() else {
        return .failed("is of type \(value.type), expected \(output.type)")
      }
    }
    return .passed
  }

  /// A value without the `@` of a literal; a decimal without zeros at its end.
  private static func comparable(_ text: String) -> String {
    let bare = text.drop { $0 == "@" }
    if text.hasPrefix("@T") { return String(bare.dropFirst()) }
    guard bare.contains("."), Double(bare) != nil else { return String(bare) }
    let number = Double(bare) ?? 0
    return number == 0 ? "0" : "\(number)"
  }

  private static let resources: [String: [UInt8]] = {
    var resources: [String: [UInt8]] = [:]
    for test in all where !test.input.isEmpty && resources[test.input] == nil {
      let path = SharedData.file("fhir/fhirpath-r4/" + test.input)
      guard let data = try? Data(contentsOf: URL(filePath: path)) else { continue }
      resources[test.input] = plainJSON(ofXML: data)
    }
    return resources
  }()
}

/// Reads the suite's file.
private final class SuiteReader: NSObject, XMLParserDelegate {
  var tests: [PathSuiteTest] = []
  private var group = ""
  private var text = ""
  private var type = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    text = ""
    switch name {
    case "group": group = attributes["name"] ?? ""
    case "test":
      tests.append(
        PathSuiteTest(
          group: group, name: attributes["name"] ?? "", input: attributes["inputfile"] ?? "",
          isPredicate: attributes["predicate"] == "true",
          isOrdered: attributes["ordered"] != "false"))
    case "expression": tests[tests.count - 1].invalid = attributes["invalid"] ?? ""
    case "output": type = attributes["type"] ?? ""
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    if name == "expression" { tests[tests.count - 1].expression = text }
    if name == "output" { tests[tests.count - 1].outputs.append((type, text)) }
  }
}

/// A resource in XML as JSON that holds the same for a path: elements in lists, values by their spelling.
/// It is not FHIR's JSON (a single element may stand in a list), and is for these tests alone.
private func plainJSON(ofXML data: Data) -> [UInt8]? {
  let reader = ResourceXML()
  let parser = XMLParser(data: data)
  parser.delegate = reader
  guard parser.parse(), let root = reader.root else { return nil }
  return Array(root.canonicalText.utf8)
}

private final class ResourceXML: NSObject, XMLParserDelegate {
  private struct Element {
    var name: String
    var value: String?
    var children: [(String, JSONNode)] = []
  }

  var root: JSONNode?
  private var open: [Element] = []
  private var markupDepth = 0

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if markupDepth > 0 || name == "div" {
      markupDepth += 1
      return
    }
    var element = Element(name: name, value: attributes["value"])
    if let url = attributes["url"] { element.children.append(("url", .text(url))) }
    if open.isEmpty || ["contained", "resource"].contains(open.last?.name ?? "") {
      element.children.append(("resourceType", .text(name)))
    }
    open.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    if markupDepth > 0 {
      markupDepth -= 1
      return
    }
    let element = open.removeLast()
    var members: [(String, [JSONNode])] = []
    for (name, child) in element.children {
      if let position = members.firstIndex(where: { $0.0 == name }) {
        members[position].1.append(child)
      } else {
        members.append((name, [child]))
      }
    }
    let content = JSONNode.object(
      members.map { name, nodes in
        (name, nodes.count == 1 && name != "extension" ? nodes[0] : .list(nodes))
      })
    guard let parent = open.indices.last else {
      root = content
      return
    }
    if ["contained", "resource"].contains(open[parent].name) {
      open[parent].children = (content.members ?? []).map { ($0.key, $0.value) }
    } else if let value = element.value {
      open[parent].children.append((name, literal(value, name, in: open[parent].name)))
      if !members.isEmpty { open[parent].children.append(("_" + name, content)) }
    } else {
      open[parent].children.append((name, content))
    }
  }

  /// Booleans by their words; numbers where the resources of the suite have them.
  private func literal(_ value: String, _ name: String, in parent: String) -> JSONNode {
    if value == "true" || value == "false" { return .flag(value == "true") }
    let isAmount = name == "value" && (parent.hasSuffix("Quantity") || parent.hasSuffix("Age"))
    return isAmount || ["rank", "total", "offset"].contains(name)
      ? JSONNode(.number(value), at: .start) : .text(value)
  }
}
