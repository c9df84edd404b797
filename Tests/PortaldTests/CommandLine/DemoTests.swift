import Foundation
import PortalCore
import Testing

@testable import portald

/// The demonstration as people start it.
@Suite(.serialized)
struct DemoTests {
    private struct SignIn: Decodable, Hashable {
        let host: String
        let email: String
        let password: String
        let role: String
        let workspaces: [String]
        let areas: [String]?
    }

    /// Starts the demonstration, waits until it is served, asks something of it, and ends it.
    private func serve(
        _ directory: String, port: Int, _ body: () async throws -> Void = {}
    ) async throws -> (output: String, errors: String) {
        let command = try RunningCommand(["demo", "--data-dir", directory, "--port", "\(port)"], in: Folder())
        #expect(try await command.wrote("Press Ctrl-C"))
        try await body()
        #expect(await command.stop() == 0)
        return (try command.output(), try command.errors())
    }

    @Test func `a second start serves the same and changes nothing`() async throws {
        let folder = try Folder()
        let data = "\(folder.path)/demo"
        let port = try FreePort.find()
        let first = try await serve(data, port: port) {
            // Four invitations; and from eight in the morning on, what waits for somebody.
            try await eventually("everything is mailed") {
                func mails() throws -> Int { try Self.files(in: data).keys.count { $0.hasPrefix("mail/") } }
                let before = try mails()
                try await Task.sleep(for: .seconds(1))
                return try before >= 4 && mails() == before
                    && Rows(at: "\(data)/portal.sqlite").count("mail WHERE status = 'waiting'") == 0
            }
        }
        let before = try Self.files(in: data)
        let rowsBefore = try await Self.lastingRows(of: data)
        let second = try await serve(data, port: port)
        let after = try Self.files(in: data)
        let rowsAfter = try await Self.lastingRows(of: data)

        #expect(first.output.contains("Making the demonstration"))
        #expect(!second.output.contains("Making the demonstration"))
        #expect(first.output.contains("http://northwind.localhost:\(port)/"))
        #expect(first.errors.isEmpty)
        #expect(second.errors.isEmpty)
        #expect(rowsBefore["run"]?.isEmpty == false)
        for (table, rows) in rowsBefore { #expect(rowsAfter[table] == rows, "\(table)") }
        // A mail that was written stays; eight o'clock, or a Monday, may have brought another one.
        let isMail = { (name: String) in name.hasPrefix("mail/") }
        #expect(before.keys.filter { !isMail($0) }.sorted() == after.keys.filter { !isMail($0) }.sorted())
        for name in before.keys where !["portald.lock", "portal.sqlite"].contains(name) {
            #expect(before[name] == after[name], "\(name)")
        }
        #expect(
            Set(before.keys).isSuperset(of: ["portal.sqlite", "master.key", "demo-sign-ins.json", "demo-engine.json"]))
        let verified = try await CommandRun.of("verify", "--data-dir", data)
        #expect(verified.output == "ok\n")
    }

    @Test func `the sign-ins are a file that programs read, and each of them works`() async throws {
        let folder = try Folder()
        let data = "\(folder.path)/demo"
        let port = try FreePort.find()
        _ = try await serve(data, port: port) {
            let json = try Data(contentsOf: URL(fileURLWithPath: "\(data)/demo-sign-ins.json"))
            let entries = try JSONDecoder().decode([SignIn].self, from: json)
            #expect(entries.count == 18)
            for entry in entries {
                #expect(["northwind", "brightside"].map { "\($0).localhost:\(port)" }.contains(entry.host))
                let landing = try await DemoVisitor(host: entry.host, port: port).signIn(entry.email, entry.password)
                switch entry.role {
                case "owner", "admin", "member": #expect(landing == "/dashboard", "\(entry.email)")
                case "client": #expect(landing == "/portal", "\(entry.email)")
                default: #expect(landing == "/", "\(entry.email)")
                }
            }
        }
    }

    @Test func `somebody else's password opens nothing at the twin's`() async throws {
        let folder = try Folder()
        let port = try FreePort.find()
        _ = try await serve("\(folder.path)/demo", port: port) {
            let visit = DemoVisitor(host: "brightside.localhost:\(port)", port: port)
            let landing = try await visit.signIn("ada@clients.example", "northwind-ada-demo")
            #expect(landing == nil)
        }
    }

