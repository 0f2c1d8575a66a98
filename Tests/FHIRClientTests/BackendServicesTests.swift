import FHIRClient
import Foundation
import TestSupport
import Testing

@Suite("Backend services")
struct BackendServicesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Makes a key; the private part as PEM, and the path of the public part.
  static func key(_ algorithm: String, in folder: TemporaryFolder) throws -> (
    text: String, publicPath: String
  ) {
    let options =
      algorithm == "ES384"
      ? ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]
      : ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    _ = try Program.run(
      "/usr/bin/openssl", ["genpkey", "-out", "private.pem"] + options, in: folder.path)
    _ = try Program.run(
      "/usr/bin/openssl", ["pkey", "-in", "private.pem", "-pubout", "-out", "public.pem"],
      in: folder.path)
    return (try folder.read("private.pem"), folder.path + "/public.pem")
  }

  private func authority(
    _ proxy: FaultProxy.Request, lifetime: Int, count: Counter
  ) -> FaultProxy.Treatment? {
    let host = proxy.headers["host"] ?? ""
    if proxy.target == "/fhir/.well-known/smart-configuration" {
      return .answer(.init(200, [], #"{"token_endpoint":"http://\#(host)/token"}"#))
    }
    guard proxy.target == "/token" else { return nil }
    let number = count.next()
    return .answer(
      .init(
        200, [],
        #"{"access_token":"t\#(number)","token_type":"bearer","expires_in":\#(lifetime)}"#))
  }

  @Test("an assertion says what it must, and its signature holds", arguments: ["RS384", "ES384"])
  func assertion(algorithm: String) throws {
    let key = try Self.key(algorithm, in: folder)
    let services = BackendServices(
      clientID: "nightly", scope: "system/*.rs", key: try SigningKey(key.text, id: "k1"))
    let count = Counter()
    let proxy = try FaultProxy { request in
      self.authority(request, lifetime: 300, count: count)
        ?? .answer(.init(200, [], page(0..<1, total: 1, next: nil)))
    }
    defer { proxy.stop() }
    _ = try SearchFetch(
      quickServer(proxy.url("/fhir"), .backend(services)), SearchFetch.Request(types: ["Patient"]),
      folder: folder.path
    ).run()
    let asked = try #require(proxy.requests.first { $0.target == "/token" })
    let form = String(decoding: asked.body, as: UTF8.self)
    #expect(form.contains("grant_type=client_credentials&scope=system%2F%2A.rs"))
    let jwt = try #require(form.components(separatedBy: "client_assertion=").last)
    let parts = jwt.split(separator: ".").map { part -> Data in
      let plain = part.replacing("-", with: "+").replacing("_", with: "/")
      return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))!
    }
    let head = String(decoding: parts[0], as: UTF8.self)
    #expect(head.contains(algorithm) && head.contains("k1"))
    let claims = try #require(
      try JSONSerialization.jsonObject(with: parts[1]) as? [String: Any])
    #expect(claims["iss"] as? String == "nightly" && claims["sub"] as? String == "nightly")
    #expect(claims["aud"] as? String == proxy.url("/token"))
    let expires = try #require(claims["exp"] as? Double)
    #expect(expires <= Date.now.timeIntervalSince1970 + 300)
    #expect(parts[2].count == (algorithm == "ES384" ? 96 : 256))
    let search = try #require(proxy.requests.last)
    #expect(search.headers["authorization"] == "Bearer t1")
  }

  @Test("a token is renewed before it ends, and once when the server refuses it")
  func renewal() throws {
    let key = try Self.key("ES384", in: folder)
    let services = BackendServices(
      clientID: "c", scope: "system/*.read", key: try SigningKey(key.text))
    let count = Counter()
    let proxy = try FaultProxy { request in
      if let answer = self.authority(request, lifetime: 0, count: count) { return answer }
      // The second token is taken back on the way.
      if request.headers["authorization"] == "Bearer t2" { return .answer(.init(401)) }
      let number = Int(request.target.dropFirst(2)) ?? 0
      return .answer(
        .init(
          200, [],
          page(number..<number + 1, total: 4, next: number < 3 ? "/p\(number + 1)" : nil)))
    }
    defer { proxy.stop() }
    let server = quickServer(proxy.url("/fhir"), .backend(services))
    // A token that lives no time at all is renewed for every request that begins a second later; within, by the 401.
    let result = try SearchFetch(
      server, SearchFetch.Request(types: ["Patient"]), folder: folder.path
    ).run()
    #expect(result.counts.kept == 4)
    let refusing = try FaultProxy { request in
      self.authority(request, lifetime: 300, count: count) ?? .answer(.init(401))
    }
    defer { refusing.stop() }
    let other = try TemporaryFolder()
    #expect(throws: FHIRClientError.self) {
      try SearchFetch(
        quickServer(refusing.url("/fhir"), .backend(services)),
        SearchFetch.Request(types: ["Patient"]), folder: other.path
      ).run()
    }
    #expect(refusing.requests.count { $0.target == "/token" } == 2)
  }

  @Test("a key that is none is refused without being shown")
  func badKey() throws {
    do {
      _ = try SigningKey("-----BEGIN PRIVATE KEY-----\nMIIBsecret\n-----END PRIVATE KEY-----")
      Issue.record("no key was taken for one")
    } catch {
      #expect(!"\(error)".contains("MIIB"))
    }
  }
}
