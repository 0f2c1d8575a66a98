import GRDB
import GRDBSQLite

extension TableDatabase {
  /// What a function of a query does: it takes a text that holds its arguments, and where in it each stands (nil for a
  /// null), and gives a whole number or null, the same for the same arguments each time.
  package typealias TextFunction =
    @Sendable (Span<UInt8>, [Range<Int>?]) throws(TableDatabaseError) -> Int?

  /// Makes a function known to queries.
  ///
  /// What it throws fails the query with its message.
  package func addFunction(
    _ name: String, arguments: Int, _ function: @escaping TextFunction
  ) throws(TableDatabaseError) {
    try write { database in
      let registered = RegisteredFunction(function)
      // SAFETY: SQLite holds the reference from here on and gives it back to the last function, also where it refuses;
      // it calls functions only on the thread that uses the connection.
      let code = unsafe sqlite3_create_function_v2(
        database.sqliteConnection, name, CInt(arguments), SQLITE_UTF8,
        Unmanaged.passRetained(registered).toOpaque(),
        { context, count, values in unsafe RegisteredFunction.call(context, count, values) },
        nil, nil,
        { unsafe Unmanaged<RegisteredFunction>.fromOpaque($0.unsafelyUnwrapped).release() })
      guard code == SQLITE_OK else {
        throw TableDatabaseError(isQueryFault: false, "the function \(name) cannot be added")
      }
    }
  }
}

/// A function as SQLite calls it, with room for the arguments of a call.
private final class RegisteredFunction {
  private let function: TableDatabase.TextFunction
  private var text: [UInt8] = []
  private var ranges: [Range<Int>?] = []

  init(_ function: @escaping TableDatabase.TextFunction) { self.function = function }

  static func call(
    _ context: OpaquePointer?, _ count: CInt, _ values: UnsafeMutablePointer<OpaquePointer?>?
  ) {
    // SAFETY: the user data is what was registered, and alive while the function is known.
    guard let data = unsafe sqlite3_user_data(context) else { return }
    let registered = unsafe Unmanaged<RegisteredFunction>.fromOpaque(data).takeUnretainedValue()
    unsafe registered.read(Int(count), values)
    do throws(TableDatabaseError) {
      let result = try registered.function(registered.text.span, registered.ranges)
      if let result {
        unsafe sqlite3_result_int64(context, Int64(result))
      } else {
        unsafe sqlite3_result_null(context)
      }
    } catch {
      // SAFETY: SQLite copies the message.
      unsafe sqlite3_result_error(context, error.message, -1)
    }
  }

  /// Takes over the arguments of a call.
  private func read(_ count: Int, _ values: UnsafeMutablePointer<OpaquePointer?>?) {
    text.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
    for place in 0..<count {
      // SAFETY: SQLite gives as many values as it says, which live through the call; their texts are copied.
      let value = unsafe values?[place]
      guard let bytes = unsafe sqlite3_value_text(value) else {
        ranges.append(nil)
        continue
      }
      let start = text.count
      unsafe text.append(
        contentsOf: UnsafeBufferPointer(start: bytes, count: Int(sqlite3_value_bytes(value))))
      ranges.append(start..<text.count)
    }
  }
}
