import JSONText
import PipelineModel

/// What tasks hold while they run: `memory` and `resources`.
extension DefinitionDecoder {
  /// How many there are of each named resource, from the definition's `resources`.
  mutating func resourceCounts(_ node: JSONNode?) -> [String: Int] {
    var counts: [String: Int] = [:]
    for member in named(node, "\"resources\"") {
      checkName(Located(member.key, at: member.keyPosition), "a resource")
      // A count of a wrong form is reported; the name is known all the same.
      counts[member.key] =
        quantity(member.value, "resource \"\(member.key)\"", .integer(1...1_000_000)) ?? 1
    }
    return counts
  }

  /// What the tasks of a stage hold.
  mutating func needs(_ member: JSONMember, known: [String: Int]) -> TaskNeeds {
    let subject = "stage \"\(member.key)\""
    var needs = TaskNeeds()
    needs.memoryBytes = memory(member.value["memory"], subject)
    guard let node = member.value["resources"] else { return needs }
    var names: Set<String> = []
    for (name, position) in located(node, "\"resources\" of \(subject)") {
      if known[name] != nil {
        names.insert(name)
      } else {
        diagnostics.error(
          "unknown-resource", "\(subject) needs \"\(name)\", which is no resource",
          remedy: known.isEmpty
            ? "say how many there are at the top of the definition: \"resources\": {\"\(name)\": 2}"
            : NearestName.remedy(name, among: known.keys.sorted()), at: position)
      }
    }
    needs.resources = names.sorted()
    return needs
  }

  /// A size that leaves room for something.
  mutating func memory(_ node: JSONNode?, _ subject: String) -> Int? {
    guard let node, let bytes = quantity(node, "\"memory\" of \(subject)", .size) else {
      return nil
    }
    if bytes < 1 << 20 {
      diagnostics.error(
        "bad-value", "\"memory\" of \(subject) is less than a task can do with",
        remedy: "write what a task takes at most, such as \"512MiB\", or leave the key out",
        at: node.position)
    }
    return bytes
  }
}
