import PortalCore

extension SQLiteSnapshot {
    func connections(in scope: WorkspaceScope) throws -> [Connection] {
        try database.all(Query.all, [.id(scope.workspace)]) { try Connection(row: $0) }
    }

    func connection(_ id: Connection.ID, in scope: WorkspaceScope) throws -> Connection? {
        try database.first(Query.one, [.id(scope.workspace), .id(id)]) { try Connection(row: $0) }
    }

    func workflowNames(
        byConnectionIn scope: WorkspaceScope, visible: WorkflowVisibility
    ) throws -> [Connection.ID: [String]] {
        if visible.isNothing { return [:] }
        var names: [Connection.ID: [String]] = [:]
        try database.each(Query.workflowNames, [.id(scope.workspace)] + visible.bindings) { row in
            names[try row.id(0), default: []].append(row.text(1))
            return true
        }
        return names
    }
}

extension SQLiteTransaction {
    func insert(
        _ connection: Connection, usedBy workflows: [Workflow.ID], credential: Sealed?, in scope: WorkspaceScope
    ) throws {
        try require(connection.workspace, in: scope)
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .id(scope.workspace), .id(connection.id), .text(connection.name),
                .text(connection.provider), .word(connection.method), .word(connection.health),
                .text(connection.accountLabel), .instant(connection.checkedAt), .instant(connection.expiresAt),
                .instant(connection.createdAt),
            ])
        for workflow in workflows {
            try database.change(Query.insertUse, [.id(scope.workspace), .id(connection.id), .id(workflow)])
        }
        if let credential {
            try database.change(
                Query.insertCredential, [.id(scope.workspace), .id(connection.id), .blob(credential.bytes)])
        }
    }

    func setHealth(
        _ health: ConnectionHealth, of connection: Connection.ID, at now: Instant, in scope: WorkspaceScope
    ) throws {
        try database.changeOne(
            Query.setHealth, [.id(scope.agency), .id(scope.workspace), .id(connection), .word(health), .instant(now)])
    }
}

extension Connection {
    fileprivate static let columns = """
        id, workspace_id, name, provider, method, health, account_label, checked_at, expires_at, created_at
        """

    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id(0), workspace: try row.id(1), name: row.text(2), provider: row.text(3),
            method: try row.word(4), health: try row.word(5), accountLabel: row.text(6),
            checkedAt: row.optionalInstant(7), expiresAt: row.optionalInstant(8), createdAt: row.instant(9))
    }
}

private enum Query {
    static let all = SQL("SELECT \(Connection.columns) FROM connection WHERE workspace_id = ?1 ORDER BY name, id")
    static let one = SQL("SELECT \(Connection.columns) FROM connection WHERE workspace_id = ?1 AND id = ?2")
    static let workflowNames = SQL(
        """
        SELECT used.connection_id, workflow.name FROM \(WorkflowVisibility.workflows)
        CROSS JOIN connection_workflow used ON used.workspace_id = ?1 AND used.workflow_id = workflow.id
        ORDER BY workflow.name, workflow.id
        """)
    static let insert = SQL(
        """
        INSERT INTO connection (agency_id, workspace_id, id, name, provider, method, health, account_label, checked_at,
            expires_at, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """)
    static let insertUse = SQL(
        """
        INSERT INTO connection_workflow (workspace_id, connection_id, workflow_id) VALUES (?1, ?2, ?3)
        ON CONFLICT DO NOTHING
        """)
    static let insertCredential = SQL(
        "INSERT INTO connection_credential (workspace_id, connection_id, sealed) VALUES (?1, ?2, ?3)")
    static let setHealth = SQL(
        """
        UPDATE connection SET health = ?4, checked_at = ?5 WHERE agency_id = ?1 AND workspace_id = ?2 AND id = ?3
        """)
}
