import ByteIO
import Foundation
import PipelineRuntime
import TestSupport
import Testing

/// What a run takes of its machine: shares of the cores, and what the system tells about memory.
@Suite struct MachineTests {
  private func demand(_ workers: Int, fixed: Bool = false) -> CoreShares.Demand {
    CoreShares.Demand(workers: workers, isFixed: fixed)
  }

  @Test("cores go round among those that want them, the oldest first, and everybody has one")
  func shares() {
    #expect(CoreShares.of(cores: 8, [demand(8)]) == [8])
    #expect(CoreShares.of(cores: 8, [demand(8), demand(8)]) == [4, 4])
    #expect(CoreShares.of(cores: 8, [demand(8), demand(8), demand(8)]) == [3, 3, 2])
    #expect(CoreShares.of(cores: 8, [demand(8), demand(1)]) == [7, 1])
    #expect(CoreShares.of(cores: 2, [demand(2), demand(2), demand(2)]) == [1, 1, 1])
    #expect(CoreShares.of(cores: 8, [demand(8), demand(6, fixed: true)]) == [2, 6])
    #expect(CoreShares.of(cores: 8, [demand(8), demand(64, fixed: true)]) == [1, 64])
    #expect(CoreShares.of(cores: 8, [demand(2), demand(3)]) == [2, 3])
  }

  @Test("shares fill the cores and are fair, for any demands", arguments: 1...20)
  func fairness(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let cores = Int.random(in: 1...64, using: &dice)
    let demands = (0..<Int.random(in: 1...10, using: &dice)).map { _ in
      demand(Int.random(in: 1...40, using: &dice))
    }
    let shares = CoreShares.of(cores: cores, demands)
    let wanted = demands.map(\.workers).reduce(0, +)
    #expect(shares.reduce(0, +) == max(min(cores, wanted), demands.count))
    for (share, demand) in zip(shares, demands) {
      #expect((1...demand.workers).contains(share))
      if share < demand.workers { #expect(shares.allSatisfy { $0 <= share + 1 }) }
    }
  }

  @Test("a budget gives out what is allowed, and asks helpers for the rest")
  func budget() {
    let budget = CoreBudget(total: 4)
    #expect(budget.takeDemand() == 1)
    for _ in 0..<4 { #expect(budget.takeForTask()) }
    #expect(!budget.takeForTask())
    #expect(budget.takeDemand() == 4)
    #expect(!budget.allow(2))
    budget.giveBack()
    budget.giveBack()
    #expect(!budget.takeSpare())
    budget.giveBack()
    #expect(budget.takeForTask())
    #expect(!budget.takeForTask())
    #expect(budget.allow(100))
    #expect(budget.allowed == 4)
    #expect(!budget.allow(0))
    #expect(budget.allowed == 1)
    #expect(budget.isWantedBack)
  }

  @Test("runs of one folder share its cores, and what is left behind by killed ones is removed")
  func sharing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs"
    #expect(PresenceFile.prepareFolder(path))
    try folder.write("8 shared 8\n", to: "runs/run-1-left-behind")
    let first = CoreBudget(total: 4)
    let one = CoreSharing(folder: path, cores: 4, budget: first, isFixed: false) {}
    #expect(one != nil)
    #expect(first.allowed == 4)
    #expect(!FileManager.default.fileExists(atPath: path + "/run-1-left-behind"))
    let second = CoreBudget(total: 4)
    let two = CoreSharing(folder: path, cores: 4, budget: second, isFixed: false) {}
    #expect(two != nil)
    #expect(second.allowed < 4)
    withExtendedLifetime((one, two)) {}
  }

  @Test("a folder that others may write to is not used")
  func unsafeFolder() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: nil)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    let budget = CoreBudget(total: 4)
    #expect(CoreSharing(folder: path, cores: 1, budget: budget, isFixed: false) {} == nil)
    #expect(budget.allowed == 4)
    #expect(!PresenceFile.prepareFolder(try folder.write("", to: "file")))
  }

  @Test("the usual limit is four fifths of what machine and control group have left")
  func usualLimit() throws {
    let folder = try TemporaryFolder()
    try folder.write("MemTotal: 9000000 kB\nMemAvailable: 1000000 kB\n", to: "proc/meminfo")
    try folder.write("3000 500 300 10 0 400 0\n", to: "proc/self/statm")
    try folder.write("0::/user/night\n", to: "proc/self/cgroup")
    try folder.write("max\n", to: "group/user/night/memory.max")
    try folder.write("1\n", to: "group/user/night/memory.current")
    let machine = MachineMemory(
      processFolder: folder.path + "/proc", groupFolder: folder.path + "/group")
    let held = 200 * Int(getpagesize())
    #expect(machine.heldByProcess == held)
    #expect(machine.usualLimit == (1_000_000 * 1024 + held) / 5 * 4)
    #expect(!machine.isGroupPressing)
    // The group above has a limit, of which some is held by files that can be dropped.
    try folder.write("100000000\n", to: "group/user/memory.max")
    try folder.write("70000000\n", to: "group/user/memory.current")
    try folder.write("anon 1\ninactive_file 20000000\n", to: "group/user/memory.stat")
    #expect(machine.usualLimit == (50_000_000 + held) / 5 * 4)
    #expect(!machine.isGroupPressing)
    try folder.write("98000000\n", to: "group/user/memory.current")
    try folder.write("anon 1\ninactive_file 1000000\n", to: "group/user/memory.stat")
    #expect(machine.isGroupPressing)
    // Version 1.
    try folder.write("5:cpu,memory:/job\n", to: "proc/self/cgroup")
    try folder.write("60000000\n", to: "group/memory/job/memory.limit_in_bytes")
    try folder.write("10000000\n", to: "group/memory/job/memory.usage_in_bytes")
    #expect(machine.usualLimit == (50_000_000 + held) / 5 * 4)
  }

  @Test("this process holds memory, and holds more after it has taken more")
  func ownMemory() throws {
    let machine = MachineMemory()
    let before = try #require(machine.heldByProcess)
    let bytes = [UInt8](repeating: 1, count: 256 << 20)
    let after = try #require(machine.heldByProcess)
    #expect(after - before > 128 << 20)
    #expect(bytes[bytes.count / 2] == 1)
    #expect(try #require(machine.usualLimit) > 0)
  }
}
