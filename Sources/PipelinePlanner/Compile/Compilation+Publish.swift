import JSONText
import PipelineModel

extension Compilation {
  /// The formats that a table can be published in, by the ending of its name.
  static let tableFormats = ["csv", "tsv", "ndjson", "sqlite"]

  /// Checks what is published: names, ports, formats, and that nothing about persons leaves by oversight.
  mutating func compilePublish() -> [CompiledPublish] {
    var result: [CompiledPublish] = []
    guard !definition.stages.isEmpty || !definition.refusedStages.isEmpty else { return [] }
    for (index, entry) in definition.publish.enumerated() {
      checkPublishedName(entry.name)
      checkNameIsFree(entry.name, among: definition.publish[..<index])
      if let publish = compilePublish(entry) { result.append(publish) }
    }
    return result
  }

  private mutating func compilePublish(_ entry: PublishDefinition) -> CompiledPublish? {
    let parts = entry.from.text.split(separator: ".", maxSplits: 1)
    guard let first = parts.first, let producer = numbers[String(first)] else {
      if let first = parts.first, definition.refusedStages.contains(String(first)) { return nil }
      diagnostics.error(
        "unknown-stage", "no stage is called \"\(parts.first ?? "")\"",
        remedy: NearestName.remedy(String(parts.first ?? ""), among: numbers.keys),
        at: entry.from.position)
      return nil
    }
    guard let kind = types[producer]?.kind,
      let port = outputPort(
        parts.count == 2 ? String(parts[1]) : nil, of: kind, wanted: nil, source: entry.from)
    else { return nil }
    guard !port.kind.isStream else {
      diagnostics.error(
        "not-publishable", "\"\(entry.from.text)\" is a stream of \(port.kind)",
        remedy: "end it with a stage that writes a file or a table, and publish that",
        at: entry.from.position)
      return nil
    }
    checkFormat(entry, port)
    checkFolder(entry, port)
    guard let type = compiled[producer]?.stage.outputs[port.name] else { return nil }
    checkPrivacy(entry, type)
    return CompiledPublish(
      name: entry.name.text, producer: producer, port: port.name, type: type)
  }

  private mutating func checkPublishedName(_ name: Located) {
    let path = name.text.hasSuffix("/") ? name.text.dropLast() : name.text[...]
    let components = path.split(separator: "/", omittingEmptySubsequences: false)
    let isSafe = !components.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    let isReserved =
      ["manifest.json", "ro-crate-metadata.json", "README.md"].contains(String(path))
      || components[0] == "crate"
    guard !isSafe || isReserved || name.text.contains("\0") else { return }
    diagnostics.error(
      "bad-name", "\"\(name.text)\" cannot name a published file",
      remedy: isReserved
        ? "the program itself writes \"manifest.json\", \"ro-crate-metadata.json\", \"README.md\" and what "
          + "stands in \"crate/\"; choose another name"
        : "write a relative path without \"..\"", at: name.position)
  }

  private mutating func checkNameIsFree(
    _ name: Located, among earlier: ArraySlice<PublishDefinition>
  ) {
    let remedy = "give each a name of its own"
    // A folder of documents is one with the file of its name, and has in it what the stage puts there.
    func bare(_ text: String) -> String { text.hasSuffix("/") ? String(text.dropLast()) : text }
    for other in earlier.map(\.name.text) {
      if bare(other) == bare(name.text) {
        diagnostics.error(
          "name-taken", "two entries are published as \"\(name.text)\"", remedy: remedy,
          at: name.position)
      } else if name.text.hasPrefix(bare(other) + "/") || other.hasPrefix(bare(name.text) + "/") {
        let folder = name.text.count < other.count ? name.text : other
        diagnostics.error(
          "name-taken",
          folder.hasSuffix("/")
            ? "what stands in \"\(folder)\" is named by the stage that writes it"
            : "\"\(folder)\" is published as a file and as a folder", remedy: remedy,
          at: name.position)
      }
    }
  }

  private mutating func checkFormat(_ entry: PublishDefinition, _ port: OutputPort) {
    guard port.kind == .table else { return }
    let fileName = entry.name.text.split(separator: "/").last ?? ""
    let ending =
      fileName.split(separator: ".").count > 1 ? fileName.split(separator: ".").last : nil
    guard Self.tableFormats.contains(String(ending ?? "")) else {
      diagnostics.error(
        "unknown-format", "\"\(entry.name.text)\" does not say how to write a table",
        remedy: "end the name in .csv, .tsv, .ndjson or .sqlite", at: entry.name.position)
      return
    }
  }

  /// Several documents are published into a folder, everything else as a file.
  private mutating func checkFolder(_ entry: PublishDefinition, _ port: OutputPort) {
    let isFolder = entry.name.text.hasSuffix("/")
    guard isFolder != (port.kind == .documents) else { return }
    diagnostics.error(
      "bad-name",
      isFolder
        ? "\"\(entry.from.text)\" is one file, and \"\(entry.name.text)\" names a folder"
        : "\"\(entry.from.text)\" is several files, and \"\(entry.name.text)\" names one",
      remedy: isFolder ? "leave out the / at its end" : "end the name in /, as of a folder",
      at: entry.name.position)
  }

  private mutating func checkPrivacy(_ entry: PublishDefinition, _ type: EdgeType) {
    guard type.privacy > entry.privacy ?? .released else { return }
    let level = type.privacy.rawValue
    let entryText =
      "{\"from\": \"\(entry.from.text)\", \"privacy\": \"\(level)\"}"
    let message =
      type.privacy == .identifiable
      ? "\"\(entry.from.text)\" holds rows about persons"
      : "\"\(entry.from.text)\" holds counts that are not protected"
    diagnostics.error(
      "privacy",
      message + ", and the entry "
        + (entry.privacy.map { "only names \"\($0.rawValue)\"" } ?? "does not say so"),
      remedy: type.privacy == .aggregate
        ? "send it through hta.suppress, or write \(entryText)"
        : "if it may leave, write \(entryText)", at: entry.from.position)
  }

  /// Warns about stages whose work nobody uses.
  mutating func warnAboutUnusedStages(published: [CompiledPublish]) {
    guard !diagnostics.hasErrors else { return }
    let used = Set(published.map(\.producer)).union(
      compiled.compactMap { $0 }.flatMap { $0.edges.map(\.producer) })
    for (index, stage) in definition.stages.enumerated()
    where !used.contains(index) && types[index]?.kind.outputs.isEmpty == false {
      diagnostics.warning(
        "unused-stage", "nothing uses what stage \"\(stage.name.text)\" gives",
        remedy: "publish it, or remove the stage", at: stage.name.position)
    }
  }
}
