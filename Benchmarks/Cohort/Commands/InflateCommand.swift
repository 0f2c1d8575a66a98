import ArgumentParser

/// Inflates a file and does nothing with it: the least that reading it can cost.
struct InflateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inflate",
    abstract: "Reads and inflates a file on one thread, checksums included; prints its bytes.")

  @Argument(help: "The file: BGZF, for byteio also plain or gzip.")
  var file: String

  @Option(help: "Which library inflates: byteio, libdeflate, isal or zlib.")
  var backend = InflateBackend.byteio

  func run() throws {
    print("textBytes  \(try BareInflating.run(file, backend))")
  }
}

extension InflateBackend: ExpressibleByArgument {}
