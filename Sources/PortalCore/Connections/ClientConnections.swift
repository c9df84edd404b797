extension ClientPortal {
    /// The workspace's connections by name.
    public func connections() throws -> [ClientConnection] {
        try requireSection(.connectionView)
        return try connections { _ in true }
    }

    /// What depends on them is asked only where there are any.
    func connections(where isWanted: (Connection) -> Bool) throws -> [ClientConnection] {
        let wanted = try snapshot.connections(in: scope).filter(isWanted)
        let names = wanted.isEmpty ? [:] : try dependents()
        return wanted.map { ClientConnection($0, workflowNames: names[$0.id] ?? []) }
    }

    public func connection(_ id: Connection.ID) throws -> ClientConnection {
        guard mayEver(.connectionView), let connection = try snapshot.connection(id, in: scope) else {
            throw Refusal.notFound
        }
        try require(.connectionView, .workspace(archived: archived))
        return ClientConnection(connection, workflowNames: try dependents()[id] ?? [])
    }

    /// Names of workflows are the workflows area's: without it, nobody is told which depend on a connection.
    private func dependents() throws -> [Connection.ID: [String]] {
        guard mayEver(.workflowView) else { return [:] }
        return try snapshot.workflowNames(byConnectionIn: scope, visible: visibleWorkflows)
    }
}
