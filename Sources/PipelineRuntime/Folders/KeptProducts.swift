import ByteIO
package import PipelineModel
package import PipelinePlanner

/// The products that a run is made from, as a file of its folder lists them: 32 bytes a key.
package enum KeptProducts {
  private static let fileName = "products"

  /// Lists the products of a plan in the folder of a run.
  package static func write(
    _ plan: ExecutionPlan, _ work: WorkFolder, run id: String
  ) throws(StageError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32 * plan.tasks.productKey.count)
    for key in plan.tasks.productKey { bytes += key.bytes }
    try work.write(bytes, to: fileName, ofRun: id)
  }

  /// The products that a run folder lists; nil where there is no list.
  static func read(_ runFolder: String) throws(StageError) -> Set<ContentKey>? {
    let path = runFolder + "/" + fileName
    // A list that a power failure has cut short says nothing; there is no run without products.
    guard let stamp = FileStamp(path), stamp.size > 0 else { return nil }
    var keys = Set<ContentKey>(minimumCapacity: stamp.size / 32)
    var carry: [UInt8] = []
    try FileBlocks.forEach(path) { block, _ in
      carry += block
      let whole = carry.count / 32 * 32
      for start in stride(from: 0, to: whole, by: 32) {
        if let key = ContentKey(bytes: carry.span.extracting(start..<start + 32)) {
          keys.insert(key)
        }
      }
      carry.removeFirst(whole)
    }
    return carry.isEmpty ? keys : nil
  }
}
