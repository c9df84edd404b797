/// What a notice says, as a value: what its reader may see at the moment it is made, and nothing else.
public enum NoticeLetter: Hashable, Sendable {
    case runFailed(FailedRuns)
    case connectionNeedsMe(Connection.ID, name: String, ConnectionHealth, in: Place)
    case invoiceDue(Invoice.ID, number: String, amountDue: Money, dueAt: Instant?, in: Place)
    case formWaits(Form.ID, name: String, workflow: String, in: Place)
    /// A client's week: each of their workspaces in which something happened or waits.
    case clientWeek([ClientWeek])
    /// A staff member's week: the agency's clients whose runs failed, most of them first.
    case staffWeek([WeekOfFailures])

    public var notice: Notice {
        switch self {
        case .runFailed: .runFailed
        case .connectionNeedsMe: .connectionNeedsMe
        case .invoiceDue: .invoiceDue
        case .formWaits: .formWaits
        case .clientWeek, .staffWeek: .weeklySummary
        }
    }

    /// The workspace that a thing lies in.
    public struct Place: Hashable, Sendable {
        public let workspace: Workspace.ID
        /// `nil` where its reader has only one.
        public let name: String?

        public init(workspace: Workspace.ID, name: String?) {
            self.workspace = workspace
            self.name = name
        }
    }
}

/// A workflow whose runs failed: no word of why, but what the agency tells its client.
public struct FailedRuns: Hashable, Sendable {
    public let workflow: Workflow.ID
    public let workflowName: String
    /// The first of them.
    public let run: Run.ID
    public let count: Int
    public let since: Instant
    /// The agency's words to its client; `nil` where there are none, and for staff.
    public let note: String?
    public let place: NoticeLetter.Place
    public let isForStaff: Bool

    public init(
        workflow: Workflow.ID, workflowName: String, run: Run.ID, count: Int, since: Instant, note: String?,
        place: NoticeLetter.Place, isForStaff: Bool
    ) {
        self.workflow = workflow
        self.workflowName = workflowName
        self.run = run
        self.count = count
        self.since = since
        self.note = note
        self.place = place
        self.isForStaff = isForStaff
    }
}

/// Seven days of one workspace, for its client. What their areas leave out is `nil` or empty.
public struct ClientWeek: Hashable, Sendable {
    public let workspace: Workspace.ID
    public let name: String
    public let runs: WeekOfRuns?
    /// Names of what waits for the client.
    public let connections: [String]
    public let forms: [String]
    public let owed: [Money]
    public let overdue: [Money]

    public init(
        workspace: Workspace.ID, name: String, runs: WeekOfRuns?, connections: [String], forms: [String],
        owed: [Money], overdue: [Money]
    ) {
        self.workspace = workspace
        self.name = name
        self.runs = runs
        self.connections = connections
        self.forms = forms
        self.owed = owed
        self.overdue = overdue
    }

    /// Whether there is nothing to tell.
    public var isEmpty: Bool {
        (runs?.isEmpty ?? true) && connections.isEmpty && forms.isEmpty && owed.isEmpty
    }
}

/// How the runs of seven days ended.
public struct WeekOfRuns: Hashable, Sendable {
    public let succeeded: Int
    public let failed: Int
    public let canceled: Int
    /// Names of the workflows that failed.
    public let failedWorkflows: [String]

    public init(succeeded: Int, failed: Int, canceled: Int, failedWorkflows: [String]) {
        self.succeeded = succeeded
        self.failed = failed
        self.canceled = canceled
        self.failedWorkflows = failedWorkflows
    }

    public var isEmpty: Bool { succeeded == 0 && failed == 0 && canceled == 0 }
}

/// A client of the agency whose runs failed within seven days.
public struct WeekOfFailures: Hashable, Sendable {
    public let workspace: Workspace.ID
    public let name: String
    public let succeeded: Int
    public let failed: Int

    public init(workspace: Workspace.ID, name: String, succeeded: Int, failed: Int) {
        self.workspace = workspace
        self.name = name
        self.succeeded = succeeded
        self.failed = failed
    }
}
