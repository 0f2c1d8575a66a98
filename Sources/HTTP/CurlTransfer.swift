import CCurl

/// One request and its answer through a libcurl handle of its own; the only place that touches libcurl.
enum CurlTransfer {
  /// What libcurl hands over while it reads an answer.
  @safe private final class Collector {
    let limit: Int
    /// The transfer; live for as long as libcurl calls back.
    var handle: UnsafeMutableRawPointer?
    let file: HTTPFileTarget?
    var body: [UInt8] = []
    var isTooLarge = false
    /// Whether the file could not be written.
    var isFileBroken = false
    /// The status of the answer; asked for once, when its first bytes arrive.
    var status: Int?

    init(limit: Int, file: HTTPFileTarget?) {
      self.limit = limit
      self.file = file
    }

    /// Takes bytes of an answer; false ends the transfer.
    func take(_ bytes: [UInt8]) -> Bool {
      if let file, let status, status == 200 || status == 206 {
        guard file.size + bytes.count <= limit else {
          isTooLarge = true
          return false
        }
        isFileBroken = !file.write(bytes, isContinuation: status == 206)
        return !isFileBroken
      }
      guard body.count + bytes.count <= limit else {
        isTooLarge = true
        return false
      }
      body += bytes
      return true
    }
  }

  /// The headers of an answer that somebody asks for.
  private static let headerNames = [
    "Retry-After", "Content-Location", "Content-Encoding", "Content-Range", "ETag", "Date",
    "X-Progress", "X-Export-Status",
  ]

  /// Why libcurl cannot be used; it is opened once, before threads use it.
  private static let obstacle: String? = {
    // SAFETY: the texts are constants.
    unsafe pcmflow_curl_open().map { unsafe String(cString: $0) }
  }()

