/// A day as it is somewhere. This module knows no zones: whoever composes the process gives the day of a zone (PortalPages can tell).
public struct LocalDay: Hashable, Sendable {
    /// Eight in the morning.
    public let eight: Instant
    /// The first moment of the next day.
    public let end: Instant
    public let isMonday: Bool

    public init(eight: Instant, end: Instant, isMonday: Bool) {
        self.eight = eight
        self.end = end
        self.isMonday = isMonday
    }

    /// Whether what is told in the morning is told now: from eight until the end of the day, if nobody was there at eight.
    func isTime(_ now: Instant) -> Bool { eight <= now && now < end }
}

/// The day that a moment lies in, in the zone of an IANA name.
public typealias Almanac = @Sendable (_ zone: String, _ moment: Instant) -> LocalDay

extension Operator {
    /// Orders mails of what waits for clients: connections that are broken and forms that were never filled in once, invoices on the day
    /// they are due and every week after it. Answers how many things of one agency's batch were told of, at most.
    ///
    /// What is told is written down in the transaction of its mails, so that every thing is told of once, whoever asks how often.
    public func tellWhatWaits(by almanac: Almanac, limit: Int = 50) async throws -> Int {
        let now = portal.clock.now
        var most = 0
        for agency in try await agencies() {
            let day = almanac(agency.timeZone, now)
            guard day.isTime(now) else { continue }
            most = max(most, try await tellWhatWaits(in: agency, day, now, limit))
        }
        return most
    }

    /// How long after an invoice was told of it is told of again.
    static let invoicePause = TimeSpan.days(7)
    /// Since when something may not have been told of that is told of once.
    static let ever = Instant(milliseconds: .min)

    private func tellWhatWaits(in agency: Agency, _ day: LocalDay, _ now: Instant, _ limit: Int) async throws -> Int {
        let scope = AgencyScope(agency: agency.id)
        // From the morning on: told at noon one week, it is told in the morning of the next.
        let invoicesSince = day.eight.adding(-Self.invoicePause).adding(.hours(16))
        let (matters, healed) = try await portal.storage.read { snapshot in
            let forms = Standing.client(.forms).visibleForms(archived: false)
            return (
                try snapshot.untoldInvoices(dueBefore: day.end, since: invoicesSince, limit: limit, in: scope)
                    + snapshot.untoldConnections(limit: limit, in: scope)
                    + snapshot.untoldForms(visible: forms, limit: limit, in: scope),
                try snapshot.healedConnections(limit: limit, in: scope)
            )
        }
        guard !matters.isEmpty || !healed.isEmpty else { return 0 }
        let mint = portal.mint()
        let onMail = portal.onMail
        try await portal.storage.write { transaction in
            let orders = NoticeOrders(mint: mint, transaction: transaction, onMail: onMail)
            for connection in healed { try transaction.forgetTold(connection, in: scope) }
            for matter in matters {
                let since = matter.notice == .invoiceDue ? invoicesSince : Self.ever
                guard try transaction.noteTold(matter, at: now, since: since, in: scope) else { continue }
                try orders.tell(matter, in: WorkspaceScope(agency: agency.id, workspace: matter.workspace))
            }
        }
        return matters.count
    }

    // MARK: Summaries

    /// Orders summaries of the week for those for whom it is Monday, eight o'clock or later; answers how many people of one agency's
    /// batch were asked about, at most.
    ///
    /// One in a week for each person, however often and by how many it is asked for; whoever was not there at eight sends it later that
    /// day, and no other day.
    public func summariseWeek(by almanac: Almanac, limit: Int = 50) async throws -> Int {
        let now = portal.clock.now
        var most = 0
        for agency in try await agencies() {
            let scope = AgencyScope(agency: agency.id)
            for zone in try await portal.storage.read({ try $0.zones(in: scope) }) {
                let day = almanac(zone, now)
                guard day.isMonday, day.isTime(now) else { continue }
                most = max(most, try await summariseWeek(in: scope, zone, day, now, limit))
            }
        }
        return most
    }

    private func summariseWeek(
        in scope: AgencyScope, _ zone: String, _ day: LocalDay, _ now: Instant, _ limit: Int
    ) async throws -> Int {
        let people = try await portal.storage.read {
            try $0.unsummarised(since: day.eight, zone: zone, limit: limit, in: scope)
        }
        guard !people.isEmpty else { return 0 }
        let mint = portal.mint()
        let onMail = portal.onMail
        try await portal.storage.write { transaction in
            let orders = NoticeOrders(mint: mint, transaction: transaction, onMail: onMail)
            for user in people
            where try transaction.noteSummarised(user, at: now, since: day.eight, in: scope) {
                try orders.summarise(to: user, in: scope)
            }
        }
        return people.count
    }
}
