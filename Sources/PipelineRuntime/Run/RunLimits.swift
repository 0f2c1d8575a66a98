/// What a run may take of its machine.
package struct RunLimits: Sendable {
  /// How many workers there are at most.
  package var jobs: Int
  /// Whether ``jobs`` are taken whatever other runs do.
  package var isFixed: Bool
  /// How many cores the machine has.
  package var cores: Int
  /// The folder in which runs of one machine find each other; nil for a run that shares with nobody.
  package var sharingFolder: String?
  /// What the process may hold, in bytes; nil for four fifths of what is available when the run begins.
  package var memoryBytes: Int?

  /// Limits.
  package init(
    jobs: Int, isFixed: Bool = true, cores: Int? = nil, sharingFolder: String? = nil,
    memoryBytes: Int? = nil
  ) {
    self.jobs = jobs
    self.isFixed = isFixed
    self.cores = cores ?? jobs
    self.sharingFolder = sharingFolder
    self.memoryBytes = memoryBytes
  }
}
