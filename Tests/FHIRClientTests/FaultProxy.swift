import Foundation
import Glibc
import Synchronization

/// Stands between a client and a FHIR server and does to requests and answers what a test tells it to.
///
/// One thread a connection, one request a connection.
final class FaultProxy: Sendable {
  /// A request as it came.
  struct Request: Sendable {
    let number: Int
    let method: String
    /// The path with its query.
    var target: String
    /// Header lines by lower-case name.
    let headers: [String: String]
    let body: [UInt8]
  }

  /// An answer as it goes back.
  struct Answer: Sendable {
    var status = 200
    var headers: [(String, String)] = []
    var body: [UInt8] = []

    init(_ status: Int, _ headers: [(String, String)] = [], _ body: String = "") {
      self.status = status
      self.headers = headers
      self.body = Array(body.utf8)
    }
  }

  /// What is done with a request.
  enum Treatment: Sendable {
    /// It goes on, under another target perhaps, and the answer comes back as it is.
    case pass(target: String? = nil)
    /// It goes on, and the answer comes back changed.
    case change(@Sendable (inout Answer) -> Void)
    /// It is answered here.
    case answer(Answer)
    /// It is answered here, and the connection ends after so many bytes of the body.
    case cut(Answer, after: Int)
    /// The connection ends without an answer.
    case drop
  }

  let port: Int
  private let listener: Int32
  private let upstream: Int
  private let treat: @Sendable (Request) -> Treatment
  private let seen = Mutex<[Request]>([])

  /// - Parameter upstream: The port of the server behind; 0 where there is none.
  init(to upstream: Int = 0, _ treat: @escaping @Sendable (Request) -> Treatment) throws {
    self.upstream = upstream
    self.treat = treat
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isListening else { throw CocoaError(.featureUnsupported) }
    port = Int(UInt16(bigEndian: address.sin_port))
    let listener = listener
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0, let self else { return }
        Thread.detachNewThread { self.serve(connection) }
      }
    }
  }

  /// Ends listening; connections that are open end by themselves.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// The requests so far.
  var requests: [Request] { seen.withLock { $0 } }
  /// The address of a path on it.
  func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    guard let request = read(connection) else { return }
    switch treat(request) {
    case .drop: return
    case .answer(let answer): Self.send(Self.bytes(answer), connection)
    case .cut(let answer, let count):
      let bytes = Self.bytes(answer)
      Self.send(Array(bytes.prefix(bytes.count - answer.body.count + count)), connection)
    case .pass(let target):
      var request = request
      request.target = target ?? request.target
      Self.send(Self.bytes(forward(request)), connection)
    case .change(let change):
      var answer = forward(request)
      change(&answer)
      Self.send(Self.bytes(answer), connection)
    }
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let head = bytes.firstRange(of: end) {
        let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self)
          .components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        let headers = Self.headers(lines.dropFirst())
        let length = Int(headers["content-length"] ?? "") ?? 0
        while bytes.count < head.upperBound + length {
          guard let more = Self.receive(connection) else { return nil }
          bytes += more
        }
        guard words.count >= 2 else { return nil }
        let body = Array(bytes[head.upperBound...])
        return seen.withLock { seen in
          let request = Request(
            number: seen.count, method: words[0], target: words[1], headers: headers, body: body)
          seen.append(request)
          return request
        }
      }
      guard let more = Self.receive(connection) else { return nil }
      bytes += more
    }
  }

  private static func headers(_ lines: some Sequence<String>) -> [String: String] {
    var headers: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return headers
  }

  private func forward(_ request: Request) -> Answer {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(server) }
    var address = Self.address(port: upstream)
    let isOpen = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isOpen else { return Answer(502) }
    // The old version of the protocol ends a body with the connection, so that no chunks need be put together.
    var head = "\(request.method) \(request.target) HTTP/1.0\r\n"
    for (name, value) in request.headers where !["connection", "accept-encoding"].contains(name) {
      head += "\(name): \(value)\r\n"
    }
    Self.send(Array((head + "\r\n").utf8) + request.body, server)
    var bytes: [UInt8] = []
    while let more = Self.receive(server) { bytes += more }
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return Answer(502) }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    var answer = Answer(Int(lines[0].split(separator: " ")[1]) ?? 502)
    answer.headers = Self.headers(lines.dropFirst())
      .filter { !["content-length", "connection", "transfer-encoding"].contains($0.key) }
      .map { ($0.key, $0.value) }
    answer.body = Array(bytes[end.upperBound...])
    return answer
  }

  private static func bytes(_ answer: Answer) -> [UInt8] {
    var head = "HTTP/1.1 \(answer.status) X\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    head += "content-length: \(answer.body.count)\r\nconnection: close\r\n\r\n"
    return Array(head.utf8) + answer.body
  }

  private static func receive(_ descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private static func send(_ bytes: [UInt8], _ descriptor: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL.rawValue))
      }
      guard count > 0 else { return }
      sent += count
    }
  }
}