  /// Sends a request once and follows nothing.
  ///
  /// - Parameters:
  ///   - file: Where the body of an answer with status 200 or 206 goes; nil for memory.
  ///   - server: The server's name for messages.
  static func perform(
    _ request: HTTPRequest, into file: HTTPFileTarget? = nil, limits: HTTPLimits, agent: String,
    server: String
  ) throws(HTTPError) -> HTTPAnswer {
    // SAFETY: the handle is used by this thread only, and freed once, below.
    if let obstacle { throw HTTPError(.broken, obstacle) }
    guard let handle = unsafe pcmflow_curl_start() else {
      throw HTTPError(.broken, "libcurl cannot be started")
    }
    defer { unsafe pcmflow_curl_end(handle) }
    var headers = request.headers
    if let credentials = request.credentials {
      headers.append(("Authorization", credentials.header))
    }
    // Without this libcurl waits for the server's leave before it sends a body.
    headers.append(("Expect", ""))
    let lines = try headers.map { header throws(HTTPError) in
      guard !(header.name + header.value).utf8.contains(where: { $0 < 32 || $0 == 127 }) else {
        throw HTTPError(.badRequest, "a header or token for \(server) holds a control character")
      }
      return header.value.isEmpty ? "\(header.name):" : "\(header.name): \(header.value)"
    }
    var list: UnsafeMutablePointer<curl_slist>?
    // SAFETY: libcurl copies each line; the list outlives the transfer and is freed once.
    defer { unsafe pcmflow_curl_free(list) }
    for line in lines { unsafe list = pcmflow_curl_append(list, line) }
    let collector = Collector(limit: limits.bodyBytes, file: file)
    let code = withExtendedLifetime(collector) {
      unsafe request.body.withUnsafeBytes { body in
        // SAFETY: body, list and collector live through the transfer, which ends in this call.
        unsafe configure(handle, request, limits, agent)
        unsafe _ = pcmflow_curl_set_headers(handle, list)
        unsafe collect(handle, into: collector)
        if request.method == .post {
          unsafe _ = pcmflow_curl_set_size(
            handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
          unsafe _ = pcmflow_curl_set_bytes(handle, CURLOPT_POSTFIELDS, body.baseAddress)
        }
        return unsafe pcmflow_curl_perform(handle)
      }
    }
    if collector.isTooLarge {
      throw HTTPError(.tooLarge, "\(server) answers with more than \(limits.bodyBytes) bytes")
    }
    if collector.isFileBroken, let file { throw file.failure }
    if let failure = failure(code, server, limits) { throw failure }
    return unsafe answer(handle, collector.body)
  }

  /// - Precondition: The handle is live. SAFETY: libcurl copies the texts it is given.
  private static func configure(
    _ handle: UnsafeMutableRawPointer, _ request: HTTPRequest, _ limits: HTTPLimits,
    _ agent: String
  ) {
    // SAFETY: the handle is live, and libcurl copies the texts.
    unsafe _ = pcmflow_curl_set_text(handle, CURLOPT_URL, request.url)
    unsafe _ = pcmflow_curl_set_text(handle, CURLOPT_USERAGENT, agent)
    unsafe _ = pcmflow_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    if request.mayBePacked {
      unsafe _ = pcmflow_curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "gzip")
    }
    if request.method == .delete {
      unsafe _ = pcmflow_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, "DELETE")
    }
    var numbers: [(CURLoption, Int)] = [
      // Signals belong to the program, not to libcurl's resolver.
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_SSL_VERIFYPEER, 1),
      (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_POST, request.method == .post ? 1 : 0),
      (CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connectSeconds * 1000)),
      (CURLOPT_TIMEOUT_MS, Int(limits.attemptSeconds * 1000)),
    ]
    if let stall = limits.stallSeconds {
      numbers += [(CURLOPT_LOW_SPEED_LIMIT, 1), (CURLOPT_LOW_SPEED_TIME, Int(stall.rounded(.up)))]
    }
    for (option, value) in numbers {
      unsafe _ = pcmflow_curl_set_number(handle, option, value)
    }
  }

  private static func collect(
    _ handle: UnsafeMutableRawPointer, into collector: Collector
  ) {
    // SAFETY: the caller keeps the collector and the handle alive until the transfer has ended; libcurl calls back on
    // the thread of the transfer, with `count` bytes at `bytes`.
    unsafe collector.handle = handle
    let state = unsafe Unmanaged.passUnretained(collector).toOpaque()
    unsafe _ = pcmflow_curl_set_writer(
      handle,
      { bytes, _, count, state in
        guard let bytes = unsafe bytes, let state = unsafe state else { return 0 }
        let collector = unsafe Unmanaged<Collector>.fromOpaque(state).takeUnretainedValue()
        if collector.status == nil, let handle = unsafe collector.handle {
          var status = 0
          unsafe _ = pcmflow_curl_get_number(handle, CURLINFO_RESPONSE_CODE, &status)
          collector.status = status
        }
        let piece = unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
        return collector.take(piece) ? count : 0
      }, state)
  }

  private static func answer(
    _ handle: UnsafeMutableRawPointer, _ body: [UInt8]
  ) -> HTTPAnswer {
    var status = 0
    var target: UnsafeMutablePointer<CChar>?
    var headers: [String: String] = [:]
    // SAFETY: the results go into locals; their texts belong to the handle, live until it is used or freed again, and
    // are copied here.
    unsafe _ = pcmflow_curl_get_number(handle, CURLINFO_RESPONSE_CODE, &status)
    unsafe _ = pcmflow_curl_get_text(handle, CURLINFO_REDIRECT_URL, &target)
    for name in headerNames {
      if let value = unsafe pcmflow_curl_header(handle, name) {
        headers[name] = unsafe String(cString: value)
      }
    }
    let redirect = unsafe target.map { unsafe String(cString: $0) }
    return HTTPAnswer(status: status, body: body, headers: headers, redirect: redirect)
  }

  private static func failure(
    _ code: CURLcode, _ server: String, _ limits: HTTPLimits
  ) -> HTTPError? {
    switch code {
    case CURLE_OK: nil
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
      HTTPError(.badRequest, "the address cannot be used; check how it is written")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
      HTTPError(.unreachable, "\(server) cannot be reached")
    case CURLE_OPERATION_TIMEDOUT:
      HTTPError(.timeout, "\(server) has not answered within \(limits.attemptSeconds) s")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_ISSUER_ERROR:
      HTTPError(
        .notSecure,
        "\(server) cannot prove who it is; check its certificate, and that this machine trusts "
          + "its issuer")
    default:
      HTTPError(.broken, "the exchange with \(server) broke: \(words(code))")
    }
  }

  private static func words(_ code: CURLcode) -> String {
    // SAFETY: libcurl's texts for its codes are constants.
    unsafe String(cString: pcmflow_curl_words(code))
  }
}
