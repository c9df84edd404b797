/// The portal's landing page. A panel that the client's areas leave out is `nil`.
public struct ClientDashboard: Hashable, Sendable {
    /// How many workflows are on: published, and not held.
    public let activeWorkflowCount: Int?
    /// Runs that ended in each of the asked periods.
    public let periods: [PeriodTally]?
    public let recentRuns: [ClientRun]?
    /// The workflows that this client may start now, by name.
    public let triggers: [WorkflowName]?
    /// Connections that wait for the client.
    public let brokenConnections: [ClientConnection]?
    /// What is to pay, one amount per currency, and the part past its due date.
    public let owed: [Money]?
    public let overdue: [Money]?
    /// Forms that can be filled in.
    public let forms: [ClientFormSummary]?
}

/// How many runs ended between two moments, by how they ended.
public struct PeriodTally: Hashable, Sendable {
    public let start: Instant
    public let succeeded: Int
    public let failed: Int
    public let canceled: Int

    public init(start: Instant, succeeded: Int, failed: Int, canceled: Int) {
        self.start = start
        self.succeeded = succeeded
        self.failed = failed
        self.canceled = canceled
    }
}

extension ClientPortal {
    /// Everything the landing page says.
    ///
    /// `boundaries` are the beginnings of the days to chart, oldest first, and the end of the last: PortalPages knows zones,
    /// this module does not.
    public func dashboard(boundaries: [Instant], recent: PageSize = PageSize(8)) throws -> ClientDashboard {
        try require(.portalOpen, .workspace(archived: archived))
        let workflows =
            mayEver(.workflowView) ? try snapshot.workflowSummaries(in: scope, visible: visibleWorkflows) : nil
        let seesBilling = mayEver(.billingView)
        let open = seesBilling ? try openInvoices() : []
        return ClientDashboard(
            activeWorkflowCount: workflows?.count { $0.status == .published },
            periods: mayEver(.runView) ? try periods(boundaries) : nil,
            recentRuns: mayEver(.runView) ? try newestRuns(RunFilter(), before: nil, size: recent).items : nil,
            triggers: workflows?.filter(canTrigger).map(WorkflowName.init),
            brokenConnections: mayEver(.connectionView) ? try connections { $0.health.isBroken } : nil,
            owed: seesBilling ? Money.totals(open.map(\.amountDue)) : nil,
            overdue: seesBilling ? Money.totals(open.filter(\.isOverdue).map(\.amountDue)) : nil,
            forms: mayEver(.formView) ? try forms() : nil)
    }

    private func periods(_ boundaries: [Instant]) throws -> [PeriodTally] {
        let periods = HourPeriods(boundaries: boundaries)
        let ended = try snapshot.endedRuns(in: scope, visible: visibleRuns, periods: periods)
        return zip(boundaries, ended).map { start, ended in
            PeriodTally(start: start, succeeded: ended.succeeded, failed: ended.failed, canceled: ended.canceled)
        }
    }
}
