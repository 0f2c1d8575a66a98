import ArgumentParser
import HTTP

/// Fetches scoring files of the PGS Catalog into a folder.
struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetches scoring files of the PGS Catalog into a folder that a definition can name.",
    discussion:
      "What is there already, with the digest that was recorded, is not fetched again; an interrupted download goes on where it ended."
  )

  @Argument(help: "Identifiers of scores, such as PGS000004.")
  var scores: [String]

  @Option(help: "The folder; it also gets fetched.json, the record of what its files are.")
  var into: String

  @Option(
    help:
      "The build that positions are harmonised to: GRCh37, GRCh38, or author for the authors' own file."
  )
  var build = "GRCh38"

  @Option(help: "A server with the layout of the PGS Catalog.")
  var server = ScoreCatalogue.home

  @Flag(help: "Fetches nothing; fails where a file is missing or changed.")
  var offline = false

  func validate() throws {
    guard ScoreBuild(rawValue: build) != nil else {
      throw ValidationError("--build is one of GRCh37, GRCh38 and author")
    }
    for score in scores where score.wholeMatch(of: /PGS[0-9]{6,}/) == nil {
      throw ValidationError("\(score) is no identifier of a score; write it as PGS000004")
    }
  }

  func run() throws {
    let agent = "pcmflow/\(ProgramVersion.current)"
    let build = ScoreBuild(rawValue: build) ?? .GRCh38
    do throws(FetchError) {
      var folder = try ScoreFolder(FolderOptions.absolute(into))
      let catalogue = offline ? nil : ScoreCatalogue(server: server, agent: agent)
      for score in scores {
        switch try folder.get(score, build, catalogue, HTTPDownload(agent: agent)) {
        case .cached(let entry): print("\(score) is there: \(into)/\(entry.file)")
        case .fetched(let entry):
          print(
            "\(score) fetched: \(into)/\(entry.file) (\(entry.bytes) bytes, sha256 \(entry.sha256.prefix(12))…)"
          )
        }
      }
    } catch {
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    }
  }
}
