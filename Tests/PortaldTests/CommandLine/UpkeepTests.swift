import Foundation
import PortalCore
import Testing

@testable import portald

/// The operator's day.
struct UpkeepTests {
    private let folder: Folder
    private let data: String

    init() async throws {
        folder = try Folder()
        data = "\(folder.path)/data"
        let made = try await CommandRun.of(
            "seed", "--data-dir", data, "--workspaces", "3", "--runs", "1000", "--agencies", "2", "--steps", "2",
            "--until", "1795000000")
        #expect(made.output == "2 agencies, 3 workspaces, 1000 runs in \(data)/portal.sqlite\n")
        #expect(made.errors.isEmpty)
        #expect(made.status == 0)
    }

    @Test func `load data is sound, and as much as was asked for`() async throws {
        let verified = try await CommandRun.of("verify", "--data-dir", data)
        #expect(verified.output == "ok\n")

        let doctor = try await CommandRun.of("doctor", "--data-dir", data)
        for line in ["agency 2", "workspace 3", "run 1000", "step 2000", "workflow 15", "client_membership 3"] {
            #expect(doctor.output.contains("rows            \(line)\n"), "\(line)")
        }
        #expect(doctor.output.contains("flushes every commit"))
        #expect(doctor.status == 0)
    }

    @Test func `a directory that is filled already is not filled again`() async throws {
        let again = try await CommandRun.of("seed", "--data-dir", data)

        #expect(again.status == 73)
        #expect(again.errors == "portald: \(data): there is a portal here already\n")
    }

    @Test func `a backup is restored into quarantine, and released once`() async throws {
        let backup = "\(folder.path)/backup.sqlite"
        let restored = "\(folder.path)/restored"
        #expect(try await CommandRun.of("backup", "--data-dir", data, backup).status == 0)

        let again = try await CommandRun.of("backup", "--data-dir", data, backup)
        #expect(again.status == 73)
        #expect(again.errors == "portald: \(backup) exists; nothing was written\n")

        let run = try await CommandRun.of("restore", "--data-dir", restored, backup)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("restored in quarantine"))
        #expect(try await CommandRun.of("restore", "--data-dir", restored, backup).status == 73)

        // The master key is never in a backup.
        let doctor = try await CommandRun.of("doctor", "--data-dir", restored)
        #expect(doctor.status == 78)
        #expect(doctor.errors.contains("there is no master key"))
        #expect(doctor.output.contains("nothing is sent until portald resume"))

        #expect(try await CommandRun.of("resume", "--data-dir", restored).output == "released\n")
        #expect(try await CommandRun.of("resume", "--data-dir", restored).output == "was not held\n")
    }

    @Test(arguments: ["-wal", "-journal"])
    func `a log that a former database left is not replayed into a restored one`(_ suffix: String) async throws {
        let backup = "\(folder.path)/backup.sqlite"
        #expect(try await CommandRun.of("backup", "--data-dir", data, backup).status == 0)
        let left = try folder.file("portal.sqlite\(suffix)", "frames of another database")

        let run = try await CommandRun.of("restore", "--data-dir", folder.path, backup)

        #expect(run.status == 73)
        #expect(run.errors == "portald: \(left.path) exists; nothing was written\n")
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/portal.sqlite"))
    }

    @Test func `what is no backup is refused, and nothing is left`() async throws {
        let file = try folder.file("not-a-backup", "hello")
        let restored = "\(folder.path)/restored"
        let run = try await CommandRun.of("restore", "--data-dir", restored, file.path)

        #expect(run.status == 65)
        #expect(run.errors.hasPrefix("portald: \(file.path): "))
        #expect(!FileManager.default.fileExists(atPath: "\(restored)/portal.sqlite"))
    }

    @Test func `an agency is made beside the others, and a slug that is taken makes nothing`() async throws {
        let arguments = [
            "agency", "create", "--data-dir", data, "--slug", "acme", "--name", "Acme", "--owner-email",
            "o@acme.example",
            "--password-stdin",
        ]
        let made = try await CommandRun.of(arguments, input: "a long enough password\n")
        #expect(made.status == 0)
        #expect(!made.output.contains("password"))

        let again = try await CommandRun.of(arguments, input: "a long enough password\n")
        #expect(again.status == 73)
        let list = try await CommandRun.of("agency", "list", "--data-dir", data)
        #expect(
            list.output.split(separator: "\n").map { $0.split(separator: "\t")[1] }.sorted() == [
                "acme", "load-1", "load-2",
            ])
    }

    @Test func `another master key than the database's is refused`() async throws {
        let demo = "\(folder.path)/demo"
        let port = try FreePort.find()
        let command = try RunningCommand(["demo", "--data-dir", demo, "--port", "\(port)"], in: Folder())
        #expect(try await command.wrote("Press Ctrl-C"))
        #expect(await command.stop() == 0)

        let key = String(repeating: "ab", count: 32)
        let run = try await CommandRun.of(
            "serve", "--data-dir", demo, "--port", "0", environment: ["PORTAL_MASTER_KEY": key])
        #expect(run.status == 78)
        #expect(run.errors.contains("master-key: it is not the key that this database's secrets are sealed with"))
        #expect(!run.errors.contains(key))
    }

    @Test func `a daemon that is asked to end does, and says so in its log`() async throws {
        let port = try FreePort.find()
        let command = try RunningCommand(
            ["serve", "--data-dir", data, "--port", "\(port)", "--log-format", "json"], in: Folder())
        try await command.serves()
        let beside = try await CommandRun.of("backup", "--data-dir", data, "\(folder.path)/beside.sqlite")
        #expect(beside.status == 0)
        let second = try await CommandRun.of("serve", "--data-dir", data, "--port", "0")
        #expect(second.status == 75)

        #expect(await command.stop() == 0)
        let log = try command.errors().split(separator: "\n")
        #expect(log.allSatisfy { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) is [String: Any] })
        #expect(log.last?.contains("\"message\":\"Ended\"") == true)
    }
}

struct LoadPlanTests {
    @Test func `the same numbers make the same rows`() throws {
        let plan = LoadPlan(
            agencies: 1, workspaces: 7, runs: 100, workflowsEach: 3, stepsEach: 1,
            until: Instant(milliseconds: 1_795_000_000_000))
        let (one, other) = (try plan.place(3), try plan.place(3))

        #expect(one.workspace == other.workspace)
        #expect(one.workflows == other.workflows)
        #expect(
            one.runs(0..<10, until: plan.until, steps: 1).map(\.run)
                == other.runs(0..<10, until: plan.until, steps: 1).map(\.run))
        #expect(one.workspace.id != (try plan.place(4)).workspace.id)
    }

    @Test func `nothing is lost in dividing`() {
        for (count, owners) in [(10, 3), (7, 7), (1_000_000, 9_999), (0, 4)] {
            let shares = (0..<owners).map { LoadPlan.share(of: count, index: $0, among: owners) }
            #expect(shares.reduce(0, +) == count)
            #expect((shares.max() ?? 0) - (shares.min() ?? 0) <= 1)
        }
    }
}
