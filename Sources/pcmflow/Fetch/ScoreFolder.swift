import Crypto
import Foundation
import HTTP
import JSONText

/// A folder of scoring files that were fetched, with a record of what they are.
///
/// The record, `fetched.json`, says of each file where it came from and its SHA-256; a file that is in it and still has
/// that digest is never fetched again.
struct ScoreFolder {
  /// One file of the folder.
  struct Entry {
    let identifier: String
    let build: String
    let file: String
    let url: String
    let sha256: String
    let bytes: Int
    let licence: String?
    let released: String?
    let variants: Int?
  }

  /// Whether a file was there already.
  enum Outcome {
    case cached(Entry)
    case fetched(Entry)
  }

  private let path: String
  private(set) var entries: [Entry]

  /// Opens a folder, which is made if it is missing.
  init(_ path: String) throws(FetchError) {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FetchError("the folder \(path) cannot be made: \(error.localizedDescription)")
    }
    entries = []
    guard let text = FileManager.default.contents(atPath: record) else { return }
    guard let files = (try? JSONParser.parse([UInt8](text)))?["files"]?.elements else {
      throw FetchError("\(record) cannot be understood; mend it, or remove it to fetch all anew")
    }
    entries = files.compactMap(Entry.init)
  }

  private var record: String { path + "/fetched.json" }

  /// The file of a score: the one that is there, or from the catalogue.
  ///
  /// - Parameter catalogue: Nil where nothing may be fetched.
  mutating func get(
    _ identifier: String, _ build: ScoreBuild, _ catalogue: ScoreCatalogue?,
    _ download: HTTPDownload
  ) throws(FetchError) -> Outcome {
    if let entry = entries.first(where: {
      $0.identifier == identifier && $0.build == build.rawValue
    }),
      FileManager.default.fileExists(atPath: path + "/" + entry.file)
    {
      guard try digest(of: path + "/" + entry.file, as: SHA256.self) == entry.sha256 else {
        throw FetchError(
          "\(path)/\(entry.file) is not the file that was fetched; remove it to fetch it again")
      }
      return .cached(entry)
    }
    guard let catalogue else {
      throw FetchError(
        "\(path) has no \(build.rawValue) file of \(identifier), and nothing may be fetched")
    }
    let score = try catalogue.score(identifier, build)
    let entry = try fetch(score, build, catalogue, download)
    entries.removeAll { $0.identifier == identifier && $0.build == build.rawValue }
    entries.append(entry)
    entries.sort { ($0.identifier, $0.build) < ($1.identifier, $1.build) }
    try save()
    return .fetched(entry)
  }

  private func fetch(
    _ score: CatalogueScore, _ build: ScoreBuild, _ catalogue: ScoreCatalogue,
    _ download: HTTPDownload
  ) throws(FetchError) -> Entry {
    let name = score.url.split(separator: "/").last.map(String.init) ?? ""
    let allowed = name.utf8.allSatisfy {
      "._-".utf8.contains($0) || Character(UnicodeScalar($0)).isLetter
        || Character(UnicodeScalar($0)).isNumber
    }
    guard name.hasPrefix(score.identifier), allowed, name != score.identifier else {
      throw FetchError("the catalogue names a file of \(score.identifier) that cannot be its own")
    }
    let partial = path + "/" + name + ".partial"
    let published = catalogue.publishedDigest(of: score.url)
    do throws(HTTPError) {
      try download.append(score.url, to: partial)
    } catch {
      throw FetchError(
        "\(error.message); what has arrived of \(score.identifier) is kept, run this again to go on"
      )
    }
    if let published, try digest(of: partial, as: Insecure.MD5.self) != published {
      try? FileManager.default.removeItem(atPath: partial)
      throw FetchError(
        "what arrived of \(score.identifier) is not what the catalogue published, and was removed; run this again"
      )
    }
    let bytes = FileManager.default.contents(atPath: partial) ?? Data()
    guard bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: Data("#".utf8)) else {
      try? FileManager.default.removeItem(atPath: partial)
      throw FetchError("what arrived for \(score.identifier) is no scoring file")
    }
    let final = path + "/" + name
    do {
      try? FileManager.default.removeItem(atPath: final)
      try FileManager.default.moveItem(atPath: partial, toPath: final)
    } catch {
      throw FetchError("\(final) cannot be put in its place: \(error.localizedDescription)")
    }
    return Entry(
      identifier: score.identifier, build: build.rawValue, file: name, url: score.url,
      sha256: try digest(of: final, as: SHA256.self), bytes: bytes.count, licence: score.licence,
      released: score.released, variants: score.variants)
  }

  private func digest<Hash: HashFunction>(
    of file: String, as hash: Hash.Type
  ) throws(FetchError) -> String {
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw FetchError("\(file) cannot be read")
    }
    defer { try? handle.close() }
    var state = Hash()
    while let block = try? handle.read(upToCount: 1 << 20), !block.isEmpty {
      state.update(data: block)
    }
    return state.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func save() throws(FetchError) {
    let text = JSONNode.object([("files", .list(entries.map(\.json)))]).prettyText + "\n"
    do {
      try Data(text.utf8).write(to: URL(filePath: record), options: .atomic)
    } catch {
      throw FetchError("\(record) cannot be written: \(error.localizedDescription)")
    }
  }
}

extension ScoreFolder.Entry {
  fileprivate init?(_ node: JSONNode) {
    guard let identifier = node["id"]?.string, let build = node["build"]?.string,
      let file = node["file"]?.string, let url = node["url"]?.string,
      let digest = node["sha256"]?.string, let bytes = node["bytes"]?.integer
    else { return nil }
    self.init(
      identifier: identifier, build: build, file: file, url: url, sha256: digest, bytes: bytes,
      licence: node["license"]?.string, released: node["released"]?.string,
      variants: node["variants"]?.integer)
  }

  fileprivate var json: JSONNode {
    .object([
      ("id", .text(identifier)), ("build", .text(build)), ("file", .text(file)),
      ("url", .text(url)), ("sha256", .text(sha256)), ("bytes", .integer(bytes)),
      ("license", licence.map { .text($0) } ?? nil),
      ("released", released.map { .text($0) } ?? nil),
      ("variants", variants.map { .integer($0) } ?? nil),
    ])
  }
}
