import LinearProgramming
import Testing

struct LinearProgramTests {
  @Test("A programme finds its least cost, its values and its reduced costs")
  func optimum() throws {
    // At least 10 of x + 2y, at most 4 of y; x costs 1, y costs 1.5.
    var program = try LinearProgram(lower: [0, 0], upper: [100, 4], cost: [1, 1.5])
    var row = LinearRow(lower: 10, upper: .infinity)
    row.add(0, 1)
    row.add(1, 2)
    program.add([row])
    #expect(try program.solve(.dual))
    #expect(abs(program.objective - 8) < 1e-9)
    #expect(zip(program.values, [2, 4]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(abs(program.reducedCosts[1] + 0.5) < 1e-9)
  }

  @Test("A programme is solved again after changes, and says where nothing is feasible")
  func changes() throws {
    var program = try LinearProgram(lower: [0, 0], upper: [5, 5], cost: [1, 1])
    var row = LinearRow(lower: 4, upper: 4)
    row.add(0, 1)
    row.add(1, 1)
    program.add([row])
    #expect(try program.solve(.primal))
    #expect(abs(program.objective - 4) < 1e-9)
    program.setCosts([3, 1])
    program.setBounds(lower: [0, 0], upper: [5, 3])
    #expect(try program.solve(.primal))
    #expect(abs(program.objective - 6) < 1e-9)
    var other = LinearRow(lower: 9, upper: .infinity)
    other.add(0, 1)
    program.add([other])
    #expect(try !program.solve(.dual))
  }
}
