/// The settings that every reader takes: `onBad`, `failIf`, `minimumRows`, `maximumRows`, `since`.
package enum ReaderSettings {
  /// What happens to a bad record.
  package static let onBad = Setting<ReaderContract.BadRecords>(
    "onBad", .oneOf, default: .fail, shown: "\"fail\"",
    "What happens to a bad record: the run fails, the record is kept aside in quarantine, or it is dropped and counted."
  )
  /// Conditions under which the run fails.
  package static let failIf = Setting<FailureConditions?>(
    optional: "failIf", .failureConditions, role: .operational,
    "The run fails when the share of bad records is above `badRate`, their number above `badCount`, with `emptyInput` when there is no record, when records have become fewer or more than in the last successful run by more than `rowsFallBy` or `rowsGrowBy`, or when the newest file is `newestFileOlderThan`."
  )
  /// The fewest records that must be kept.
  package static let minimumRows = Setting<Int?>(
    optional: "minimumRows", .integer(0 ... .max), role: .operational,
    "The run fails when fewer records than this are kept.")
  /// The most records that may be kept.
  package static let maximumRows = Setting<Int?>(
    optional: "maximumRows", .integer(0 ... .max), role: .operational,
    "The run fails when more records than this are kept.")
  /// Which files are read.
  package static let since = Setting<ReaderContract.FileChoice>(
    "since", .oneOf, default: .always, shown: "\"always\"", role: .operational,
    "Which files are read: all of them in each run, or with `last-run` only those whose content no successful run of the pipeline has read before."
  )

  /// All of them, to be added to a reader's own settings.
  package static let all: [any SettingDeclaration] = [
    onBad, failIf, minimumRows, maximumRows, since,
  ]

  /// Those of readers for which `since` means something of their own.
  package static let withoutFileChoice = all.filter { $0.name != since.name }

  /// The contract that a definition gives a reader.
  ///
  /// - Parameter hasFileChoice: Whether ``since`` is one of the reader's settings.
  package static func contract(
    _ context: inout StageContext, hasFileChoice: Bool = true
  ) throws(StageRefusal) -> ReaderContract {
    var contract = ReaderContract(onBad: try context[onBad])
    contract.minimumRows = try context[minimumRows]
    contract.maximumRows = try context[maximumRows]
    contract.failIf = try context[failIf] ?? FailureConditions()
    if hasFileChoice { contract.since = try context[since] }
    if let minimum = contract.minimumRows, let maximum = contract.maximumRows, maximum < minimum {
      context.refuse(
        maximumRows, "is below \"minimumRows\", so no run could succeed",
        remedy: "write a number of at least \(minimum)")
    }
    return contract
  }
}
