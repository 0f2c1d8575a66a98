internal import PipelineModel

/// Records wanted by their positions.
protocol WantedPositions: WantedRecords {
  /// How many positions are wanted on all contigs together, or fewer where that is not known.
  var leastCount: Int { get }

  /// The positions of POS that are wanted on a contig, from 1, ascending.
  ///
  /// - Parameter name: The contig's name in the records that reach the stage.
  func positions(onContig name: [UInt8]) -> [Int]
}
