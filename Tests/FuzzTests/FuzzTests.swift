import Testing

@Suite struct FuzzTests {
  @Test("exit tests carry values")
  func probe() async {
    let number = 7
    await #expect(processExitsWith: .success) { [number = number as Int] in
      precondition(number == 7)
    }
  }
}
