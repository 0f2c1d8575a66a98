import HTTP
import TestSupport
import Testing

/// The client against a real server: what it sends, what it takes, and where it refuses to go.
@Suite struct HTTPClientTests {
  private func client(_ change: (inout HTTPLimits) -> Void = { _ in }) -> HTTPClient {
    var limits = HTTPLimits()
    change(&limits)
    return HTTPClient(agent: "pcmflow-tests", limits: limits)
  }

  private func post(_ url: String, token: String? = nil) -> HTTPRequest {
    var request = HTTPRequest(.post, url)
    request.headers = [("Content-Type", "application/json")]
    request.body = Array(#"{"a":1}"#.utf8)
    request.credentials = token.map { .bearer($0) }
    return request
  }

  private func failure(_ client: HTTPClient, _ request: HTTPRequest) -> HTTPError? {
    do throws(HTTPError) {
      _ = try client.send(request)
      return nil
    } catch {
      return error
    }
  }

  @Test("a body, its headers and a token arrive as they were given")
  func sends() throws {
    let server = try TestServer()
    let answer = try client().send(post(server.url("in"), token: "s3cret"))
    #expect(answer.status == 200)
    #expect(answer.body == Array("landed".utf8))
    let request = try #require(try server.requests().first)
    #expect(request.method == "POST" && request.path == "/in" && request.body == #"{"a":1}"#)
    #expect(request.headers["authorization"] == "Bearer s3cret")
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["user-agent"] == "pcmflow-tests")
  }

  @Test(
    "a status outside of 200 to 299 is an error and is not tried again", arguments: [400, 401, 500])
  func refused(status: Int) throws {
    let server = try TestServer()
    #expect(failure(client(), post(server.url("status/\(status)")))?.code == .status(status))
    #expect(try server.requests().count == 1)
  }

  @Test("a busy server is asked again after the pause it wishes, as often as allowed")
  func busy() throws {
    let server = try TestServer()
    let answer = try client { $0.attempts = 3 }.send(post(server.url("busy/2")))
    #expect(answer.body == Array("at last".utf8))
    #expect(try server.requests().count == 3)
    #expect(failure(client { $0.attempts = 2 }, post(server.url("busy/9")))?.code == .status(503))
    #expect(try server.requests().count == 5)
  }

  @Test("a server that wishes too long a pause is not asked again")
  func later() throws {
    let server = try TestServer()
    #expect(failure(client(), post(server.url("later")))?.code == .status(503))
    #expect(try server.requests().count == 1)
  }

  @Test("no answer in time is an error; what a server may have taken is not sent twice")
  func slow() throws {
    let server = try TestServer()
    let patient = client { $0.attemptSeconds = 0.3 }
    #expect(failure(patient, post(server.url("slow/60")))?.code == .timeout)
    try server.wait(forRequests: 1)
    #expect(try server.requests().count == 1)
    #expect(failure(patient, HTTPRequest(.get, server.url("slow/60")))?.code == .timeout)
    try server.wait(forRequests: 3)
    #expect(try server.requests().count == 3)
  }

  @Test("an answer that is too long, or cut short, is an error")
  func broken() throws {
    let server = try TestServer()
    let small = client { $0.bodyBytes = 1000 }
    #expect(try small.send(HTTPRequest(.get, server.url("large/1000"))).body.count == 1000)
    #expect(failure(small, HTTPRequest(.get, server.url("large/1001")))?.code == .tooLarge)
    #expect(failure(client(), post(server.url("cut")))?.code == .broken)
  }

  @Test("a redirect within a server is followed where it keeps the method, with the token")
  func redirectHere() throws {
    let server = try TestServer()
    let answer = try client().send(post(server.url("redirect/307/here"), token: "s3cret"))
    #expect(answer.body == Array("landed".utf8))
    let landed = try #require(try server.requests().last)
    #expect(landed.method == "POST" && landed.headers["authorization"] == "Bearer s3cret")
    #expect(failure(client(), post(server.url("redirect/302/here")))?.code == .redirected)
    #expect(failure(client(), post(server.url("circle")))?.code == .redirected)
  }

  @Test(
    "a redirect to another server is refused; that server sees nothing", arguments: [301, 307, 308])
  func redirectElsewhere(status: Int) throws {
    let server = try TestServer()
    let other = try TestServer()
    let request = post(server.url("redirect/\(status)/\(other.port)"), token: "s3cret")
    #expect(failure(client(), request)?.code == .redirected)
    #expect(try other.requests().isEmpty)
  }

  @Test("a certificate that nobody vouches for is refused; nothing is sent")
  func untrusted() throws {
    let server = try TestServer(isSecure: true)
    #expect(
      failure(client(), post(server.url("in", scheme: "https"), token: "t"))?.code == .notSecure)
    #expect(try server.requests().isEmpty)
  }

  @Test("nobody listening is an error that names the server and nothing more of the address")
  func unreachable() {
    let error = failure(client(), post("http://127.0.0.1:1/hooks/T0/secret-path"))
    #expect(error?.code == .unreachable)
    #expect(error?.message.contains("http://127.0.0.1:1") == true)
    #expect(error?.message.contains("secret-path") == false)
  }

  @Test(
    "an address that is none of http is refused, and so is a token that would travel unencrypted",
    arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "nonsense", "http://example.invalid/"])
  func badAddress(url: String) {
    #expect(failure(client(), post(url, token: "s3cret"))?.code == .badRequest)
  }

  @Test("a token that would break out of its header is refused")
  func badToken() throws {
    let server = try TestServer()
    #expect(failure(client(), post(server.url("in"), token: "a\r\nX: y"))?.code == .badRequest)
    #expect(try server.requests().isEmpty)
  }
}
