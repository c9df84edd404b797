/// Reading connections.
public protocol ConnectionReading {
    /// The workspace's connections by name.
    func connections(in scope: WorkspaceScope) throws -> [Connection]

    func connection(_ id: Connection.ID, in scope: WorkspaceScope) throws -> Connection?

    /// The names of the visible workflows that depend on each connection.
    func workflowNames(
        byConnectionIn scope: WorkspaceScope, visible: WorkflowVisibility
    ) throws -> [Connection.ID: [String]]
}

/// Changing connections.
public protocol ConnectionWriting {
    /// A new connection, the workflows that depend on it, and its sealed credential if there is one.
    func insert(
        _ connection: Connection, usedBy workflows: [Workflow.ID], credential: Sealed?, in scope: WorkspaceScope) throws

    /// Writes down what a check at `now` found.
    func setHealth(_ health: ConnectionHealth, of connection: Connection.ID, at now: Instant, in scope: WorkspaceScope)
        throws
}
