/// Reading whom notices are for, and what there is to tell.
public protocol NoticeReading {
    /// Everybody who could be told of something in the workspace: its agency's staff and its own clients, if they are active, with what
    /// they chose of this notice.
    func readers(of notice: Notice, in scope: WorkspaceScope) throws -> [NoticeReader]

    /// How often what a waiting notice tells of has happened.
    func causes(of mail: Mail.ID, in scope: AgencyScope) throws -> Int

    /// Workspaces in use whose runs failed since the beginning of an hour, most of them first, at most `limit`.
    func failures(since start: Instant, limit: Int, in scope: AgencyScope) throws -> [WeekOfFailures]

    /// Things in workspaces in use that wait for a client and that nobody was told of, at most `limit`:
    /// connections that are broken, and visible forms that were never filled in.
    func untoldConnections(limit: Int, in scope: AgencyScope) throws -> [NoticeMatter]
    func untoldForms(visible: FormVisibility, limit: Int, in scope: AgencyScope) throws -> [NoticeMatter]

    /// Open invoices that are due before a moment and that nobody was told of since another, at most `limit`.
    func untoldInvoices(dueBefore end: Instant, since: Instant, limit: Int, in scope: AgencyScope) throws
        -> [NoticeMatter]

    /// Connections that were told of as broken and are no longer.
    func healedConnections(limit: Int, in scope: AgencyScope) throws -> [Connection.ID]

    /// The zones of the agency's people: their own or the agency's.
    func zones(in scope: AgencyScope) throws -> [String]

    /// Active people in a zone who were there at a moment and got no summary since, at most `limit`.
    func unsummarised(since moment: Instant, zone: String, limit: Int, in scope: AgencyScope) throws -> [User.ID]
}

/// Writing notices into the outbox, and down what was told.
public protocol NoticeWriting {
    /// Puts a notice into the outbox, due at once or as long after the last one of the same thing as it has to pause.
    func enqueue(_ order: NoticeOrder, at now: Instant, in scope: AgencyScope) throws

    /// Adds to the mails that tell of the thing and whose first try has not begun; answers whose they are.
    func absorb(_ causes: Int, into matter: NoticeMatter, in scope: WorkspaceScope) throws -> Set<User.ID>

    /// Takes back every notice of the workspace to this user that was not sent yet.
    func withdrawNotices(to user: User.ID, in scope: WorkspaceScope) throws

    /// Writes down that a thing is told of now; `false` if it was told of at or after `since`.
    func noteTold(_ matter: NoticeMatter, at now: Instant, since: Instant, in scope: AgencyScope) throws -> Bool

    /// Writes down that somebody's summary is ordered now; `false` if one was at or after `since`.
    func noteSummarised(_ user: User.ID, at now: Instant, since: Instant, in scope: AgencyScope) throws -> Bool

    /// Forgets that a connection was told of: when it breaks again, that is news.
    func forgetTold(_ connection: Connection.ID, in scope: AgencyScope) throws
}
