/// The portal's landing page. A panel that the client's areas leave out is `nil`.
public struct ClientDashboard: Hashable, Sendable {
    /// How many workflows are on: published, and not held.
    public let activeWorkflowCount: Int?
    /// Runs that ended in each of the asked periods.
    public let periods: [PeriodTally]?
    public let recentRuns: [ClientRun]?
    /// The workflows that this client may start now, without their newest runs.
    public let triggers: [ClientWorkflow]?
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

    /// Sums hours into the periods between consecutive boundaries.
    ///
    /// `boundaries` are ascending; each but the last begins a period. An hour counts for the period in which it begins, so
    /// that zones whose days begin at a half hour are off by less than an hour's runs.
    static func sums(of ends: HourlyEnds, boundaries: [Instant]) -> [PeriodTally] {
        zip(boundaries, boundaries.dropFirst()).map { start, end in
            // The first hour that begins at or after each boundary.
            let first = ends.index(ofHourFrom: start)
            let last = max(first, ends.index(ofHourFrom: end))
            var (succeeded, failed, canceled) = (0, 0, 0)
            for hour in ends.hours[first..<last] {
                // Ten years of the largest counts are far from overflowing.
                succeeded &+= Int(hour.succeeded)
                failed &+= Int(hour.failed)
                canceled &+= Int(hour.canceled)
            }
            return PeriodTally(start: start, succeeded: succeeded, failed: failed, canceled: canceled)
        }
    }
}

extension HourlyEnds {
    /// The first of the hours that begins then or later; as many as there are if none does.
    fileprivate func index(ofHourFrom moment: Instant) -> Int {
        let hour = TimeSpan.hours(1).milliseconds
        let passed = moment.since(start).milliseconds
        return Int(min(max(0, passed / hour + (passed % hour > 0 ? 1 : 0)), Int64(hours.count)))
    }
}

extension ClientPortal {
    /// Everything the landing page says.
    ///
    /// `boundaries` are the beginnings of the days to chart, oldest first, and the end of the last: PortalPages knows zones,
    /// this module does not.
    public func dashboard(boundaries: [Instant], recent: PageSize = PageSize(8)) throws -> ClientDashboard {
        try require(.portalOpen, .workspace(archived: archived))
        let workflows = mayEver(.workflowView) ? try snapshot.workflows(in: scope, visible: visibleWorkflows) : nil
        let seesBilling = mayEver(.billingView)
        let open = seesBilling ? try openInvoices() : []
        return ClientDashboard(
            activeWorkflowCount: workflows?.count { $0.status == .published },
            periods: mayEver(.runView) ? try periods(boundaries) : nil,
            recentRuns: mayEver(.runView) ? try newestRuns(of: workflows, recent) : nil,
            triggers: workflows?.filter(canTrigger).map { ClientWorkflow($0, canTrigger: true, lastRun: nil) },
            brokenConnections: mayEver(.connectionView) ? try connections { $0.health.isBroken } : nil,
            owed: seesBilling ? Money.totals(open.map(\.amountDue)) : nil,
            overdue: seesBilling ? Money.totals(open.filter(\.isOverdue).map(\.amountDue)) : nil,
            forms: mayEver(.formView) ? try forms() : nil)
    }

    /// The workflows that were read already name the runs, where the two may be seen alike.
    private func newestRuns(of workflows: [Workflow]?, _ size: PageSize) throws -> [ClientRun] {
        let names =
            if let workflows, visibleRuns == visibleWorkflows { workflows.map(WorkflowName.init) } else {
                try snapshot.workflowNames(in: scope, visible: visibleRuns)
            }
        return try runs(of: names, RunFilter(), before: nil, size: size).items
    }

    private func periods(_ boundaries: [Instant]) throws -> [PeriodTally] {
        guard let first = boundaries.first, let last = boundaries.last else { return [] }
        let ends = try snapshot.endedRuns(in: scope, visible: visibleRuns, from: first, until: last)
        return PeriodTally.sums(of: ends, boundaries: boundaries)
    }
}
