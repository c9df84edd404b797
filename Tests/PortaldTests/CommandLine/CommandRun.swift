import Foundation
import Synchronization
import Testing

/// One run of the built `portald`, from its arguments to its end.
struct CommandRun: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Runs it to its end. The environment is only what is given, so that no test depends on whoever runs it.
    static func of(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) async throws -> CommandRun {
        try await of(arguments, input: input, environment: environment)
    }

    static func of(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> CommandRun {
        let folder = try Folder()
        let inputFile = try folder.file("input", input)
        let process = try RunningCommand(
            arguments, environment: environment, input: FileHandle(forReadingFrom: inputFile), in: folder)
        let status = await process.end()
        return CommandRun(status: status, output: try process.output(), errors: try process.errors())
    }
}

/// A `portald` that runs.
final class RunningCommand: Sendable {
    private let process: Process
    private let folder: Folder
    private let ended = Mutex<(status: Int32?, waiter: CheckedContinuation<Int32, Never>?)>((nil, nil))

    var identifier: Int32 { process.processIdentifier }

    /// - Parameter launcher: A program, and its arguments, that turns into the one that follows them.
    init(
        _ arguments: [String], environment: [String: String] = [:], input: FileHandle = .nullDevice,
        output: FileHandle? = nil, by launcher: [String] = [], in folder: Folder
    ) throws {
        self.folder = folder
        process = Process()
        let words = launcher + [try Self.executable().path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = environment.merging(Self.watching) { given, _ in given }
        process.standardInput = input
        process.standardOutput = try output ?? FileHandle(forWritingTo: folder.file("output", ""))
        process.standardError = try FileHandle(forWritingTo: folder.file("errors", ""))
        process.terminationHandler = { [weak self] process in self?.note(process.terminationStatus) }
        try process.run()
    }

    /// Where the lines that tests run are counted, or their memory is watched, those of the daemon are too.
    private static let watching = ProcessInfo.processInfo.environment.filter {
        ["LLVM_PROFILE_FILE", "ASAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD"].contains($0.key)
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Waits until a daemon that logs as JSON takes requests.
    func serves() async throws {
        for _ in 0..<1200 where process.isRunning {
            if try errors().contains("\"message\":\"Serving\"") { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NeverServed()
    }

    struct NeverServed: Error {}

    func output() throws -> String { try folder.text("output") }
    func errors() throws -> String { try folder.text("errors") }

    /// Asks it to end, and waits until it has.
    func stop() async -> Int32 {
        process.terminate()
        return await end()
    }

    /// Waits for its end.
    func end() async -> Int32 {
        await withCheckedContinuation { waiter in
            let status = ended.withLock { ended in
                if ended.status == nil { ended.waiter = waiter }
                return ended.status
            }
            if let status { waiter.resume(returning: status) }
        }
    }

    /// Waits until it has written this text to standard output.
    func wrote(_ text: String, within seconds: Int = 60) async throws -> Bool {
        for _ in 0..<(seconds * 20) {
            if try output().contains(text) { return true }
            guard process.isRunning else { return try output().contains(text) }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func note(_ status: Int32) {
        let waiter = ended.withLock { ended in
            ended.status = status
            return ended.waiter
        }
        waiter?.resume(returning: status)
    }

    /// The binary lies beside the test bundle.
    private static func executable() throws -> URL {
        let own = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
        let beside = own.deletingLastPathComponent().appendingPathComponent("portald")
        try #require(
            FileManager.default.isExecutableFile(atPath: beside.path), "portald is not built at \(beside.path)")
        return beside
    }
}

/// A folder that is deleted, with all in it, when nobody holds it any more.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("portald-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file.
    func file(_ name: String, _ text: String) throws -> URL {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return url
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name)), as: UTF8.self)
    }
}
