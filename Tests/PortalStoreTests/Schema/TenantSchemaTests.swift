import Testing

@testable import PortalCore
@testable import PortalStore

/// The third layer of isolation: the schema refuses what no code of ours would do.
@Suite struct TenantSchemaTests {
    @Test func `every table carries its tenant, and every key pairs with it`() async throws {
        let house = try await TestHouse.make()
        let flaws = try await house.storage.reading { try TenantSchema.flaws($0) }
        #expect(flaws == [])
    }

    @Test func `the tables without a tenant are these three`() {
        #expect(TenantSchema.tenantless.keys.sorted() == ["agency", "grdb_migrations", "setting"])
        #expect(
            TenantSchema.unheld.keys.sorted() == [
                "audit.actor_id", "audit.workspace_id", "mail.invitation_id", "mail.proof_id", "mail.run_id",
                "mail.subject_id", "mail_proof.session_id", "notice_told.subject_id",
            ])
    }

    @Test func `a table that breaks the model is found, and not served from`() async throws {
        let house = try await TestHouse.make()
        try await house.storage.raw("CREATE TABLE note (id BLOB PRIMARY KEY, workspace_id BLOB, agency_id BLOB)")
        let flaws = try await house.storage.reading { try TenantSchema.flaws($0) }
        #expect(
            flaws == [
                "note is not STRICT", "note has no tenant column that is NOT NULL",
                "note.agency_id is held by no foreign key", "note.workspace_id is held by no foreign key",
            ])
        try await house.storage.close()
        #expect(throws: StorageError.self) {
            try SQLiteStorage.open(at: house.storage.path, options: house.storage.options)
        }
    }

    @Test func `a key without its tenant is found`() async throws {
        let house = try await TestHouse.make()
        try await house.storage.raw(
            """
            CREATE TABLE note (workspace_id BLOB NOT NULL REFERENCES workspace (id), outbox_id BLOB REFERENCES outbox (id))
            STRICT
            """)
        let flaws = try await house.storage.reading { try TenantSchema.flaws($0) }
        #expect(flaws == [#"note points to another table by ["outbox_id"] without its tenant"#])
    }

    @Test func `a row that may name one tenant by its id and another by its number is found`() async throws {
        let house = try await TestHouse.make()
        let single =
            "FOREIGN KEY (workspace_id) REFERENCES workspace (id), FOREIGN KEY (workspace) REFERENCES workspace (number)"
        for (keys, flaws) in [
            (single, ["note.workspace_id and note.workspace are held together by no foreign key"]),
            ("FOREIGN KEY (workspace_id, workspace) REFERENCES workspace (id, number)", []),
        ] {
            try await house.storage.raw(
                """
                DROP TABLE IF EXISTS note;
                CREATE TABLE note (workspace_id BLOB NOT NULL, workspace INTEGER NOT NULL, \(keys)) STRICT
                """)
            #expect(try await house.storage.reading { try TenantSchema.flaws($0) } == flaws)
        }
    }

    // MARK: Crossing by raw SQL

    @Test func `no row can point into another tenant, even by raw SQL`() async throws {
        let house = try await TestHouse.make()
        let (north, south) = (house.north, house.south)
        let values = Values(mine: north, theirs: south)
        try await house.storage.raw(Values(mine: north, theirs: north).ownRun)
        try await house.storage.raw(Values(mine: south, theirs: south).ownRun)
        for (what, sql) in values.crossings {
            await #expect(throws: StorageError.self, "\(what)") { try await house.storage.raw(sql) }
        }
        // The same rows within one tenant are taken: so it was the crossing that was refused.
        for (_, sql) in Values(mine: north, theirs: north).crossings { try await house.storage.raw(sql) }
        #expect(try await house.storage.verify() == [])
    }

    @Test func `no row can point into another workspace of its own agency`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        let (mine, theirs) = (north.workspaces[0].sql, north.workspaces[1].sql)
        let workflow = north.workflows[0].sql
        let day = "0, x'', x'', x''"
        try await house.storage.raw("INSERT INTO run_tally VALUES (\(mine), \(workflow), \(day))")
        await #expect(throws: StorageError.self) {
            try await house.storage.raw("INSERT INTO run_tally VALUES (\(theirs), \(workflow), \(day))")
        }
        await #expect(throws: StorageError.self) {
            try await house.storage.raw(
                "UPDATE workflow SET workspace_id = \(theirs), agency_id = \(house.south.agency.id.sql)")
        }
    }

    /// Rows of one tenant that name something of another's.
    private struct Values {
        let mine: TestHouse.Tenant
        let theirs: TestHouse.Tenant

        /// A run of one's own, for what points to one.
        var ownRun: String {
            """
            INSERT INTO run VALUES (\(number("agency", mine.agency.id.sql)), \(number("workspace", mine.workspaces[0].sql)), 0,
            randomblob(16), \(number("workflow", mine.workflows[0].sql)), 0, 0, 1, NULL, NULL, NULL, 0, NULL, NULL, NULL, 0,
            3600000, NULL)
            """
        }

        private func number(_ table: String, _ id: String) -> String {
            "(SELECT number FROM \(table) WHERE id = \(id))"
        }

        var crossings: [(String, String)] {
            let agency = mine.agency.id.sql
            let workspace = mine.workspaces[0].sql
            let id = "randomblob(16)"
            return [
                (
                    "membership of a foreign user",
                    """
                    INSERT OR REPLACE INTO client_membership VALUES
                    (\(agency), \(workspace), \(theirs.client.sql), 15, 'active', 0)
                    """
                ),
                (
                    "membership of a foreign workspace",
                    """
                    INSERT OR REPLACE INTO client_membership VALUES
                    (\(agency), \(theirs.workspaces[0].sql), \(mine.client.sql), 15, 'active', 0)
                    """
                ),
                (
                    "second factor of a foreign user",
                    "INSERT INTO second_factor VALUES (\(agency), \(theirs.client.sql), x'01', 1, 0)"
                ),
                (
                    "recovery code without a second factor",
                    "INSERT INTO recovery_code VALUES (\(agency), \(theirs.client.sql), randomblob(32))"
                ),
                (
                    "challenge of a foreign user",
                    "INSERT INTO sign_in_challenge VALUES (\(agency), randomblob(32), \(theirs.client.sql), 0, 1, 5)"
                ),
                (
                    "mailed code of a foreign user",
                    """
                    INSERT INTO mailed_code VALUES (\(agency), randomblob(32), \(id), \(theirs.client.sql), x'01', 1, 5)
                    """
                ),
                (
                    "notice of a foreign user",
                    "INSERT INTO notice_choice VALUES (\(agency), \(theirs.client.sql), 'form-waits', 1)"
                ),
                (
                    "session of a foreign user",
                    """
                    INSERT INTO session VALUES (\(agency), randomblob(32), \(id), \(theirs.client.sql), 0, 0, '', NULL)
                    """
                ),
                (
                    "workflow at a foreign engine",
                    """
                    INSERT INTO workflow VALUES (\(agency), \(workspace), \(id), '', '', 'draft', 0, 0, 0, 1, '',
                    \(theirs.engine.sql), NULL, NULL, 0, \(number("agency", agency)), \(number("workspace", workspace)), 90)
                    """
                ),
                (
                    "workflow in a foreign workspace",
                    """
                    INSERT INTO workflow VALUES (\(agency), \(theirs.workspaces[0].sql), \(id), '', '', 'draft', 0, 0, 0, 1,
                    '', NULL, NULL, NULL, 0, \(number("agency", agency)),
                    \(number("workspace", theirs.workspaces[0].sql)), 91)
                    """
                ),
                (
                    "workflow with the number of a foreign agency",
                    """
                    INSERT INTO workflow VALUES (\(agency), \(workspace), \(id), '', '', 'draft', 0, 0, 0, 1, '', NULL, NULL,
                    NULL, 0, \(number("agency", theirs.agency.id.sql)), \(number("workspace", workspace)), 92)
                    """
                ),
                (
                    "workflow with the number of a foreign workspace",
                    """
                    INSERT INTO workflow VALUES (\(agency), \(workspace), \(id), '', '', 'draft', 0, 0, 0, 1, '', NULL, NULL,
                    NULL, 0, \(number("agency", agency)), \(number("workspace", theirs.workspaces[0].sql)), 93)
                    """
                ),
                (
                    "engine with the number of a foreign agency",
                    """
                    INSERT INTO engine VALUES (\(agency), \(id), '', 'webhook', NULL, x'', NULL, 0,
                    \(number("agency", theirs.agency.id.sql)), 94)
                    """
                ),
                (
                    "run of a foreign workspace's workflow",
                    """
                    INSERT INTO run VALUES (\(number("agency", agency)), \(number("workspace", theirs.workspaces[0].sql)), 0,
                    \(id), \(number("workflow", mine.workflows[0].sql)), 0, 0, 1, NULL, NULL, NULL, 0, NULL, NULL, NULL, 0,
                    3600000, NULL)
                    """
                ),
                (
                    "run of a foreign agency's workflow",
                    """
                    INSERT INTO run VALUES (\(number("agency", theirs.agency.id.sql)), \(number("workspace", workspace)), 0,
                    \(id), \(number("workflow", mine.workflows[0].sql)), 0, 0, 1, NULL, NULL, NULL, 0, NULL, NULL, NULL, 0,
                    3600000, NULL)
                    """
                ),
                (
                    "trigger with the number of a foreign workspace",
                    """
                    INSERT INTO outbox (id, agency_id, workspace_id, workspace, workflow_id, run_id, status, due_at, created_at)
                    SELECT \(id), \(agency), \(workspace), \(number("workspace", theirs.workspaces[0].sql)),
                        \(mine.workflows[0].sql), run.id, 'waiting', 0, 0
                    FROM run WHERE workspace = \(number("workspace", theirs.workspaces[0].sql)) LIMIT 1
                    """
                ),
                (
                    "run at an engine of nobody's in its agency",
                    """
                    INSERT INTO run VALUES (\(number("agency", agency)), \(number("workspace", workspace)), 0, \(id),
                    \(number("workflow", mine.workflows[0].sql)), 0, 0, 1, NULL, NULL, NULL, 0, NULL,
                    \(number("engine", theirs.engine.sql)) + \(theirs.agency.id == mine.agency.id ? 0 : 1), NULL, 0, 3600000,
                    NULL)
                    """
                ),
                (
                    "key for a foreign workspace",
                    """
                    INSERT INTO api_key VALUES (\(agency), \(id), randomblob(32), '', \(theirs.workspaces[0].sql), '', 0,
                    NULL, NULL)
                    """
                ),
                (
                    "connection in a foreign workspace",
                    """
                    INSERT INTO connection VALUES (\(agency), \(theirs.workspaces[0].sql), \(id), '', '', 'oauth',
                    'healthy', '', NULL, NULL, 0)
                    """
                ),
                (
                    "form of a foreign workflow",
                    """
                    INSERT INTO form VALUES (\(agency), \(workspace), \(id), \(theirs.workflows[0].sql), '', '', 'draft', 0)
                    """
                ),
                (
                    "invoice for a foreign workspace",
                    """
                    INSERT INTO invoice VALUES (\(agency), \(theirs.workspaces[0].sql), \(id), '', 'draft', 'eur', 1, 1, '',
                    0, NULL, NULL, NULL, '', NULL, 0)
                    """
                ),
                (
                    "invitation to a foreign workspace",
                    """
                    INSERT INTO invitation (id, agency_id, email, email_key, workspace_id, inviter_id, invited_at, expires_at)
                    VALUES (\(id), \(agency), 'a@b.example', 'a@b.example', \(theirs.workspaces[0].sql), \(mine.owner.sql), 0, 0)
                    """
                ),
                (
                    "mail to a foreign user",
                    """
                    INSERT INTO mail (id, agency_id, kind, user_id, status, due_at, created_at)
                    VALUES (\(id), \(agency), 'password-changed', \(theirs.client.sql), 'waiting', 0, 0)
                    """
                ),
            ]
        }
    }

    // MARK: People

    @Test func `an agency has one owner`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        let other = User.sample("second")
        try await house.storage.write { transaction in
            try transaction.insert(other, password: nil, at: .testStart, in: north.scope)
            try transaction.setStaff(other.id, role: .admin, status: .active, at: .testStart, in: north.scope)
        }
        await #expect(throws: StorageError.refusedBySchema("an agency has one owner")) {
            try await house.storage.write {
                try $0.setStaff(other.id, role: .owner, status: .active, at: .testStart, in: north.scope)
            }
        }
        await #expect(throws: StorageError.self) {
            try await house.storage.raw("UPDATE staff_membership SET role = 'owner'")
        }
        // Handing it over is one transaction: first it is given up.
        try await house.storage.write { transaction in
            try transaction.setStaff(north.owner, role: .admin, status: .active, at: .testStart, in: north.scope)
            try transaction.setStaff(other.id, role: .owner, status: .active, at: .testStart, in: north.scope)
        }
        let team = try await house.storage.read { try $0.team(in: north.scope) }
        #expect(team.map(\.role) == [.owner, .admin])
        #expect(team.first?.user == other)
    }

    @Test func `nobody is both staff and client of one agency`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        await #expect(throws: StorageError.refusedBySchema("nobody is both staff and client of one agency")) {
            try await house.storage.write {
                try $0.setClient(north.owner, areas: .all, status: .active, at: .testStart, of: north.first)
            }
        }
        await #expect(throws: StorageError.refusedBySchema("nobody is both staff and client of one agency")) {
            try await house.storage.write {
                try $0.setStaff(north.client, role: .member, status: .invited, at: .testStart, in: north.scope)
            }
        }
        // Who was removed as a client may become staff; then the old membership cannot come back.
        try await house.storage.write { transaction in
            for scope in [north.first, north.second] {
                try transaction.setClient(north.client, areas: .all, status: .removed, at: .testStart, of: scope)
            }
            try transaction.setStaff(north.client, role: .member, status: .active, at: .testStart, in: north.scope)
        }
        await #expect(throws: StorageError.self) {
            try await house.storage.raw("UPDATE client_membership SET status = 'active' WHERE status = 'removed'")
        }
    }

    // MARK: Words

    @Test func `the schema's statuses are those of the rules`() async throws {
        let house = try await TestHouse.make()
        let tables = try await house.storage.texts("SELECT sql FROM sqlite_schema WHERE type = 'table'")
            // A table that was made anew stands in quotation marks.
            .map { $0.filter { $0 != "\"" }.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        func check<Word: RawRepresentable<String> & CaseIterable>(_ table: String, _ column: String, _ kind: Word.Type)
        {
            let words = kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            let definition = tables.first { $0.hasPrefix("CREATE TABLE \(table) ") } ?? ""
            #expect(definition.contains("CHECK (\(column) IN (\(words)))"), "\(table).\(column)")
        }
        func checkCoded<Word: CodedWord & CaseIterable>(_ table: String, _ column: String, _ kind: Word.Type) {
            let definition = tables.first { $0.hasPrefix("CREATE TABLE \(table) ") } ?? ""
            #expect(
                definition.contains("CHECK (\(column) BETWEEN 0 AND \(kind.allCases.count - 1))"), "\(table).\(column)")
        }
        check("user", "status", UserStatus.self)
        check("staff_membership", "role", AccountRole.self)
        check("staff_membership", "status", MembershipStatus.self)
        check("client_membership", "status", MembershipStatus.self)
        check("engine", "kind", EngineKind.self)
        check("workflow", "status", WorkflowStatus.self)
        checkCoded("run", "status", RunStatus.self)
        checkCoded("run", "reported_status", RunStatus.self)
        checkCoded("run", "origin", RunOrigin.self)
        checkCoded("run", "delivery", TriggerDelivery.self)
        check("step", "status", RunStatus.self)
        check("outbox", "delivery", TriggerDelivery.self)
        check("mail", "kind", MailKind.self)
        check("mail", "status", MailStatus.self)
        check("mail_proof", "kind", MailProofKind.self)
        check("notice_choice", "notice", Notice.self)
        check("notice_told", "notice", Notice.self)
        check("mail_account", "security", MailSecurity.self)
        check("connection", "method", ConnectionMethod.self)
        check("connection", "health", ConnectionHealth.self)
        check("form", "status", FormStatus.self)
        check("form_field", "kind", FormFieldKind.self)
        check("product", "interval", BillingInterval.self)
        check("subscription", "interval", BillingInterval.self)
        check("subscription", "status", SubscriptionStatus.self)
        check("invoice", "status", InvoiceStatus.self)
    }
}

extension Identifier {
    /// The identifier as SQL writes bytes.
    var sql: String { "X'\(bytes.hexadecimal)'" }
}

extension User {
    static func sample(_ seed: String) -> User {
        guard let email = EmailAddress("\(seed)@example.com") else { preconditionFailure("\(seed) makes no address") }
        return User(
            id: Mint.seeded(seed).id(), email: email, name: seed, status: .active, language: nil, timeZone: nil)
    }
}
