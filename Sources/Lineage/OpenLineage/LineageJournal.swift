import ByteIO
import Foundation
import HTTP
package import JSONText
import PipelineModel
package import PipelineRuntime

/// Keeps a run's events in its folder and sends them on; whatever goes wrong is a warning.
///
/// `openlineage.jsonl` of a run folder holds its START, then its end. A run that was killed has no end; the next run of
/// the work folder writes it, so that each has exactly one.
package struct LineageJournal: Sendable {
  private static let fileName = "openlineage.jsonl"

  private let work: WorkFolder
  private let settings: OpenLineageSettings
  private let client: HTTPClient

  /// The journal of a work folder that is locked by us.
  package init(_ work: WorkFolder, _ settings: OpenLineageSettings, version: String) {
    self.work = work
    self.settings = settings
    client = HTTPClient(agent: "pcmflow/\(version)")
  }

  /// Notes an event of a run and sends it.
  ///
  /// - Returns: What went wrong, in full sentences.
  package func note(_ event: JSONNode, run: String) -> [String] {
    let line = event.compactText
    let path = file(of: run)
    let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    var problems: [String] = []
    do throws(StageError) {
      try work.write(
        Array((before + line + "\n").utf8), to: Self.fileName, ofRun: run)
    } catch {
      problems.append("an event of lineage could not be written: \(error)")
    }
    if let problem = send(line) { problems.append(problem) }
    return problems
  }

  private func send(_ line: String) -> String? {
    guard let url = settings.url else { return nil }
    var request = HTTPRequest(.post, url)
    request.headers = [("Content-Type", "application/json")]
    request.credentials = settings.apiKey.map { .bearer($0) }
    request.body = Array(line.utf8)
    do throws(HTTPError) {
      _ = try client.send(request)
      return nil
    } catch {
      return "an event of lineage was not sent: \(error); it is kept in the run folder"
    }
  }

  /// Ends runs that were killed: notes an ABORT for each that has begun and not ended.
  ///
  /// Goes back from the latest run to the first that has ended: all before that one were seen to by its own start.
  /// - Returns: What went wrong, in full sentences.
  package func endKilledRuns() -> [String] {
    var killed: [(run: String, start: JSONNode)] = []
    for run in Folder.names(work.runs).reversed() {
      guard let text = try? String(contentsOfFile: file(of: run), encoding: .utf8) else { continue }
      let lines = text.split(separator: "\n")
      guard lines.count == 1, let start = try? JSONParser.parse(String(lines[0])) else { break }
      killed.append((run, start))
    }
    // The oldest first: when we are killed here, the next start still finds the others.
    return killed.reversed().flatMap { note(abort($0.start, of: $0.run), run: $0.run) }
  }

  /// The end of a run that was killed: its START with another type, and the time of its last sign of life.
  private func abort(_ start: JSONNode, of run: String) -> JSONNode {
    let log = work.run(run) + "/events.jsonl"
    let alive = FileStamp(log)?.modified ?? FileStamp(file(of: run))?.modified ?? 0
    let producer = start["producer"]?.string ?? ""
    let error = OpenLineageFacets(producer: producer).errorMessage("the run was cut off")
    var event = start.replacing("eventType", with: "ABORT")
    event = event.replacing(
      "eventTime", with: .text(OpenLineageEvents.timestamp(Double(alive) / 1e9)))
    guard let body = event["run"], let facets = body["facets"] else { return event }
    return event.replacing(
      "run", with: body.replacing("facets", with: facets.replacing("errorMessage", with: error)))
  }

  private func file(of run: String) -> String { work.run(run) + "/" + Self.fileName }
}

extension JSONNode {
  /// The object with a member of another value, or with one more member.
  fileprivate func replacing(_ key: String, with value: JSONNode) -> JSONNode {
    var pairs = (members ?? []).map { ($0.key, $0.value) }
    if let index = pairs.firstIndex(where: { $0.0 == key }) {
      pairs[index].1 = value
    } else {
      pairs.append((key, value))
    }
    return .object(pairs)
  }
}
