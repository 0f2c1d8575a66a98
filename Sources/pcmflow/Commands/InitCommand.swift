import ArgumentParser
import Foundation

/// Writes a small definition to begin with.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a small definition to begin with; never over an existing file.")

  @Argument(help: "The file to write.")
  var file = "pipeline.json"

  func run() throws {
    guard !FileManager.default.fileExists(atPath: file) else {
      StandardError.write("error: \(file) exists already; name another file")
      throw ExitStatus.definitionRefused
    }
    do {
      try Self.text.write(toFile: file, atomically: true, encoding: .utf8)
    } catch {
      StandardError.write("error: \(file) cannot be written; check the folder and its permissions")
      throw ExitStatus.stageFailed
    }
    print("wrote \(file); next: pcmflow validate \(file)")
  }

  /// A definition that reads one table, counts, and publishes the counts.
  static let text = """
    {
      "pipeline": "my-pipeline",
      "description": "Counts the rows of a table by sex.",
      "parameters": { "people": { "type": "path", "default": "people.csv" } },
      "stages": {
        // Reads CSV under a data contract: what is not in it, or not of its type, is kept aside with its line.
        "people": {
          "use": "table.read",
          "with": {
            "files": "${people}",
            "columns": {
              "id": { "type": "string", "required": true, "unique": true },
              "sex": { "type": "string", "enum": ["female", "male", "other", "unknown"] }
            },
            "onBad": "quarantine",
            "failIf": { "badRate": "1%", "emptyInput": true }
          }
        },
        "counts": {
          "use": "table.sql",
          "from": "people",
          "with": {
            "query": "SELECT sex, count(*) AS people FROM people GROUP BY sex ORDER BY sex",
            "privacy": "aggregate"
          }
        }
      },
      // Counts that are not protected against disclosure leave only where the entry says so.
      "publish": { "counts.csv": { "from": "counts", "privacy": "aggregate" } }
    }

    """
}
