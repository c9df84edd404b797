import PortalCore

extension SQLiteStorage {
    /// Checks everything that can be checked of what is stored; empty if all is well. Runs beside reads and writes, in
    /// one moment.
    public func verify() async throws -> [Finding] {
        let (path, options) = (path, options)
        return try await offload {
            let connection = try SQLiteConnection(reading: path, options: options)
            try connection.beginReading()
            defer { connection.rollback() }
            return try Verification(connection: connection, digests: options.digests).findings()
        }
    }
}

/// The checks, on a connection that stands in one moment.
struct Verification {
    let connection: SQLiteConnection
    let digests: any Digesting

    /// How many findings of one kind are listed; whoever has more has the same work to do.
    private static let limit = 100

    func findings() throws -> [Finding] {
        let damage = try Self.damage(connection)
        // Nothing can be said of rows that cannot be read.
        guard !damage.contains(where: { $0.kind == .integrity }) else { return damage }
        var findings = damage
        findings += try TenantSchema.flaws(connection).map { Finding(.schema, $0) }
        findings += try auditFindings()
        findings += try TallyVerification.findings(connection, limit: Self.limit)
        findings += try connection.all(Query.runs, [.count(Self.limit)]) { row in
            Finding(.run, "\(try row.id(0, Run.self)): \(row.text(1))")
        }
        findings += try connection.all(Query.agencies, []) { row in
            Finding(.agency, "\(try row.id(0, Agency.self)) \(row.text(1))")
        }
        return findings
    }

    /// What makes a file no database of ours at all.
    static func damage(_ connection: SQLiteConnection) throws -> [Finding] {
        let integrity = try connection.texts("PRAGMA integrity_check(\(limit))").filter { $0 != "ok" }
        guard integrity.isEmpty else { return integrity.map { Finding(.integrity, $0) } }
        return try connection.texts(
            """
            SELECT "table" || ' points to a row of ' || parent || ' that is not there'
            FROM pragma_foreign_key_check LIMIT \(limit)
            """
        ).map { Finding(.orphan, $0) }
    }

    // MARK: The audit log

    private func auditFindings() throws -> [Finding] {
        let agencies = try connection.all(Query.heads, []) { row in
            (id: try row.id(0, Agency.self), count: row.int(1), head: row.bytes(2))
        }
        var findings: [Finding] = []
        for agency in agencies {
            findings += try inspectChain(of: agency.id, count: agency.count, head: agency.head)
        }
        return findings
    }

    private func inspectChain(of agency: Agency.ID, count: Int64, head: [UInt8]) throws -> [Finding] {
        let chain = AuditChain(digests: digests)
        var findings: [Finding] = []
        var previous = AuditChain.start
        var number: Int64 = 0
        try connection.each(Query.chain, [.id(agency)]) { row in
            let link = try AuditLink(row: row)
            let stored = row.bytes(AuditLink.columnCount)
            number += 1
            guard link.number == number, chain.hash(of: link, after: previous) == stored else {
                findings.append(Finding(.auditChain, "\(agency), entry \(number): changed or left out"))
                // What follows hangs on what is broken; one finding says it.
                return false
            }
            previous = stored
            if let detail = row.optionalText(AuditLink.columnCount + 1),
                chain.commitment(to: detail, salt: row.bytes(AuditLink.columnCount + 2)) != link.commitment
            {
                findings.append(Finding(.auditDetail, "\(agency), entry \(number): other words than it was made with"))
            }
            return findings.count < Self.limit
        }
        if findings.isEmpty, number != count || previous != head {
            findings.append(Finding(.auditChain, "\(agency): \(number) entries, where \(count) were written"))
        }
        return findings
    }
}

private enum Query {
    static let heads = SQL("SELECT id, audit_count, audit_head FROM agency ORDER BY id")
    static let chain = SQL(
        """
        SELECT \(AuditLink.columns), audit.hash, detail.detail, detail.salt FROM audit
        LEFT JOIN audit_detail detail ON detail.agency_id = audit.agency_id AND detail.number = audit.number
        WHERE audit.agency_id = ?1 ORDER BY audit.number
        """)
    static let runs = SQL(
        """
        SELECT id, flaw FROM (
            SELECT id, 'counted in another hour than it ended in' AS flaw FROM run
            WHERE tally_hour IS NOT NULL AND ended_at IS NOT NULL
                AND tally_hour <> ended_at - (ended_at % 3600000 + 3600000) % 3600000
            UNION ALL
            SELECT run.id, 'called silent at another moment than its workflow says' FROM run
            JOIN \(Workflow.joinedToRun)
            WHERE run.silent_at IS NOT NULL AND run.silent_at <> run.heard_at + workflow.time_limit)
        LIMIT ?1
        """)
    static let agencies = SQL(
        """
        SELECT id, 'has no data key' FROM agency
        WHERE NOT EXISTS (SELECT 1 FROM agency_data_key WHERE agency_id = agency.id)
        UNION ALL SELECT id, 'has no brand' FROM agency WHERE NOT EXISTS (SELECT 1 FROM brand WHERE agency_id = agency.id)
        UNION ALL SELECT id, 'has no primary host' FROM agency
        WHERE NOT EXISTS (SELECT 1 FROM host WHERE agency_id = agency.id AND is_primary = 1)
        UNION ALL SELECT agency_id, 'shows a picture that is not kept' FROM brand
        WHERE EXISTS (
            SELECT value FROM json_each(json_array(brand.logo_hash, brand.icon_hash)) shown
            WHERE shown.value IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM brand_asset WHERE brand_asset.agency_id = brand.agency_id AND hash = shown.value))
        """)
}
