import ByteIO
import Foundation
import PipelineModel
import PipelinePlanner

/// The folder of one delivery: what a stage has fetched once, and what became of it.
struct DeliveryFolder {
  /// What the folder says about itself.
  struct Label: Codable {
    /// The digest of the request that it answers.
    var request: String
    /// The date of the run that it was fetched for.
    var date: String
    /// The instant from which on changes were asked for.
    var since: String?
    /// What was fetched; nil until all of it is there.
    var record: FetchRecord?
    /// The runs that have read it.
    var runs: [String] = []
    /// Whether one of them has succeeded.
    var isCommitted = false
  }

  private static let fileName = "delivery.json"

  /// The folder.
  let path: String
  /// What it says about itself.
  var label: Label

  /// A new folder.
  init(creating path: String, _ label: Label) throws(StageError) {
    self.path = path
    self.label = label
    try Folder.create(path, isPrivate: true)
    try save()
  }

  /// The folder of an earlier delivery; nil where there is none that can be understood.
  init?(_ path: String) {
    guard let data = FileManager.default.contents(atPath: "\(path)/\(Self.fileName)"),
      let label = try? JSONDecoder().decode(Label.self, from: data)
    else { return nil }
    self.path = path
    self.label = label
  }

  /// Puts what it says about itself on the disk.
  func save() throws(StageError) {
    let bytes: [UInt8]
    do { bytes = Array(try JSONEncoder().encode(label)) } catch {
      throw StageError(.internal, "the label of a delivery cannot be written")
    }
    try ArtifactWriter.io { () throws(ByteIOError) in
      let file = try DurableFile(path: "\(path)/\(Self.fileName)", mode: 0o600)
      try file.append(bytes)
      try file.commit()
    }
  }

  /// Removes what was fetched; what the folder says about itself stays.
  func empty() {
    for name in Folder.names(path) where name != Self.fileName { Folder.remove("\(path)/\(name)") }
  }
}
