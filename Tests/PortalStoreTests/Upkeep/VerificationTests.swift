import Testing

@testable import PortalCore
@testable import PortalStore

@Suite struct VerificationTests {
    private func busyHouse() async throws -> TestHouse {
        let house = try await TestHouse.make()
        try await GrandTour(house).go()
        try await house.storage.write { transaction in
            let mint = Mint.seeded("audit")
            for number in 1...5 {
                let entry = AuditEntry(
                    agency: house.south.agency.id, at: .minutes(Int64(number)), actor: .user(house.south.owner),
                    action: .workspaceUpdate, subject: "s\(number)", workspace: nil, detail: "Name \(number)")
                try transaction.append(entry, salt: mint.bytes(16), in: house.south.scope)
            }
            let scope = house.north.first
            for number in 0..<20 {
                let run = Run.sample(
                    mint.id(), of: house.north.workflows[0], in: scope.workspace,
                    listedAt: .minutes(Int64(number) * 10),
                    status: number % 2 == 0 ? .succeeded : .failed, endedAt: .minutes(Int64(number) * 10 + 5))
                try transaction.insert(run, state: run.state, sealedError: nil, at: .testStart, in: scope)
            }
            let open = Run.sample(
                mint.id(), of: house.north.workflows[0], in: scope.workspace, listedAt: .testStart, status: .running)
            try transaction.insert(open, state: open.state, sealedError: nil, at: .testStart, in: scope)
        }
        return house
    }

    @Test func `a house in use has nothing wrong`() async throws {
        #expect(try await busyHouse().storage.verify() == [])
    }

    @Test func `an agency's audit log reads newest first, with the words that were not erased`() async throws {
        let house = try await busyHouse()
        try await house.storage.raw(
            "DELETE FROM audit_detail WHERE number = 2 AND agency_id = \(house.south.agency.id.sql)")
        let entries = try await house.storage.read { try $0.auditEntries(in: house.south.scope, limit: 4) }
        #expect(entries.map(\.subject) == ["s5", "s4", "s3", "s2"])
        #expect(entries.map(\.detail) == ["Name 5", "Name 4", "Name 3", ""])
        #expect(entries.first?.actor == .user(house.south.owner))
        #expect(try await house.storage.verify() == [])
    }

    @Test func `the audit log cannot be changed by any statement`() async throws {
        let house = try await busyHouse()
        for sql in ["UPDATE audit SET at = 0", "DELETE FROM audit", "DELETE FROM audit WHERE number = 5"] {
            await #expect(throws: StorageError.self, "\(sql)") { try await house.storage.raw(sql) }
        }
    }

    /// Damage that somebody with the file in hand could do, and what is said of it.
    static let damage: [(String, Finding.Kind)] = [
        (
            """
            UPDATE run_tally SET succeeded = x'', failed = x'', canceled = x'' WHERE first_hour IN (SELECT max(first_hour) FROM run_tally)
            """, .tally
        ),
        ("DELETE FROM run_tally", .tally),
        // Counts where no run ended: before all, and after all.
        (
            """
            INSERT INTO run_tally
            SELECT workspace_id, workflow_id, min(first_hour) - 691200000, succeeded, failed, canceled FROM run_tally
            """, .tally
        ),
        (
            """
            INSERT INTO run_tally
            SELECT workspace_id, workflow_id, max(first_hour) + 691200000, succeeded, failed, canceled FROM run_tally
            """, .tally
        ),
        (
            "DELETE FROM run WHERE id IN (SELECT id FROM run WHERE tally_hour IS NOT NULL AND attempt = 1 LIMIT 1)",
            .tally
        ),
        ("UPDATE run SET tally_hour = tally_hour + 3600000 WHERE ended_at IS NOT NULL", .run),
        ("UPDATE workflow SET time_limit = time_limit + 1", .run),
        ("DROP TRIGGER audit_is_never_changed; UPDATE audit SET at = at + 1 WHERE number = 3", .auditChain),
        ("DROP TRIGGER audit_is_never_changed; UPDATE audit SET subject = 's9' WHERE number = 5", .auditChain),
        (
            "DROP TRIGGER audit_is_never_deleted; PRAGMA foreign_keys = OFF; DELETE FROM audit WHERE number = 2",
            .auditChain
        ),
        (
            """
            DROP TRIGGER audit_is_never_deleted; DELETE FROM audit_detail WHERE number = 5;
            DELETE FROM audit WHERE number = 5
            """, .auditChain
        ),
        ("UPDATE audit_detail SET detail = 'Other' WHERE number = 4", .auditDetail),
        ("DELETE FROM agency_data_key", .agency),
        ("UPDATE host SET is_primary = 0", .agency),
        ("UPDATE brand SET logo_hash = 'gone', logo_type = 'image/png'", .agency),
        ("CREATE TABLE note (id INTEGER)", .schema),
    ]

    @Test(arguments: damage)
    func `verify finds damage`(_ sql: String, _ kind: Finding.Kind) async throws {
        let house = try await busyHouse()
        try await plant(sql, in: house)
        let findings = try await house.storage.verify()
        #expect(findings.contains { $0.kind == kind }, "\(findings)")
    }

    @Test func `verify finds a row that points to nothing`() async throws {
        let house = try await busyHouse()
        let path = house.storage.path
        try await house.storage.close()
        // Another hand, with foreign keys off.
        let hand = try Hand(path)
        try hand.execute("UPDATE step SET run_id = randomblob(16) WHERE position = 0")
        hand.close()
        let storage = try SQLiteStorage.open(at: path, options: house.storage.options)
        #expect(try await storage.verify().map(\.kind).contains(.orphan))
        try await storage.close()
    }

    private func plant(_ sql: String, in house: TestHouse) async throws {
        try await house.storage.checkpoint()
        let hand = try Hand(house.storage.path)
        defer { hand.close() }
        try hand.execute(sql)
    }
}
