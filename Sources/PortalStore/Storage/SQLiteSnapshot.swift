import PortalCore

/// One consistent moment of the database, lent to one body.
///
/// Its functions lie in the subjects' folders. Each binds its scope in the WHERE of its statement, also when it finds
/// by id.
class SQLiteSnapshot: Snapshot {
    private var lent: SQLiteConnection?
    let shared: Shared

    init(lent connection: SQLiteConnection, shared: Shared) {
        lent = connection
        self.shared = shared
    }

    /// The connection, while the body runs.
    final var database: SQLiteConnection {
        get throws {
            guard let lent else { throw StorageError.lentBodyEnded }
            return lent
        }
    }

    /// Whether what is read here is committed, so that copies of it may be kept.
    var isCommitted: Bool { true }

    final func end() { lent = nil }
}

/// A snapshot that can be changed, lent to one write body.
final class SQLiteTransaction: SQLiteSnapshot, Transaction {
    override var isCommitted: Bool { false }

    /// A row that names its workspace is written only through that workspace's scope.
    func require(_ workspace: Workspace.ID, in scope: WorkspaceScope) throws {
        guard workspace == scope.workspace else {
            throw StorageError.refusedBySchema("the row names another workspace than its scope")
        }
    }
}
