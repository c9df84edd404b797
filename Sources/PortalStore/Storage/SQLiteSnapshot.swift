import PortalCore

/// One consistent moment of the database, lent to one body.
///
/// Its functions lie in the subjects' folders. Each binds its scope in the WHERE of its statement, also when it finds
/// by id.
class SQLiteSnapshot: Snapshot {
    private var lent: SQLiteConnection?
    let shared: Shared
    /// The workflows that were read last, where they cannot change meanwhile: a page that lists runs has often read their workflows before.
    private var known: KnownWorkflows?

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

    /// What `read` makes of the workspace's visible workflows, or has made of them before.
    final func numberedWorkflows(
        in scope: WorkspaceScope, visible: WorkflowVisibility, _ read: () throws -> [NumberedWorkflow]
    ) rethrows -> [NumberedWorkflow] {
        if let known, known.workspace == scope.workspace, known.visible == visible { return known.workflows }
        let workflows = try read()
        keep(workflows, in: scope, visible: visible)
        return workflows
    }

    final func keep(_ workflows: [NumberedWorkflow], in scope: WorkspaceScope, visible: WorkflowVisibility) {
        if isCommitted {
            known = KnownWorkflows(workspace: scope.workspace, visible: visible, workflows: workflows)
        }
    }

    final func end() { lent = nil }
}

/// A workflow's name beside the number by which rows of runs name it.
struct NumberedWorkflow {
    let number: Int64
    let name: WorkflowName
}

private struct KnownWorkflows {
    let workspace: Workspace.ID
    let visible: WorkflowVisibility
    let workflows: [NumberedWorkflow]
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
