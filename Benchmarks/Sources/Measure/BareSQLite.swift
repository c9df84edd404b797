import Foundation
import GRDBSQLite
import PortalCore

/// The C API alone, on a database of the portal's own schema: prepared statements, one transaction a batch, each as
/// durable as the portal's.
final class BareSQLite {
    private let handle: OpaquePointer
    private let run: OpaquePointer
    private let step: OpaquePointer
    private let counts: OpaquePointer
    private let firstTally: OpaquePointer
    private let tally: OpaquePointer
    private let numbers: [Workflow.ID: Numbers]
    private var serial: UInt64 = 0

    /// What a row of `run` names its place by.
    private struct Numbers {
        let agency: Int64
        let workspace: Int64
        let workflow: Int64
        let engine: Int64
    }

    init(path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
            let opened
        else { throw CocoaError(.fileReadUnknown) }
        handle = opened
        for pragma in [
            "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -8192",
            "wal_autocheckpoint = 2000",
        ] { try Self.check(sqlite3_exec(opened, "PRAGMA \(pragma)", nil, nil, nil), opened) }
        numbers = try Self.numbers(opened)
        run = try Self.prepare(
            """
            INSERT INTO run (agency, workspace, listed_at, id, workflow, status, reported_status, attempt,
                status_at, started_at, ended_at, origin, delivery, engine, external_id, heard_at, silent_at, tally_hour)
            VALUES (?1, ?2, ?3, ?4, ?5, 3, 3, 1, ?6, ?7, ?6, 0, NULL, ?8, ?9, ?10, NULL, ?11)
            """, opened)
        step = try Self.prepare(
            """
            INSERT INTO step (workspace, run_id, position, name, kind, status, started_at, ended_at, summary)
            VALUES (?1, ?2, ?3, ?4, 'http', 'succeeded', ?5, ?6, '')
            """, opened)
        counts = try Self.prepare(
            "SELECT succeeded FROM run_tally WHERE workspace_id = ?1 AND workflow_id = ?2 AND first_hour = ?3", opened)
        firstTally = try Self.prepare(
            """
            INSERT INTO run_tally (workspace_id, workflow_id, first_hour, succeeded, failed, canceled)
            VALUES (?1, ?2, ?3, ?4, x'', x'')
            """, opened)
        tally = try Self.prepare(
            "UPDATE run_tally SET succeeded = ?4 WHERE workspace_id = ?1 AND workflow_id = ?2 AND first_hour = ?3",
            opened)
    }

