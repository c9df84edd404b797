/// One statement that a body ran: told to the observer of ``SQLiteOptions``, so that tests can hold that two requests
/// did equal work, and that a list did not look at what it must not.
public struct StatementRun: Hashable, Sendable {
    /// The statement with its parameters still open: no value of anybody's is in it.
    public let sql: String
    /// How many operations of SQLite's virtual machine it took.
    public let steps: Int
    /// How many rows were stepped over by walking a whole table.
    public let scanned: Int
    /// How many times rows had to be sorted because no index had them in order.
    public let sorts: Int
}

/// Called on the thread that ran the statement, once for each.
public typealias StatementObserver = @Sendable (StatementRun) -> Void
