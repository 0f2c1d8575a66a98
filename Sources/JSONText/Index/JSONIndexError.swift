/// Why a text is not JSON, with the byte where reading stopped; never quotes the text.
package struct JSONIndexError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong at the byte.
  package enum Reason: String, Sendable {
    case valueExpected = "a value was expected"
    case keyExpected = "a key in double quotes was expected"
    case colonExpected = "':' was expected after a key"
    case commaOrEndOfObjectExpected = "',' or '}' was expected"
    case commaOrEndOfArrayExpected = "',' or ']' was expected"
    case endOfText = "the text ends inside a value; it may be truncated"
    case controlCharacter = "a control character stands inside a string; write it as an escape"
    case invalidEscape = "an unknown escape stands inside a string"
    case loneSurrogate = "half of a surrogate pair stands alone in an escape"
    case invalidUTF8 = "the text is not valid UTF-8"
    case invalidNumber = "a number is not spelled as JSON demands"
    case trailingText = "there is text after the end of the value"
    case tooDeep = "values are nested too deeply"
    case tooLong = "the text is longer than 2 GiB"
  }

  /// What is wrong.
  package let reason: Reason
  /// The offset of the byte in the text that was given.
  package let offset: Int

  /// An error with a reason and the offset of a byte.
  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// `byte 17: ':' was expected after a key`.
  package var description: String { "byte \(offset): \(reason.rawValue)" }
}
