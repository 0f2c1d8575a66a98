internal import PipelineModel

/// The names of the files that pages of laboratories stand in.
enum PageNames {
  /// A name for each code, of letters, digits, `.`, `_` and `-` alone; every other character becomes `_`.
  ///
  /// - Throws: Where two codes come to one name, whatever their case, or one to the organiser's: a page that
  ///   took another's place would send a laboratory somebody else's results.
  static func names(_ codes: [String]) throws(StageError) -> [String] {
    var taken = [OrganiserPage.fileName: OrganiserPage.fileName]
    var names: [String] = []
    for code in codes {
      let name = name(code)
      if let other = taken.updateValue(code, forKey: name.lowercased()) {
        throw StageError(
          .input,
          other == OrganiserPage.fileName
            ? "the page of laboratory \"\(code)\" would take the place of the organiser's"
            : "the pages of laboratories \"\(other)\" and \"\(code)\" would both be called \(name)",
          remedy:
            "give the laboratories codes that differ in letters and digits, not only in case or signs",
          field: "laboratory")
      }
      names.append(name)
    }
    return names
  }

  private static func name(_ code: String) -> String {
    var stem = String(
      code.unicodeScalars.map { scalar -> Character in
        let isPlain =
          scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        return isPlain || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
      })
    if stem.isEmpty || stem.hasPrefix(".") { stem = "_" + stem.dropFirst() }
    return stem.prefix(120) + ".html"
  }
}
