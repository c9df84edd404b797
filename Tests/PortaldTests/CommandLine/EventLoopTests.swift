import Foundation
import NIOCore
import Testing

@testable import portald

#if os(Linux)
    /// How much of a machine the daemon takes. Linux says it of any process, and binds one to some cores.
    struct EventLoopTests {
        private static let taskset = "/usr/bin/taskset"
        private static let canBind =
            FileManager.default.isExecutableFile(atPath: taskset) && (cores ?? 1) > 1
        /// A share of the machine may be fewer cores than the process may run on.
        private static let cores = portald.System.usableCores.map { min($0, NIOCore.System.coreCount) }

        @Test(.enabled(if: canBind, "one core is all there is, or Debian's package util-linux is missing"))
        func `a daemon has as many event loops as cores that it may use`() async throws {
            #expect(try await Self.loops() == Self.cores)
            #expect(try await Self.loops(by: [Self.taskset, "--cpu-list", Self.firstCore()]) == 1)
        }

        /// How many event loops a daemon has that is started like this.
        private static func loops(by launcher: [String] = []) async throws -> Int {
            let folder = try Folder()
            let made = try await CommandRun.of(
                "seed", "--data-dir", "\(folder.path)/data", "--workspaces", "1", "--runs", "1", "--agencies", "1")
            try #require(made.status == 0, "\(made.errors)")
            let command = try RunningCommand(
                ["serve", "--data-dir", "\(folder.path)/data", "--port", "\(FreePort.find())", "--log-format", "json"],
                by: launcher, in: Folder())
            try await command.serves()
            let threads = "/proc/\(command.identifier)/task"
            let names = try FileManager.default.contentsOfDirectory(atPath: threads).compactMap {
                try? String(contentsOfFile: "\(threads)/\($0)/comm", encoding: .utf8)
            }
            #expect(await command.stop() == 0)
            return names.count { $0.hasPrefix("NIO-SGLTN") }
        }

        /// The first of the cores that this process may run on.
        private static func firstCore() throws -> String {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
            return String(line.drop { !$0.isNumber }.prefix { $0.isNumber })
        }
    }
#endif
