/// An invitation as whoever holds its link sees it.
public struct InvitationOffer: Hashable, Sendable {
    public let invitation: Invitation
    /// The workspace's name; `nil` for an invitation to the staff.
    public let workspace: String?
    public let inviter: String
    /// Whether the address has an account here: then nobody signs up.
    public let hasAccount: Bool

    public init(invitation: Invitation, workspace: String?, inviter: String, hasAccount: Bool) {
        self.invitation = invitation
        self.workspace = workspace
        self.inviter = inviter
        self.hasAccount = hasAccount
    }
}

extension Reception {
    /// What a link offers; `nil` for one that was used, withdrawn, replaced or has expired, or that nobody stands behind any more.
    /// Looking redeems nothing.
    public func offer(by token: Secret) throws -> InvitationOffer? {
        let check = InvitationCheck(scope: desk.agencyScope, snapshot: desk.snapshot)
        let digest = desk.services.digests.digest(of: token)
        guard let invitation = try desk.snapshot.invitation(digest: digest, in: desk.agencyScope),
            try check.isOpen(invitation, at: desk.now),
            let inviter = try desk.snapshot.user(invitation.inviter, in: desk.agencyScope)?.user
        else { return nil }
        let workspace = try invitation.goal.workspace.flatMap {
            try desk.snapshot.workspace($0, in: desk.agencyScope)?.name
        }
        return InvitationOffer(
            invitation: invitation, workspace: workspace, inviter: inviter.name,
            hasAccount: try desk.snapshot.user(email: invitation.email, in: desk.agencyScope) != nil)
    }
}

extension Reception.Changing {
    /// Mails the link of a pending invitation to the address that was invited, and to no other.
    ///
    /// This is what an address that staff copied is good for: knowing it shows nothing about who knows it.
    public func remail(_ id: Invitation.ID) throws {
        let desk = room.desk
        let check = InvitationCheck(scope: desk.agencyScope, snapshot: transaction)
        guard let invitation = try transaction.invitation(id, in: desk.agencyScope),
            try check.isOpen(invitation, at: desk.now)
        else { return }
        try transaction.withdrawMails(about: id, in: desk.agencyScope)
        try desk.post(id, in: transaction)
    }

    /// Takes the invited person in: once. Who is new here gets an account with this name and password and is signed in at once; who has
    /// an account keeps it as it is, and signs in as always.
    func accept(_ token: Secret, newcomer: Newcomer?, agent: String, network: String?) throws -> Portal.Acceptance {
        let desk = room.desk
        guard let offer = try room.offer(by: token), try transaction.end(offer.invitation.id, in: desk.agencyScope)
        else { return .linkIsDead }
        let known = try transaction.user(email: offer.invitation.email, in: desk.agencyScope)?.user
        guard known != nil || newcomer != nil else { return .linkIsDead }
        let user =
            known
            ?? User(
                id: desk.mint.id(), email: offer.invitation.email, name: newcomer?.name ?? "", status: .active,
                language: nil, timeZone: nil)
        if known == nil {
            try transaction.insert(user, password: newcomer?.password, at: desk.now, in: desk.agencyScope)
        }
        try join(user, offer.invitation.goal)
        let entry = AuditEntry(
            agency: desk.agencyScope.agency, at: desk.now, actor: .user(user.id), action: offer.invitation.goal.action,
            subject: offer.invitation.id.description, workspace: offer.invitation.goal.workspace,
            detail: "accepted: \(user.email.text)")
        try transaction.append(entry, salt: desk.mint.bytes(16), in: desk.agencyScope)
        guard known == nil else {
            return .joined(offer.invitation.goal, session: nil)
        }
        return .joined(offer.invitation.goal, session: try openSession(of: user.id, agent: agent, network: network))
    }

    private func join(_ user: User, _ goal: InvitationGoal) throws {
        let desk = room.desk
        switch goal {
        case .client(let workspace):
            try transaction.setClient(
                user.id, areas: .all, status: .active, at: desk.now,
                of: WorkspaceScope(agency: desk.agencyScope.agency, workspace: workspace))
        case .staff(let role):
            try transaction.setStaff(user.id, role: role, status: .active, at: desk.now, in: desk.agencyScope)
        }
    }

    /// Who comes for the first time.
    struct Newcomer: Sendable {
        let name: String
        /// `nil` for whoever wants to sign in with mailed codes.
        let password: PasswordHash?
    }
}

extension Portal {
    /// What came of accepting an invitation.
    public enum Acceptance: Sendable {
        /// The secret of the new session's cookie for somebody who is new here; others sign in as always.
        case joined(InvitationGoal, session: Secret?)
        /// Used, withdrawn, expired, replaced, another agency's, or never was: one answer.
        case linkIsDead
        case unknownHost
    }

    /// Accepts an invitation by its mailed link. Who is new here may leave the password empty, and signs in with mailed codes then.
    ///
    /// Throws ``Refusal/invalid(_:)`` for a name or password that somebody new cannot have; the link stays good then.
    public func acceptInvitation(
        by token: Secret, name: String, password: String, at host: HostName, agent: String,
        network: String? = nil
    ) async throws -> Acceptance {
        let knock = Knock(host: host, identity: .nobody, remembered: nil)
        let found = try await visit(knock) { visit -> (isKnown: Bool, offer: InvitationOffer?) in
            guard case .reception(let reception) = visit?.entry else { return (visit != nil, nil) }
            return (true, try reception.offer(by: token))
        }
        guard found.isKnown else { return .unknownHost }
        guard let offer = found.offer else { return .linkIsDead }
        let newcomer =
            offer.hasAccount ? nil : try await newcomer(name, password: password, for: offer.invitation.email)
        return try await change(knock) { visit in
            guard case .reception(let reception) = visit?.entry else { return .unknownHost }
            return try reception.accept(token, newcomer: newcomer, agent: agent, network: network)
        }
    }

    private func newcomer(
        _ name: String, password: String, for email: EmailAddress
    ) async throws -> Reception.Changing.Newcomer {
        let name = DisplayText.line(name, limit: 100)
        var problems: [FieldProblem] = name.isEmpty ? [FieldProblem("name", .missing)] : []
        var checked: NewPassword?
        if !password.isEmpty {
            do {
                checked = try NewPassword(password, for: email)
            } catch {
                problems.append(FieldProblem("new-password", .password(error)))
            }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        var hash: PasswordHash?
        if let checked { hash = try await services.passwords.hash(checked.text) }
        return Reception.Changing.Newcomer(name: name, password: hash)
    }
}