    @Test func `a run that a client asks for is played by the simulated engine, step by step`() async throws {
        let folder = try Folder()
        let port = try FreePort.find()
        _ = try await serve("\(folder.path)/demo", port: port) {
            let visit = DemoVisitor(host: "northwind.localhost:\(port)", port: port)
            #expect(try await visit.signIn("ada@clients.example", "northwind-ada-demo") == "/portal")
            let good = try await visit.startRun(of: "New customer welcome")
            let bad = try await visit.startRun(of: "Supplier price import")

            #expect(try await visit.waits(for: "Succeeded", at: good))
            #expect(try await visit.waits(for: "Failed", at: bad))
            let page = try await visit.page(bad)
            #expect(page.contains("The mill&#39;s price list") || page.contains("The mill's price list"))
            #expect(!page.contains("prices.csv"), "what went wrong is for staff")
        }
    }

    @Test func `a simulated engine that finds its port taken moves to another, and is still reached`() async throws {
        let folder = try Folder()
        let data = "\(folder.path)/demo"
        let port = try FreePort.find()
        _ = try await serve(data, port: port)
        let before = try DemoEngineFile(reading: "\(data)/demo-engine.json")
        let occupant = try FreePort.Occupant(of: before.port)
        _ = try await serve(data, port: port) {
            let visit = DemoVisitor(host: "brightside.localhost:\(port)", port: port)
            #expect(try await visit.signIn("ada@clients.example", "brightside-ada-demo") == "/portal")
            let run = try await visit.startRun(of: "New customer welcome")
            #expect(try await visit.waits(for: "Succeeded", at: run))
        }
        let after = try DemoEngineFile(reading: "\(data)/demo-engine.json")
        withExtendedLifetime(occupant) {}

        #expect(after.port != before.port)
        #expect(after.employers == before.employers)
    }

    @Test func `a directory that holds another portal is left alone`() async throws {
        let folder = try Folder()
        let data = "\(folder.path)/real"
        let made = try await CommandRun.of(
            "agency", "create", "--data-dir", data, "--slug", "acme", "--name", "Acme", "--owner-email",
            "o@acme.example")
        #expect(made.status == 0)
        #expect(made.output.contains("host    acme.localhost\n"))
        #expect(made.output.contains("password (shown this once)  "))
        let before = try Self.files(in: data)["portal.sqlite"]
        let run = try await CommandRun.of("demo", "--data-dir", data, "--port", "0")

        #expect(run.status == 73)
        #expect(run.errors == "portald: \(data): the portal here is no demonstration; choose another --data-dir\n")
        #expect(try Self.files(in: data)["portal.sqlite"] == before)
    }

    @Test func `two daemons on one directory, or on one port, are one too many`() async throws {
        let folder = try Folder()
        let port = try FreePort.find()
        _ = try await serve("\(folder.path)/demo", port: port) {
            let same = try await CommandRun.of("demo", "--data-dir", "\(folder.path)/demo", "--port", "0")
            #expect(same.status == 75)
            #expect(same.errors.contains("serves the data directory"))

            let other = try await CommandRun.of(
                "serve", "--data-dir", "\(folder.path)/other", "--port", "\(port)", "--operator-port", "none",
                "--log-level", "critical")
            #expect(other.status == 69)
            #expect(other.errors == "portald: cannot listen on 127.0.0.1:\(port): Address already in use\n")
        }
    }

    /// All rows but those that come and go as time passes: mails of the morning and of Mondays, what was told of, and
    /// what is swept.
    private static func lastingRows(of directory: String) async throws -> [String: [String]] {
        let folder = try Folder()
        let copy = "\(folder.path)/copy.sqlite"
        try FileManager.default.copyItem(atPath: "\(directory)/portal.sqlite", toPath: copy)
        let rows = try Rows(at: copy).everything()
        withExtendedLifetime(folder) {}
        return rows.without(["mail", "notice_told", "session", "sign_in_challenge", "mailed_code", "mail_proof"])
    }

    private static func files(in directory: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        // What begins with a dot is being written, and may be gone the next moment.
        for name in try FileManager.default.subpathsOfDirectory(atPath: directory)
        where name != "mail" && !name.contains("/.") {
            let contents = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)"))
            // SQLite counts in the first 100 bytes how often a file was opened for writing; what is stored comes after.
            files[name] = name == "portal.sqlite" ? contents.dropFirst(100) : contents
        }
        return files
    }
}
