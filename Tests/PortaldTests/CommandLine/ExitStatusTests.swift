import Foundation
import Testing

/// Whatever is wrong is said in one line, with a status that scripts can tell apart, and nothing is left half done.
struct ExitStatusTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        var environment: [String: String] = [:]
        let status: Int32
        let words: String

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let mistakes: [Mistake] = [
        Mistake(arguments: ["fly"], status: 64, words: "Unexpected argument 'fly'"),
        Mistake(arguments: ["serve", "--fast"], status: 64, words: "Unknown option '--fast'"),
        Mistake(arguments: ["access", "check", "a", "b"], status: 64, words: "Unexpected argument 'b'"),
        Mistake(arguments: ["demo", "--port", "70000"], status: 64, words: "--port: 0 to 65535"),
        Mistake(arguments: ["demo", "--address", "home"], status: 64, words: "--address: must be an IP address"),
        Mistake(arguments: ["seed", "--data-dir", "x", "--runs", "-1"], status: 64, words: "--runs"),
        Mistake(
            arguments: [
                "agency", "create", "--data-dir", "x", "--slug", "No!", "--name", "n", "--owner-email", "a@b.example",
            ],
            status: 64, words: "--slug: 2 to 40 lowercase letters"),
        Mistake(
            arguments: [
                "agency", "create", "--data-dir", "x", "--slug", "ab", "--name", "n", "--owner-email", "nobody",
            ],
            status: 64, words: "--owner-email: must be an address"),
        Mistake(
            arguments: [
                "agency", "create", "--data-dir", "x", "--slug", "ab", "--name", "n", "--owner-email", "a@b.example",
            ],
            environment: ["PORTAL_OWNER_PASSWORD": "short"], status: 65,
            words: "the owner's password has fewer than 8 characters"),
        Mistake(arguments: ["access", "check", "/nowhere/cases"], status: 66, words: "/nowhere/cases: No such file"),
        Mistake(arguments: ["access", "check", "/tmp"], status: 66, words: "/tmp: it is a directory"),
        Mistake(arguments: ["verify", "--data-dir", "nothing-here"], status: 66, words: "there is no portal here"),
        Mistake(arguments: ["restore", "--data-dir", "x", "no-backup"], status: 66, words: "no-backup: No such file"),
        Mistake(
            arguments: ["serve", "--data-dir", "/proc/none"], status: 73,
            words: "/proc/none: the data directory cannot be made"),
        Mistake(arguments: ["serve"], status: 78, words: "data-dir: must be set, by PORTAL_DATA_DIR or --data-dir"),
        Mistake(
            arguments: ["serve", "--data-dir", "x", "--port", "http"], status: 78,
            words: "port (from --port): must be 0 to 65535"),
        Mistake(
            arguments: ["serve"], environment: ["PORTAL_DATA_DIR": "x", "PORTAL_LOG_LEVEL": "loud"], status: 78,
            words: "log-level (from PORTAL_LOG_LEVEL): must be trace"),
        Mistake(
            arguments: ["serve", "--data-dir", "x", "--public-scheme", "https"], status: 78,
            words: "trusted-proxies: must name the proxy that ends TLS"),
    ]

    @Test(arguments: mistakes)
    func `a mistake ends with its own status and one clear line`(_ mistake: Mistake) async throws {
        let run = try await CommandRun.of(mistake.arguments, environment: mistake.environment)

        #expect(run.status == mistake.status)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("portald: "))
        #expect(run.errors.contains(mistake.words))
        #expect(run.errors.filter(\.isNewline).count == 1)
        #expect(!FileManager.default.fileExists(atPath: "x"))
    }

    @Test func `a secret that is wrong is not repeated`() async throws {
        let folder = try Folder()
        let run = try await CommandRun.of(
            "serve", "--data-dir", folder.path, environment: ["PORTAL_MASTER_KEY": "hunter2-hunter2"])

        #expect(run.status == 78)
        #expect(run.errors.hasPrefix("portald: master-key (from PORTAL_MASTER_KEY): must be 32 bytes"))
        #expect(!run.errors.contains("hunter2"))
    }

    @Test func `every command explains itself`() async throws {
        let commands = [
            ["demo"], ["serve"], ["agency"], ["agency", "create"], ["agency", "list"], ["backup"], ["restore"],
            ["resume"],
            ["verify"], ["doctor"], ["migrate"], ["access"], ["access", "check"], ["access", "matrix"], ["routes"],
            ["seed"], ["user"], ["user", "reset-factor"], ["user", "reset-password"],
        ]
        for command in commands {
            let run = try await CommandRun.of(command + ["--help"])
            #expect(run.status == 0)
            #expect(run.output.hasPrefix("OVERVIEW: "), "\(command)")
            #expect(run.errors.isEmpty)
        }
    }
}
