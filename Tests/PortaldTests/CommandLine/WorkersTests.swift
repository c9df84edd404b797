import Foundation
import PortalCore
import PortalServices
import PortalStore
import Testing

/// What a daemon does of its own accord, seen from beside a real one.
struct WorkersTests {
    /// A database in which something is over, something silent, and something waits to be told of, whatever the time.
    private func prepare(_ database: String, _ seed: Seed) async throws {
        try Data(seed.file).write(to: URL(fileURLWithPath: database))
        let (north, place) = (seed.house(.north), seed.house(.north).place(1))
        let session = try #require(north.person(.client).spareSession)
        let run = try #require(place.runs[.running])
        let storage = try SQLiteStorage.open(at: database, options: SQLiteOptions(digests: CryptoDigests()))
        try await SeedDoor.execute(
            """
            UPDATE session SET created_at = 1, last_used_at = 1 WHERE id = \(session.sql);
            UPDATE run SET silent_at = 1 WHERE id = \(run.sql);
            UPDATE agency SET time_zone = '\(Self.zoneAtNoon())'
            """, in: storage)
        try await storage.close()
    }

    /// A zone in which it is about noon: what waits is told of from eight in the morning on.
    private static func zoneAtNoon() -> String {
        let hour = Int(Date().timeIntervalSince1970) / 3_600 % 24
        let ahead = 12 - hour
        // East of Greenwich these zones are written with a minus.
        return ahead == 0 ? "Etc/GMT" : "Etc/GMT\(ahead > 0 ? "-" : "+")\(abs(ahead))"
    }

    @Test func `a daemon tidies up, and tells of what waits, although nobody asks`() async throws {
        let folder = try Folder()
        let data = "\(folder.path)/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let (database, seed) = ("\(data)/portal.sqlite", try await Seed.shared.value)
        try await prepare(database, seed)
        let rows = try Rows(at: database)
        let session = try #require(seed.house(.north).person(.client).spareSession)
        let run = try #require(seed.house(.north).place(1).runs[.running])
        let ended = "session WHERE id = \(session.sql)"
        // The schema's code of a run that reads unknown.
        let silent = "run WHERE id = \(run.sql) AND status = 6"
        let told = "notice_told WHERE agency_id = \(seed.house(.north).agency.sql)"
        #expect(try [ended, silent, told].map { try rows.count($0) } == [1, 0, 0])

        let command = try RunningCommand(
            [
                "serve", "--data-dir", data, "--port", "\(FreePort.find())", "--operator-port", "none", "--log-format",
                "json",
            ], environment: ["PORTAL_MASTER_KEY": String(repeating: "07", count: 32)], in: Folder())
        try await command.serves()
        try await eventually("a dead session is swept", within: .seconds(60)) { try rows.count(ended) == 0 }
        try await eventually("a run falls silent", within: .seconds(60)) { try rows.count(silent) == 1 }
        try await eventually("what waits is told of", within: .seconds(60)) { try rows.count(told) > 0 }
        for notice in ["invoice-due", "connection-needs-me"] {
            try await eventually("\(notice) is mailed", within: .seconds(60)) {
                try rows.count("mail WHERE kind = '\(notice)'") > 0
            }
        }
        #expect(await command.stop() == 0)
    }
}
