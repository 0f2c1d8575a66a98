import JSONText
package import PipelineModel

/// Everything that is wrong with a definition, in the order of its text.
package struct CompilationFailure: Error, Sendable {
  /// What is wrong; at least one error.
  package let diagnostics: [Diagnostic]

  /// A failure with its reasons.
  package init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }
}

/// Compiles the text of a definition: form, parameters, kinds, settings, edges; all errors at once, no file opened.
package struct Compiler {
  private let registry: StageRegistry

  /// A compiler that knows the kinds of a registry.
  package init(registry: StageRegistry) {
    self.registry = registry
  }

  /// Compiles a definition.
  ///
  /// - Parameters:
  ///   - text: The definition's bytes.
  ///   - file: Its path as the user named it, for messages.
  ///   - folder: The absolute folder that its relative paths begin at.
  ///   - arguments: What the run brings from outside.
  /// - Throws: Everything that is wrong.
  package func compile(
    _ text: [UInt8], file: String, folder: String, arguments: RunArguments
  ) throws(CompilationFailure) -> CompiledPipeline {
    let root: JSONNode
    do {
      root = try JSONParser.parse(text)
    } catch {
      throw CompilationFailure([
        Diagnostic(rule: "syntax", error.message, file: file, position: error.position)
      ])
    }
    var decoder = DefinitionDecoder(diagnostics: DiagnosticList(file: file))
    guard let decoded = decoder.decode(root) else {
      throw CompilationFailure(decoder.diagnostics.sorted)
    }
    var diagnostics = decoder.diagnostics
    let definition = Self.substitute(decoded, arguments, folder: folder, &diagnostics)
    var compilation = Compilation(
      definition: definition, registry: registry, folder: folder, diagnostics: diagnostics)
    compilation.compileStages()
    let slurm = compilation.slurmSettings()
    let publish = compilation.compilePublish()
    compilation.warnAboutUnusedStages(published: publish)
    let found = compilation.diagnostics
    if found.hasErrors { throw CompilationFailure(found.sorted) }
    return CompiledPipeline(
      definition: definition, file: file, date: arguments.date, stages: compilation.compiledStages,
      order: compilation.order, publish: publish, warnings: found.sorted, slurm: slurm,
      source: DefinitionSource(
        text: String(decoding: text, as: UTF8.self), file: file, folder: folder,
        arguments: arguments))
  }

  private static func substitute(
    _ definition: PipelineDefinition, _ arguments: RunArguments, folder: String,
    _ diagnostics: inout DiagnosticList
  ) -> PipelineDefinition {
    let values = ParameterValues(definition, arguments, folder: folder, &diagnostics)
    var substitution = Substitution(
      values: values, arguments: arguments, diagnostics: diagnostics)
    var result = definition
    for index in result.stages.indices {
      for member in result.stages[index].settings.indices {
        let setting = result.stages[index].settings[member]
        if let value = substitution.apply(setting.value) {
          result.stages[index].settings[member].value = value
        } else {
          result.stages[index].unresolved.insert(setting.key)
        }
      }
      // A contract with a value that could not be replaced is reported; it is left out here.
      result.stages[index].contracts = result.stages[index].contracts.compactMap { contract in
        substitution.apply(contract.value).map {
          JSONMember(key: contract.key, keyPosition: contract.keyPosition, value: $0)
        }
      }
    }
    result.slurm = result.slurm.compactMap { member in
      substitution.apply(member.value).map {
        JSONMember(key: member.key, keyPosition: member.keyPosition, value: $0)
      }
    }
    substitution.allowsRunID = true
    for index in result.publish.indices {
      result.publish[index].name = substitution.text(result.publish[index].name)
    }
    for index in result.notifications.indices {
      guard case .command(let arguments) = result.notifications[index].means else { continue }
      result.notifications[index].means = .command(arguments.map { substitution.text($0) })
    }
    diagnostics = substitution.diagnostics
    return result
  }
}
