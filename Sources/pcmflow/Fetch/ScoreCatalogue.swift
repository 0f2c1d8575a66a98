import HTTP
import JSONText

/// What the PGS Catalog says about one score (`/rest/score/<id>`).
struct CatalogueScore {
  /// Its identifier, such as `PGS000004`.
  let identifier: String
  /// Where the file of a build can be fetched.
  let url: String
  /// The terms that the score may be used under.
  let licence: String?
  /// The day that the catalogue released the score.
  let released: String?
  /// How many rows its file has.
  let variants: Int?
}

/// Which file of a score is meant.
enum ScoreBuild: String, CaseIterable {
  case GRCh37, GRCh38
  /// As the authors gave it.
  case author
}

/// A server with the layout of the PGS Catalog's REST interface.
struct ScoreCatalogue {
  /// The catalogue's own server.
  static let home = "https://www.pgscatalog.org"

  private let server: String
  private let client: HTTPClient

  /// A catalogue at a server, such as ``home``.
  init(server: String, agent: String) {
    var limits = HTTPLimits()
    limits.attemptSeconds = 60
    limits.attempts = 4
    limits.bodyBytes = 16 << 20
    self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
    client = HTTPClient(agent: agent, limits: limits)
  }

  /// Asks for a score.
  ///
  /// - Throws: A server that does not answer, or a score that it does not have.
  func score(_ identifier: String, _ build: ScoreBuild) throws(FetchError) -> CatalogueScore {
    let body: [UInt8]
    do throws(HTTPError) {
      body = try client.send(HTTPRequest(.get, "\(server)/rest/score/\(identifier)")).body
    } catch {
      throw FetchError(
        error.code == .status(404) ? "the catalogue has no score \(identifier)" : error.message)
    }
    guard let node = try? JSONParser.parse(body), node["id"]?.string == identifier else {
      throw FetchError("what the catalogue says about \(identifier) cannot be understood")
    }
    let url =
      build == .author
      ? node["ftp_scoring_file"]?.string
      : node["ftp_harmonized_scoring_files"]?[build.rawValue]?["positions"]?.string
    guard let url else {
      throw FetchError("the catalogue has no \(build.rawValue) file of \(identifier)")
    }
    return CatalogueScore(
      identifier: identifier, url: url, licence: node["license"]?.string,
      released: node["date_release"]?.string, variants: node["variants_number"]?.integer)
  }

  /// The MD5 digest that stands beside a file, in lower case; nil where there is none.
  func publishedDigest(of url: String) -> String? {
    guard let body = try? client.send(HTTPRequest(.get, url + ".md5")).body else { return nil }
    let word = String(decoding: body, as: UTF8.self).split { $0.isWhitespace }.first?.lowercased()
    guard let word, word.count == 32, word.allSatisfy(\.isHexDigit) else { return nil }
    return word
  }
}

/// Why a score was not fetched, in words.
struct FetchError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
