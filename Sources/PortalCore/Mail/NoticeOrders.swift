/// Puts notices into the outbox, in the transaction of their cause.
///
/// Whoever is told of one thing again and again gets one mail in an hour: a mail that waits takes in what happens meanwhile. Everything
/// that is asked here is asked again when the mail is made.
struct NoticeOrders {
    let mint: Mint
    let transaction: any Transaction
    let onMail: Portal.MailObserver?

    /// How long after a mail the next one of the same thing may leave.
    static let pause = TimeSpan.hours(1)

    /// Tells everybody who may know of a thing and wants to be told.
    func tell(_ matter: NoticeMatter, causes: Int = 1, in scope: WorkspaceScope) throws {
        guard let sees = try sight(of: matter, in: scope) else { return }
        let told = try transaction.absorb(causes, into: matter, in: scope)
        let readers = try transaction.readers(of: matter.notice, in: scope).filter { reader in
            reader.wants(matter.notice) && sees(reader.standing) && !told.contains(reader.user)
        }
        for reader in readers { try order(matter.notice, matter, to: reader.user, causes, in: scope.agencyScope) }
    }

    /// Sends a summary to somebody who wants it and belongs here.
    func summarise(to user: User.ID, in scope: AgencyScope) throws {
        let (role, memberships) = try transaction.standing(of: user, in: scope)
        let isClient = memberships.contains { $0.status == .active && !$0.workspace.isArchived }
        let standing: Standing = role.map { .staff($0) } ?? (isClient ? .client([]) : .nobody(.stranger))
        let choice = try transaction.noticeChoices(of: user, in: scope)[.weeklySummary]
        guard Notice.weeklySummary.isWanted(by: standing, choice: choice) else { return }
        try order(.weeklySummary, nil, to: user, 1, in: scope)
    }

    private func order(
        _ notice: Notice, _ matter: NoticeMatter?, to user: User.ID, _ causes: Int, in scope: AgencyScope
    ) throws {
        let order = NoticeOrder(
            id: mint.id(), user: user, notice: notice, matter: matter, causes: causes, pause: Self.pause)
        try transaction.enqueue(order, at: mint.now, in: scope)
        onMail?()
    }

    /// Who may see the thing, by the rules' own filters; `nil` if there is no such thing.
    private func sight(of matter: NoticeMatter, in scope: WorkspaceScope) throws -> ((Standing) -> Bool)? {
        switch matter.thing {
        case .workflow(let id, _):
            guard let workflow = try transaction.workflow(.id(id), in: scope) else { return nil }
            return { $0.visibleRuns(archived: false).admits(workflow.status) }
        case .connection: return { $0.seesConnections(archived: false) }
        case .invoice: return { $0.visibleInvoices(archived: false).admits(.open) }
        case .form: return { !$0.visibleForms(archived: false).isNothing }
        }
    }
}
