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
    public let forms: [ClientForm]?
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

    /// Sums hourly tallies into the periods between consecutive boundaries.
    ///
    /// `boundaries` are ascending; each but the last begins a period. An hour counts for the period in which it begins, so
    /// that zones whose days begin at a half hour are off by less than an hour's runs.
    static func sums(of tallies: [RunTally], boundaries: [Instant]) -> [PeriodTally] {
        guard boundaries.count > 1 else { return [] }
        var sums = Array(repeating: (succeeded: 0, failed: 0, canceled: 0), count: boundaries.count - 1)
        // Tallies of a workflow follow each other: most lie in the period of the one before.
        var period = 0
        for tally in tallies {
            if tally.hour < boundaries[period] || tally.hour >= boundaries[period + 1] {
                guard let other = Self.period(of: tally.hour, boundaries) else { continue }
                period = other
            }
            sums[period].succeeded += tally.succeeded
            sums[period].failed += tally.failed
            sums[period].canceled += tally.canceled
        }
        return zip(boundaries, sums).map {
            PeriodTally(start: $0, succeeded: $1.succeeded, failed: $1.failed, canceled: $1.canceled)
        }
    }

    private static func period(of hour: Instant, _ boundaries: [Instant]) -> Int? {
        var low = 0
        var high = boundaries.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if boundaries[middle] <= hour { low = middle } else { high = middle }
        }
        return boundaries[low] <= hour && hour < boundaries[low + 1] ? low : nil
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
            recentRuns: mayEver(.runView) ? try runs(RunFilter(), before: nil, size: recent).items : nil,
            triggers: workflows?.filter(canTrigger).map { ClientWorkflow($0, canTrigger: true, lastRun: nil) },
            brokenConnections: mayEver(.connectionView) ? try connections { $0.health.isBroken } : nil,
            owed: seesBilling ? Money.totals(open.map(\.amountDue)) : nil,
            overdue: seesBilling ? Money.totals(open.filter(\.isOverdue).map(\.amountDue)) : nil,
            forms: mayEver(.formView) ? try forms() : nil)
    }

    private func periods(_ boundaries: [Instant]) throws -> [PeriodTally] {
        guard let first = boundaries.first, let last = boundaries.last else { return [] }
        let tallies = try snapshot.tallies(in: scope, visible: visibleRuns, from: first.startOfHour, until: last)
        return PeriodTally.sums(of: tallies, boundaries: boundaries)
    }
}