    deinit {
        for statement in [run, step, counts, firstTally, tally] { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    func write(_ shape: BatchShape) throws {
        try Self.check(sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil), handle)
        let now = SystemClockReading.now
        for index in shape.externalIDs.indices {
            serial += 1
            let created = shape.createdAt[index].milliseconds
            // Ordered by time like the portal's, with bits that scatter like random ones.
            let id = (UInt64(bitPattern: created) << 16 | serial & 0xFFFF, serial &* 0x9E37_79B9_7F4A_7C15)
            let ended = shape.endedAt(index)
            guard let place = numbers[shape.workflows[index]] else { throw CocoaError(.coderInvalidValue) }
            sqlite3_bind_int64(run, 1, place.agency)
            sqlite3_bind_int64(run, 2, place.workspace)
            sqlite3_bind_int64(run, 3, created)
            bind(run, 4, bits: id)
            sqlite3_bind_int64(run, 5, place.workflow)
            sqlite3_bind_int64(run, 6, ended.milliseconds)
            sqlite3_bind_int64(run, 7, shape.startedAt(index).milliseconds)
            sqlite3_bind_int64(run, 8, place.engine)
            bind(run, 9, text: shape.externalIDs[index])
            sqlite3_bind_int64(run, 10, now)
            sqlite3_bind_int64(run, 11, ended.startOfHour.milliseconds)
            try finish(run)
            for position in 0..<shape.steps {
                sqlite3_bind_int64(step, 1, place.workspace)
                bind(step, 2, bits: id)
                sqlite3_bind_int64(step, 3, Int64(position))
                bind(step, 4, text: shape.stepName(position))
                sqlite3_bind_int64(step, 5, shape.startedAt(index).milliseconds)
                sqlite3_bind_int64(step, 6, ended.milliseconds)
                try finish(step)
            }
            let first = ended.start(of: .days(8))
            for statement in [counts, firstTally, tally] {
                bind(statement, 1, shape.workspace)
                bind(statement, 2, shape.workflows[index])
                sqlite3_bind_int64(statement, 3, first.milliseconds)
            }
            var row: [UInt8] = []
            var changed = firstTally
            if sqlite3_step(counts) == SQLITE_ROW, let bytes = sqlite3_column_blob(counts, 0) {
                changed = tally
                row += UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(counts, 0)))
            }
            sqlite3_reset(counts)
            Self.count(hour: Int(ended.since(first).milliseconds / 3_600_000), in: &row)
            sqlite3_bind_blob(changed, 4, row, Int32(row.count), Self.copied)
            try finish(changed)
        }
        try Self.check(sqlite3_exec(handle, "COMMIT", nil, nil, nil), handle)
    }

    /// One more in an hour whose number's binary digits lie 24 bytes apart.
    private static func count(hour: Int, in row: inout [UInt8]) {
        let bit: UInt8 = 1 << UInt8(hour % 8)
        for byte in stride(from: hour / 8, to: .max, by: 24) {
            if byte >= row.count { row += Array(repeating: 0, count: 24) }
            row[byte] ^= bit
            if row[byte] & bit != 0 { return }
        }
    }

    /// What lies in the two files: runs, steps, and how many tallies are the same in both.
    func counts(inFileOf path: String) throws -> (portal: [Int64], bare: [Int64]) {
        try Self.check(sqlite3_exec(handle, "ATTACH '\(path)' AS portal", nil, nil, nil), handle)
        func counts(_ schema: String) throws -> [Int64] {
            let statement = try Self.prepare(
                """
                SELECT (SELECT count(*) FROM \(schema).run), (SELECT count(*) FROM \(schema).step),
                    (SELECT count(*) FROM \(schema).run_tally WHERE (workspace_id, workflow_id, first_hour, succeeded) IN
                        (SELECT workspace_id, workflow_id, first_hour, succeeded FROM portal.run_tally))
                """, handle)
            defer { sqlite3_finalize(statement) }
            guard sqlite3_step(statement) == SQLITE_ROW else { return [] }
            return (0..<3).map { sqlite3_column_int64(statement, $0) }
        }
        return (try counts("portal"), try counts("main"))
    }

    private static func numbers(_ handle: OpaquePointer) throws -> [Workflow.ID: Numbers] {
        let statement = try prepare(
            """
            SELECT workflow.id, workflow.agency, workflow.workspace, workflow.number, engine.number FROM workflow
            JOIN engine ON engine.agency_id = workflow.agency_id AND engine.id = workflow.engine_id
            """, handle)
        defer { sqlite3_finalize(statement) }
        var numbers: [Workflow.ID: Numbers] = [:]
        while sqlite3_step(statement) == SQLITE_ROW {
            guard let start = sqlite3_column_blob(statement, 0) else { continue }
            let id = Workflow.ID(
                high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
            numbers[id] = Numbers(
                agency: sqlite3_column_int64(statement, 1), workspace: sqlite3_column_int64(statement, 2),
                workflow: sqlite3_column_int64(statement, 3), engine: sqlite3_column_int64(statement, 4))
        }
        return numbers
    }

    private func bind<Entity>(_ statement: OpaquePointer, _ index: Int32, _ id: Identifier<Entity>) {
        bind(statement, index, bits: (id.high, id.low))
    }

    private func bind(_ statement: OpaquePointer, _ index: Int32, bits: (UInt64, UInt64)) {
        withUnsafeBytes(of: (bits.0.bigEndian, bits.1.bigEndian)) {
            _ = sqlite3_bind_blob(statement, index, $0.baseAddress, 16, Self.copied)
        }
    }

    private func bind(_ statement: OpaquePointer, _ index: Int32, text: String) {
        sqlite3_bind_text(statement, index, text, -1, Self.copied)
    }

    private func finish(_ statement: OpaquePointer) throws {
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE else { return try Self.check(code, handle) }
        sqlite3_reset(statement)
    }

    private static func prepare(_ sql: String, _ handle: OpaquePointer) throws -> OpaquePointer {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil), handle)
        guard let statement else { throw CocoaError(.fileReadUnknown) }
        return statement
    }

    private static func check(_ code: Int32, _ handle: OpaquePointer) throws {
        guard code == SQLITE_OK else {
            throw NSError(
                domain: "SQLite", code: Int(code),
                userInfo: [NSLocalizedDescriptionKey: String(cString: sqlite3_errmsg(handle))])
        }
    }

    /// SQLITE_TRANSIENT, a macro that Swift does not see.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// The present moment in milliseconds since 1970.
private enum SystemClockReading {
    static var now: Int64 { Int64(Date.now.timeIntervalSince1970 * 1_000) }
}
