import Synchronization
import Testing

@testable import PortalCore
@testable import PortalStore

/// What holds of every statement that the adapter has.
@Suite struct StatementTests {
    /// Every statement's text, with how SQLite would run it.
    private func plans() async throws -> [(sql: String, plan: [String])] {
        let seen = Mutex<Set<String>>([])
        let house = try await TestHouse.make { options in
            options.observer = { run in seen.withLock { _ = $0.insert(run.sql) } }
        }
        try await GrandTour(house).go()
        let statements = seen.withLock { $0.sorted() }
        return try await house.storage.reading { connection in
            try statements.map { ($0, try connection.texts("EXPLAIN QUERY PLAN \($0)", column: 3)) }
        }
    }

    @Test func `no statement walks a table of runs, steps, tallies or tokens`() async throws {
        let plans = try await plans()
        #expect(plans.count > 110)
        for (sql, plan) in plans {
            for line in plan
            where line.hasPrefix("SCAN ") && !line.hasSuffix(" CONSTANT ROWS") && !line.hasSuffix("CONSTANT ROW") {
                let table = line.split(separator: " ")[1]
                #expect(Self.walked.contains(String(table)), "\(line): \(sql)")
            }
        }
    }

    @Test func `no statement goes through all of a tenant's rows where there can be many`() async throws {
        let many = ["run", "step", "session", "invoice", "submission", "outbox", "tally", "run_tally", "run_token"]
        // A list that comes in order from its index ends with its page.
        for (sql, plan) in try await plans() where !sql.contains(/LIMIT \?\d$/) {
            for table in many {
                for tenant in ["workspace_id", "agency_id", "workspace", "agency"] {
                    #expect(!plan.contains("SEARCH \(table) USING PRIMARY KEY (\(tenant)=?)"), "\(sql)")
                }
            }
        }
    }

    /// What may be walked: the worker's sweep, the operator's list of agencies, the inner rows of one form, and the statuses of a rule.
    private static let walked: Set<String> = [
        "agency", "session", "sign_in_challenge", "shown", "listed", "workspace",
    ]

    @Test func `what a dashboard and a filter tell of workflows lies in one index`() async throws {
        let told = try await plans().filter {
            $0.sql.contains(/^SELECT id, name\b/) && $0.sql.contains("CROSS JOIN workflow")
        }
        #expect(told.count == 2)
        for (sql, plan) in told {
            #expect(
                plan.contains { $0.contains("workflow USING COVERING INDEX workflow_by_status") }, "\(plan): \(sql)")
        }
    }

    @Test func `lists of runs and invoices come in order from their indexes`() async throws {
        for (sql, plan) in try await plans() where sql.contains(/LIMIT (\?\d|1)$/) {
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan): \(sql)")
        }
    }

    @Test func `every statement on a tenant's rows binds the tenant`() async throws {
        for (sql, _) in try await plans() {
            let isBound =
                sql.contains(/(agency_id|agency\.id|workspace_id|workspace\.id|workspace) = \?1\b/)
                // The tenants themselves.
                || sql.contains(/(FROM|UPDATE) (agency|workspace)\b[^()]*?\bid = \?1\b/)
                || sql.hasPrefix("INSERT INTO") && sql.contains("agency_id") || sql.contains("workspace_id, digest")
                || sql.contains(/^INSERT INTO \w+ \((agency, )?workspace(_id)?,/)
            #expect(isBound || Self.crossing.contains { sql.contains($0) }, "\(sql)")
        }
    }

    /// The way in, before there is a scope, and what workers ask over all tenants.
    private static let crossing: [String] = [
        "FROM host JOIN agency", "FROM agency WHERE slug", "FROM agency ORDER BY slug", "INSERT INTO agency ",
        "FROM setting", "FROM outbox INDEXED BY outbox_due", "FROM mail INDEXED BY mail_due",
        "DELETE FROM mail INDEXED BY mail_ended", "mail_proof_by_end", "invitation_by_end",
        "mailed_code_by_end", "WHERE engine.kind = ?1",
        "silent_at < ?1",
        "DELETE FROM session WHERE created_at <= ?1", "DELETE FROM run_token WHERE spent_at <= ?1",
        "DELETE FROM sign_in_challenge WHERE expires_at <= ?1", "DELETE FROM notice_told INDEXED BY notice_told_by_age",
    ]
}
