import PipelineModel

/// Ports that take a committed artifact where the definition gives them a stream, or an artifact of another kind.
extension Compilation {
  /// The edges of all stages, those of gatherers last, with each edge into a gathered port led through a gatherer.
  mutating func addGatherers(_ links: [[EdgeReference]]) -> [[EdgeReference]] {
    var links = links
    for stage in links.indices {
      guard let kind = types[stage]?.kind else { continue }
      for edge in links[stage].indices {
        let reference = links[stage][edge]
        guard let port = kind.inputs.first(where: { $0.name == reference.name?.text }),
          let gatherer = gatherer(for: port, of: reference)
        else { continue }
        let number = addGatherer(gatherer, for: stage, port: port, of: reference.source)
        var incoming = reference
        incoming.name = nil
        links.append([incoming])
        links[stage][edge].producer = number
        links[stage][edge].port = gatherer.kind.outputs[0].name
      }
    }
    return links
  }

  private func gatherer(for port: InputPort, of reference: EdgeReference) -> (any Stage.Type)? {
    guard let producer = reference.producer, let outputs = types[producer]?.kind.outputs else {
      return nil
    }
    return port.gatherers.first { gatherer in
      outputs.contains { output in
        output.kind == gatherer.kind.inputs[0].kind
          && (reference.port == nil || reference.port == output.name)
      }
    }
  }
}
