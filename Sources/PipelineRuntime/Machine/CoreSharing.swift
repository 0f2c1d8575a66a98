import ByteIO
import Foundation

/// Shares the cores of the machine with other runs of the same user.
///
/// Each run keeps a locked file in a folder of the user and writes into it how many workers it could use. Every run
/// looks at all files from time to time and takes what ``CoreShares`` gives it. A run that is killed loses its lock,
/// and with it its share.
package final class CoreSharing: Sendable {
  /// How often a run looks at the others, in seconds.
  package static let interval = 0.25

  private let share: CoreShare
  private let heartbeat: Heartbeat

  /// The folder of this user's runs on this machine.
  package static var usualFolder: String {
    FileManager.default.temporaryDirectory.path + "/pcmflow-\(getuid())"
  }

  /// Joins the runs of a folder and limits a budget of workers to this run's share.
  ///
  /// - Parameters:
  ///   - cores: How many cores the machine has.
  ///   - isFixed: Whether the budget is taken as a whole, whatever others do.
  ///   - onMore: Is told when more workers may be taken than before.
  /// - Returns: Nil where the folder cannot be used; the budget is then as it was.
  package init?(
    folder: String, cores: Int, budget: CoreBudget, isFixed: Bool,
    onMore: @escaping @Sendable () -> Void
  ) {
    guard let share = CoreShare(folder: folder, cores: cores, budget: budget, isFixed: isFixed)
    else { return nil }
    self.share = share
    // The others learn of this run before it decides what it takes.
    share.announce(demand: budget.total)
    share.update(demand: budget.total)
    heartbeat = Heartbeat("pcmflow.cores", every: Self.interval) {
      if share.update(demand: budget.takeDemand()) { onMore() }
    }
  }
}

/// One run among those of a folder.
private struct CoreShare: Sendable {
  private let folder: String
  private let name: String
  private let presence: PresenceFile
  private let cores: Int
  private let isFixed: Bool
  private let budget: CoreBudget

  init?(folder: String, cores: Int, budget: CoreBudget, isFixed: Bool) {
    // Names sort by the time at which runs began.
    let time = Int(Date.now.timeIntervalSince1970 * 1e6)
    let process = ProcessInfo.processInfo.processIdentifier
    name = "run-\(time)-\(process)-\(UInt32.random(in: 0 ... .max))"
    guard PresenceFile.prepareFolder(folder),
      let presence = PresenceFile(path: folder + "/" + name)
    else { return nil }
    self.presence = presence
    self.folder = folder
    self.cores = cores
    self.isFixed = isFixed
    self.budget = budget
  }

  /// Says what this run could use.
  func announce(demand: Int) {
    presence.say(CoreShares.Demand(workers: demand, isFixed: isFixed).text(share: 0))
  }

  /// Says what this run could use and takes, and takes what it is given.
  ///
  /// - Returns: Whether that is more than before.
  @discardableResult
  func update(demand: Int) -> Bool {
    let own = CoreShares.Demand(workers: isFixed ? budget.total : demand, isFixed: isFixed)
    if isFixed {
      presence.say(own.text(share: budget.total))
      return false
    }
    var demands: [CoreShares.Demand] = []
    var place: Int?
    for other in Folder.names(folder) where other.hasPrefix("run-") {
      if other == name {
        place = demands.count
        demands.append(own)
      } else if let text = PresenceFile.read(folder + "/" + other),
        let demand = CoreShares.Demand(text)
      {
        demands.append(demand)
      }
    }
    guard let place else { return false }
    let share = CoreShares.of(cores: cores, demands)[place]
    presence.say(own.text(share: share))
    return budget.allow(share)
  }
}
