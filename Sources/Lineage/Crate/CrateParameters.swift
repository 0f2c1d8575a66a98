import JSONText
import PipelineModel
import PipelinePlanner

/// The formal parameters of a crate's workflow: parameters of the definition, what it reads, what it publishes.
struct CrateParameters {
  let run: CrateRun
  let pipeline: CompiledPipeline

  private var values: [(name: String, type: String, value: String)] {
    let types = [
      "integer": "Integer", "number": "Float", "boolean": "Boolean", "date": "Date",
    ]
    return run.parameters.compactMap { parameter in
      parameter.value.map { (parameter.name, types[parameter.type] ?? "Text", $0) }
    } + [("run.date", "Date", run.date), ("run.id", "Text", run.runID)]
  }

  private var files: [(name: String, examples: [String])] {
    run.inputs.filter { !$0.files.isEmpty }.map { setting in
      (
        "\(setting.stage).\(setting.setting)",
        setting.files.map(CrateEntity.identifier).reduce(into: [String]()) {
          if !$0.contains($1) { $0.append($1) }
        }
      )
    }
  }

  private var ports: [(name: String, examples: [String])] {
    run.files.reduce(into: [(name: String, examples: [String])]()) { ports, file in
      if let index = ports.firstIndex(where: { $0.name == file.from }) {
        ports[index].examples.append(CrateEntity.path(file.name))
      } else {
        ports.append((file.from, [CrateEntity.path(file.name)]))
      }
    }
  }

  /// The identifiers of what goes in.
  var inputs: [String] {
    values.map { "#parameter/\($0.name)" } + files.map { "#input/\($0.name)" }
  }

  /// The identifiers of what comes out.
  var outputs: [String] { ports.map { "#output/\($0.name)" } }

  /// The identifiers of what a run was given.
  var given: [String] { values.map { "#value/\($0.name)" } + files.flatMap(\.examples) }

  /// Parameters and the values they had.
  var entities: [JSONNode] {
    values.flatMap { value -> [JSONNode] in
      [
        parameter("#parameter/\(value.name)", value.name, value.type, ["#value/\(value.name)"]),
        [
          "@id": .text("#value/\(value.name)"), "@type": "PropertyValue",
          "name": .text(value.name), "value": .text(value.value),
          "exampleOfWork": CrateEntity.reference("#parameter/\(value.name)"),
        ],
      ]
    } + files.map { parameter("#input/\($0.name)", $0.name, "File", $0.examples) }
      + ports.map { parameter("#output/\($0.name)", $0.name, "File", $0.examples) }
  }

  private func parameter(
    _ identifier: String, _ name: String, _ type: String, _ examples: [String]
  ) -> JSONNode {
    [
      "@id": .text(identifier), "@type": "FormalParameter", "name": .text(name),
      "additionalType": .text(type), "workExample": CrateEntity.references(examples),
    ]
  }
}
