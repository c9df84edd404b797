/// Everything that is kept of a person as themselves, for their own download.
///
/// What others wrote, and what lies in areas or workspaces that they may not see, is not theirs and not in it.
public struct AccountCopy: Hashable, Sendable {
    public let user: User
    /// The address that was asked for and is not confirmed yet.
    public let awaitedEmail: EmailAddress?
    public let role: AccountRole?
    public let memberships: [WorkspaceMembership]
    public let sessions: [Session]
    public let secondFactorSince: Instant?
    public let recoveryCodesLeft: Int
    public let notices: [NoticeChoice]
    public let submissions: [Filled]

    /// A form that the person filled in.
    public struct Filled: Hashable, Sendable {
        public let workspace: String
        public let form: String
        public let submission: Submission
    }
}

extension Account {
    /// A copy of everything that is kept of oneself.
    public func copy() throws -> AccountCopy {
        let factor = try secondFactor()
        return AccountCopy(
            user: user, awaitedEmail: try awaitedEmail(), role: person.role, memberships: person.openWorkspaces,
            sessions: try sessions(),
            secondFactorSince: factor?.since, recoveryCodesLeft: factor?.recoveryCodesLeft ?? 0,
            notices: try notices(), submissions: try person.openWorkspaces.flatMap { try filled(in: $0) })
    }

    /// What the person filled in there, of forms that they can still see.
    private func filled(in membership: WorkspaceMembership) throws -> [AccountCopy.Filled] {
        let standing = Standing.client(membership.areas)
        let facts = AccessFacts(archived: membership.workspace.isArchived, published: true)
        guard desk.decide(standing, .formViewSubmissions, facts).isAllowed else { return [] }
        let scope = WorkspaceScope(agency: desk.front.agency.id, workspace: membership.workspace.id)
        let forms = try desk.snapshot.forms(
            in: scope, visible: standing.visibleForms(archived: membership.workspace.isArchived))
        return try forms.flatMap { form in
            try desk.snapshot.submissions(of: form.id, by: user.id, in: scope).map {
                AccountCopy.Filled(workspace: membership.workspace.name, form: form.name, submission: $0)
            }
        }
    }
}
