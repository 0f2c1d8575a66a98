internal import CPostgreSQL
internal import Synchronization

/// A connection to a PostgreSQL server; the only place that touches libpq. Used by one thread at a time.
@safe
final class PostgreSQLConnection {
  private let connection: OpaquePointer
  private let canceller: Canceller

  /// What cancels the running command from any thread.
  @safe
  private final class Canceller: Sendable {
    private let isOpen = Mutex(true)
    // SAFETY: safe because libpq lets any thread cancel; it is freed once, under the lock that guards its use.
    nonisolated(unsafe) private let handle: OpaquePointer?

    init(_ connection: OpaquePointer) {
      unsafe handle = pcmflow_pq_get_cancel(connection)
    }

    func cancel() {
      isOpen.withLock { isOpen in
        // SAFETY: not freed yet, since it is open.
        if isOpen, let handle = unsafe handle { unsafe pcmflow_pq_cancel_now(handle) }
      }
    }

    func close() {
      isOpen.withLock { isOpen in
        // SAFETY: freed once: it is not open afterwards.
        if isOpen { unsafe pcmflow_pq_free_cancel(handle) }
        isOpen = false
      }
    }
  }

  /// Why libpq cannot be used; it is opened once, before threads use it.
  private static let obstacle: String? = {
    // SAFETY: the texts are constants.
    unsafe pcmflow_pq_open().map { unsafe String(cString: $0) }
  }()

  /// Connects.
  ///
  /// - Parameter url: As libpq takes it, with credentials; never repeated.
  init(_ url: String) throws(SQLDatabaseError) {
    if let obstacle = Self.obstacle {
      throw SQLDatabaseError(.input, "PostgreSQL cannot be used: \(obstacle)")
    }
    // SAFETY: the connection is used by one thread at a time, and freed once: below, or when this object goes.
    guard let opened = unsafe pcmflow_pq_connect(url) else {
      throw SQLDatabaseError(.io, "the database cannot be reached: memory is out")
    }
    guard unsafe pcmflow_pq_is_connected(opened) != 0 else {
      let words = unsafe String(cString: pcmflow_pq_error(opened))
      unsafe pcmflow_pq_finish(opened)
      throw PostgreSQLFault.connecting(words)
    }
    unsafe connection = opened
    unsafe canceller = Canceller(opened)
  }

  deinit {
    canceller.close()
    // SAFETY: freed once. A transaction that is open then is rolled back by the server.
    unsafe pcmflow_pq_finish(connection)
  }

  /// What makes the running command fail, from any thread.
  var interruption: @Sendable () -> Void {
    { [canceller] in canceller.cancel() }
  }

  /// The rows that a command gives, as texts, and how many it changed.
  struct Answer {
    var columns: [(name: String, type: UInt32)] = []
    var rows: [[String?]] = []
    var changed = 0
  }

  /// Runs one command; values stand for `$1`, `$2`, ….
  @discardableResult
  func execute(
    _ command: String, _ values: [String] = [], _ place: PostgreSQLFault.Place
  ) throws(SQLDatabaseError) -> Answer {
    // SAFETY: results are freed once, here; the texts live through the call.
    let result = unsafe Self.withTexts(values) { texts in
      unsafe pcmflow_pq_execute(connection, command, Int32(values.count), texts)
    }
    defer { unsafe pcmflow_pq_clear(result) }
    let status = unsafe pcmflow_pq_result_status(result)
    switch UInt32(bitPattern: status) {
    case PCMFLOW_PQ_COMMAND_OK.rawValue, PCMFLOW_PQ_TUPLES_OK.rawValue,
      PCMFLOW_PQ_COPY_IN.rawValue, PCMFLOW_PQ_COPY_OUT.rawValue:
      break
    default: throw unsafe fault(result, place)
    }
    guard let result = unsafe result else { return Answer() }
    return unsafe Self.answer(result)
  }

  private static func answer(_ result: OpaquePointer) -> Answer {
    var answer = Answer()
    // SAFETY: rows and columns are asked for within their counts; texts are copied before the result is freed.
    let columns = unsafe pcmflow_pq_column_count(result)
    for column in 0..<columns {
      let name = unsafe pcmflow_pq_column_name(result, column).map { unsafe String(cString: $0) }
      answer.columns.append((name ?? "", unsafe pcmflow_pq_column_type(result, column)))
    }
    for row in 0..<(unsafe pcmflow_pq_row_count(result)) {
      answer.rows.append(
        (0..<columns).map { column in
          unsafe pcmflow_pq_value(result, row, column).map { unsafe String(cString: $0) }
        })
    }
    answer.changed = Int(unsafe String(cString: pcmflow_pq_changed(result))) ?? 0
    return answer
  }

