package import PipelineModel

/// The reference of all kinds of stages, made from their declarations.
package struct StageReference {
  private let registry: StageRegistry

  /// A reference for the kinds of a registry.
  package init(_ registry: StageRegistry) {
    self.registry = registry
  }

  /// One line a kind: its name, what goes in and out, what it does.
  package var list: String {
    let width = registry.types.map { $0.kind.name.count }.max() ?? 0
    return registry.types.map { type in
      let name = type.kind.name + String(repeating: " ", count: width - type.kind.name.count)
      return "\(name)  \(type.kind.summary)"
    }.joined(separator: "\n")
  }

  /// The page `docs/stages.md`.
  package var markdown: String {
    var text = """
      # Kinds of stages

      Made by `pcmflow stages --markdown` from the declarations in `Sources/Stages`; a test fails when they drift apart.

      """
    var family = ""
    for type in registry.types {
      if type.kind.family != family {
        family = type.kind.family
        text += "\n## \(family)\n"
      }
      text += "\n" + Self.section(type.kind)
    }
    return text
  }

  /// A kind in plain text, for the command line.
  package static func text(_ kind: StageKind) -> String {
    var lines = [
      "\(kind.name) (\(kind.shape.rawValue), version \(kind.version))", kind.summary, "",
    ]
    for port in kind.inputs { lines.append("in   \(port.name): \(port.kind)\(arity(port))") }
    for port in kind.outputs { lines.append("out  \(port.name): \(port.kind). \(port.summary)") }
    lines.append("")
    for setting in kind.settings {
      lines.append("\(setting.name)\(setting.isRequired ? " (required)" : "")")
      lines.append("    \(setting.summary)")
      let value = setting.defaultText.map { "; default \($0)" } ?? ""
      lines.append("    \(setting.phrase)\(value)")
    }
    return lines.joined(separator: "\n")
  }

  private static func section(_ kind: StageKind) -> String {
    var text = "### `\(kind.name)`\n\n\(kind.summary)\n"
    if !kind.inputs.isEmpty {
      text +=
        "\nIn: "
        + kind.inputs.map { "`\($0.name)` (\($0.kind)\(arity($0)))" }.joined(separator: ", ")
        + "\n"
    }
    for port in kind.outputs { text += "\nOut: `\(port.name)` (\(port.kind)). \(port.summary)\n" }
    guard !kind.settings.isEmpty else { return text }
    text += "\n| setting | value | default | what it does |\n|---|---|---|---|\n"
    for setting in kind.settings {
      let value = setting.isRequired ? "required" : setting.defaultText.map { "`\($0)`" } ?? ""
      text +=
        "| `\(setting.name)` | \(cell(setting.phrase)) | \(value) | \(cell(setting.summary)) |\n"
    }
    return text
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

  private static func arity(_ port: InputPort) -> String {
    switch port.arity {
    case .one: ""
    case .optional: ", optional"
    case .named: ", one or more, each under a name"
    }
  }
}
