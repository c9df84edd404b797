import Foundation
import PortalCore
import PortalServices
import Testing

@testable import PortalStore

/// `portald user …`: somebody is let in again, from the machine itself.
struct UserCommandTests {
    private let folder: Folder
    private let data: String
    private static let owner = "olivia@northwind.example"

    init() async throws {
        folder = try Folder()
        data = "\(folder.path)/data"
        let made = try await CommandRun.of(
            "agency", "create", "--data-dir", data, "--slug", "northwind", "--name", "Northwind", "--owner-email",
            Self.owner, "--password-stdin", input: "a long enough password\n")
        #expect(made.status == 0, "\(made.errors)")
    }

    private func rows() throws -> Rows { try Rows(at: "\(data)/portal.sqlite") }

    private func user(
        _ command: String, _ email: String = owner, agency: String = "northwind", more: [String] = []
    ) async throws -> CommandRun {
        try await CommandRun.of(["user", command, "--data-dir", data, "--agency", agency, email] + more)
    }

    /// Does to the database what no code of ours would.
    private func execute(_ sql: String) async throws {
        let storage = try SQLiteStorage.open(
            at: "\(data)/portal.sqlite", options: SQLiteOptions(digests: CryptoDigests()))
        try await SeedDoor.execute(sql, in: storage)
        try await storage.close()
    }

    @Test func `a lost second factor is taken away, and its owner is mailed by the daemon`() async throws {
        let none = try await user("reset-factor")
        #expect(none.status == 65 && none.errors == "portald: \(Self.owner): has no second factor\n")
        try await execute("INSERT INTO second_factor SELECT agency_id, id, x'01', 0, 0 FROM user")

        let run = try await user("reset-factor")
        #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
        #expect(try rows().count("second_factor") == 0)
        #expect(try rows().texts("SELECT kind || ' ' || status FROM mail") == ["factor-reset waiting"])
        #expect(try rows().texts("SELECT action || ' ' || actor FROM audit") == ["agency.resetFactor operator"])
        #expect(try await CommandRun.of("verify", "--data-dir", data).output == "ok\n")
    }

    @Test func `a link is printed once, and leads to where the daemon is reached`() async throws {
        let places: [([String], String)] = [
            ([], "http://northwind.localhost:8080/reset-password?token="),
            (["--port", "9000"], "http://northwind.localhost:9000/reset-password?token="),
            (["--public-scheme", "https"], "https://northwind.localhost/reset-password?token="),
        ]
        for (flags, address) in places {
            let run = try await user("reset-password", more: flags)
            #expect(run.status == 0 && run.errors.isEmpty)
            #expect(run.output.hasPrefix("link (shown this once, good for 30 minutes)  \(address)"), "\(run.output)")
            #expect(run.output.filter(\.isNewline).count == 1)
        }
        #expect(try rows().count("mail_proof") == 1, "the newest is the one")
        #expect(try rows().count("mail") == 0)
    }

    @Test func `whom there is not is said in one line, and nothing is done`() async throws {
        for command in ["reset-factor", "reset-password"] {
            let stranger = try await user(command, "nobody@northwind.example")
            #expect(stranger.status == 65)
            #expect(
                stranger.errors
                    == "portald: nobody@northwind.example: nobody at this agency has that address\n")
            let agency = try await user(command, agency: "southwind")
            #expect(agency.status == 65 && agency.errors == "portald: southwind: there is no such agency\n")
            let malformed = try await user(command, "nobody")
            #expect(malformed.status == 64 && malformed.errors == "portald: nobody: must be an address\n")
        }
        try await execute("UPDATE user SET status = 'suspended'")
        let suspended = try await user("reset-password")
        #expect(suspended.status == 65 && suspended.errors == "portald: \(Self.owner): is suspended\n")
        #expect(try rows().count("audit") == 0)
        #expect(try rows().count("mail_proof") == 0)
    }
}