  private static func withTexts(
    _ values: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> OpaquePointer?
  ) -> OpaquePointer? {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for value in values {
      starts.append(bytes.count)
      bytes += value.utf8.map { CChar(bitPattern: $0) } + [0]
    }
    // SAFETY: the texts end with a zero each and live through the call.
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      var texts: [UnsafePointer<CChar>?] = unsafe []
      for start in starts { unsafe texts.append(bytes.baseAddress.map { unsafe $0 + start }) }
      return unsafe texts.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
    }
  }

  /// Hands bytes to the copy that was begun.
  func put(_ bytes: [UInt8], _ place: PostgreSQLFault.Place) throws(SQLDatabaseError) {
    // SAFETY: libpq copies the bytes before it returns.
    let isTaken = unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return true }
      return unsafe pcmflow_pq_put_copy(connection, base, Int32(bytes.count)) == 1
    }
    guard !isTaken else { return }
    throw unsafe fault(nil, place)
  }

  /// Ends the copy that was begun.
  ///
  /// - Returns: How many rows it took.
  func endCopy(_ place: PostgreSQLFault.Place) throws(SQLDatabaseError) -> Int {
    // SAFETY: results are freed once, here.
    guard unsafe pcmflow_pq_end_copy(connection, nil) == 1 else { throw unsafe fault(nil, place) }
    return try finishCopy(place)
  }

  /// Takes what the server says at the end of a copy.
  @discardableResult
  private func finishCopy(_ place: PostgreSQLFault.Place) throws(SQLDatabaseError) -> Int {
    var rows = 0
    var failure: SQLDatabaseError?
    // SAFETY: results are freed once, here.
    while let result = unsafe pcmflow_pq_next_result(connection) {
      if unsafe UInt32(bitPattern: pcmflow_pq_result_status(result))
        == PCMFLOW_PQ_COMMAND_OK.rawValue
      {
        rows = Int(unsafe String(cString: pcmflow_pq_changed(result))) ?? 0
      } else {
        let problem = unsafe fault(result, place)
        if failure == nil { failure = problem }
      }
      unsafe pcmflow_pq_clear(result)
    }
    if let failure { throw failure }
    return rows
  }

  /// The next row of the copy that was begun, as the server sends it; nil at the end.
  func nextCopied(
    _ place: PostgreSQLFault.Place, into bytes: inout [UInt8]
  ) throws(SQLDatabaseError) -> Bool {
    var row: UnsafeMutablePointer<CChar>?
    // SAFETY: libpq says how many bytes the row has; it is copied and then freed once.
    let size = unsafe pcmflow_pq_get_copy(connection, &row)
    defer { unsafe pcmflow_pq_free_copy(row) }
    if size > 0, let row = unsafe row {
      unsafe bytes.append(
        contentsOf: UnsafeRawBufferPointer(start: row, count: Int(size)))
      return true
    }
    if size == -2 { throw unsafe fault(nil, place) }
    try finishCopy(place)
    return false
  }

  /// What the server says about a command that failed; without a result the connection is asked for one.
  private func fault(_ result: OpaquePointer?, _ place: PostgreSQLFault.Place) -> SQLDatabaseError {
    // SAFETY: a result that is asked for here is freed here; texts are copied before.
    var own: OpaquePointer?
    defer { unsafe pcmflow_pq_clear(own) }
    if unsafe result == nil { unsafe own = pcmflow_pq_next_result(connection) }
    func text(_ field: pcmflow_pq_field) -> String? {
      unsafe pcmflow_pq_result_field(result ?? own, field).map { unsafe String(cString: $0) }
    }
    return PostgreSQLFault(
      state: text(PCMFLOW_PQ_STATE), message: text(PCMFLOW_PQ_MESSAGE),
      context: text(PCMFLOW_PQ_CONTEXT), column: text(PCMFLOW_PQ_COLUMN)
    ).error(at: place)
  }
}
