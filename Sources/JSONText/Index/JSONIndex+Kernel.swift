internal import CVectors

/// What the kernel that reads documents keeps from one to the next.
struct JSONScratch: Sendable {
  /// The offsets of the parts of a document.
  var positions: [UInt32] = []
  /// Which object had a key of a hash last, by its depth.
  var seenKeys: [UInt32] = []

  /// Forgets keys, because entries are numbered from 0 again.
  mutating func forgetKeys() {
    seenKeys.removeAll(keepingCapacity: true)
  }
}

extension JSONIndex {
  /// The longest document that the kernel reads: its parts are listed as a whole.
  private static let maximumLength = 1 << 26
  /// Offsets that are kept from one document to the next.
  private static let keptPositions = 1 << 18

  /// Reads one document in two steps with vector instructions: where its parts stand, then what they are.
  ///
  /// - Returns: Whether it was read; if not, the index is as it was, and the document may be JSON or not.
  mutating func readQuickly(
    _ text: Span<UInt8>, _ range: Range<Int>, maximumDepth: Int
  ) -> Bool {
    guard range.count <= Self.maximumLength, Self.entriesAreLaidOutAsInC else { return false }
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "range outside the text")
    guard let content = findStructure(text, range) else { return false }
    let isRead = makeEntries(text, range.upperBound, content, maximumDepth: maximumDepth)
    if scratch.positions.count > Self.keptPositions { scratch.positions = [] }
    return isRead
  }

  private mutating func findStructure(_ text: Span<UInt8>, _ range: Range<Int>) -> json_content? {
    scratch.positions.removeAll(keepingCapacity: true)
    return Self.findStructure(text, range, &scratch.positions)
  }

  private static func findStructure(
    _ text: Span<UInt8>, _ range: Range<Int>, _ positions: inout [UInt32]
  ) -> json_content? {
    var content = json_content(rawValue: 0)
    var isFound = false
    let room = range.count + JSON_POSITIONS_SLACK
    positions.append(addingCapacity: room) { (free: inout OutputSpan<UInt32>) in
      // SAFETY: the range lies within the text, and there is room for as many positions as the kernel may write.
      unsafe free.withUnsafeMutableBufferPointer { free, count in
        unsafe text.withUnsafeBufferPointer { text in
          let found = unsafe find_json_structure(
            text.baseAddress, text.count, range.lowerBound, range.upperBound, free.baseAddress,
            &content)
          isFound = (0...room).contains(found)
          count = isFound ? found : 0
        }
      }
    }
    return isFound ? content : nil
  }

  private mutating func makeEntries(
    _ text: Span<UInt8>, _ end: Int, _ content: json_content, maximumDepth: Int
  ) -> Bool {
    let room = scratch.positions.count
    let root = UInt32(truncatingIfNeeded: entries.count)
    if entries.capacity - entries.count < room {
      entries.reserveCapacity(max(entries.count + room, entries.capacity * 2))
    }
    if scratch.seenKeys.isEmpty {
      scratch.seenKeys = Array(
        repeating: 0, count: JSON_KEY_LEVELS * JSON_KEY_SLOTS)
    }
    let depth = UInt32(min(max(maximumDepth, 0), JSON_DEPTH))
    let reading = Self.makeEntries(
      text, end, scratch.positions, content, depth, &scratch.seenKeys, &entries)
    if reading == .mayRepeatKeys { suspects.append(root) }
    return reading != .undecided
  }

  /// What became of a document.
  private enum Reading {
    case undecided, mayRepeatKeys, repeatsNoKeys
  }

  private static func makeEntries(
    _ text: Span<UInt8>, _ end: Int, _ positions: [UInt32], _ content: json_content,
    _ maximumDepth: UInt32, _ seenKeys: inout [UInt32], _ entries: inout [JSONEntry]
  ) -> Reading {
    let room = positions.count
    let base = UInt32(truncatingIfNeeded: entries.count)
    var isRead = false
    var mayRepeatKeys = false
    entries.append(addingCapacity: room) { (free: inout OutputSpan<JSONEntry>) in
      // SAFETY: each position makes at most one entry, for which there is room; the table of keys has its full size;
      // entries are laid out as the kernel's, which was checked.
      unsafe free.withUnsafeMutableBufferPointer { free, count in
        unsafe free.withMemoryRebound(to: json_entry.self) { free in
          unsafe positions.withUnsafeBufferPointer { positions in
            unsafe seenKeys.withUnsafeMutableBufferPointer { seenKeys in
              unsafe text.withUnsafeBufferPointer { text in
                let structure = unsafe json_structure(
                  positions: positions.baseAddress, count: room, content: content,
                  maximum_depth: maximumDepth)
                let made = unsafe make_json_entries(
                  text.baseAddress, text.count, end, structure, seenKeys.baseAddress,
                  free.baseAddress, base, &mayRepeatKeys)
                isRead = (0...room).contains(made)
                count = isRead ? made : 0
              }
            }
          }
        }
      }
    }
    return !isRead ? .undecided : mayRepeatKeys ? .mayRepeatKeys : .repeatsNoKeys
  }

  /// Whether an entry is what the kernel writes: the order and size of its members, and the numbers of the kinds.
  static let entriesAreLaidOutAsInC =
    MemoryLayout<JSONEntry>.stride == MemoryLayout<json_entry>.stride
    && MemoryLayout<JSONEntry>.offset(of: \.start) == MemoryLayout<json_entry>.offset(of: \.start)
    && MemoryLayout<JSONEntry>.offset(of: \.end) == MemoryLayout<json_entry>.offset(of: \.end)
    && MemoryLayout<JSONEntry>.offset(of: \.next) == MemoryLayout<json_entry>.offset(of: \.next)
    && MemoryLayout<JSONEntry>.offset(of: \.kind) == MemoryLayout<json_entry>.offset(of: \.kind)
    && MemoryLayout<JSONEntry>.offset(of: \.hasEscapes)
      == MemoryLayout<json_entry>.offset(of: \.has_escapes)
    && MemoryLayout<JSONEntry>.offset(of: \.keyHash)
      == MemoryLayout<json_entry>.offset(of: \.key_hash)
    && JSONKind.null.rawValue == JSON_NULL.rawValue && JSONKind.key.rawValue == JSON_KEY.rawValue
}
