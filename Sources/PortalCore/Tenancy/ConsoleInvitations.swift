/// Who belongs to a workspace, and who was asked to.
public struct ClientMembers: Hashable, Sendable {
    public let workspace: Workspace
    public let members: [Member]
    public let invitations: [Invitation]

    public init(workspace: Workspace, members: [Member], invitations: [Invitation]) {
        self.workspace = workspace
        self.members = members
        self.invitations = invitations
    }
}

extension AgencyConsole {
    /// A workspace's clients and pending invitations.
    public func members(of id: Workspace.ID) throws -> ClientMembers {
        let open = try open(id)
        try require(.workspaceViewMembers, open.facts)
        return ClientMembers(
            workspace: open.workspace, members: try snapshot.members(of: open.scope),
            invitations: try snapshot.invitations(of: open.scope))
    }

    /// Pending invitations to the agency's staff.
    public func staffInvitations() throws -> [Invitation] {
        try require(.agencyViewTeam)
        return try snapshot.staffInvitations(in: scope)
    }
}

extension AgencyConsole.Changing {
    /// Invites addresses to a workspace as its clients: all of them, or none if anything stands against one.
    public func inviteClients(_ typed: String, to id: Workspace.ID) throws {
        let open = try room.open(id)
        try room.require(.workspaceInviteClient, open.facts)
        try invite(typed, to: .client(of: id)) { email in
            if try transaction.invitations(of: open.scope).contains(where: { $0.email == email }) { return .isInvited }
            return try transaction.members(of: open.scope).contains { $0.user.email == email } ? .isMember : nil
        }
    }

    /// Invites addresses to the agency's staff.
    public func inviteStaff(_ typed: String, as role: AccountRole) throws {
        try room.require(.agencyInvite)
        switch role {
        case .owner: throw Refusal.invalid([FieldProblem("role", .notAnOption)])
        case .admin, .member: break
        }
        try invite(typed, to: .staff(role)) { email in
            if try transaction.staffInvitations(in: room.scope).contains(where: { $0.email == email }) {
                return .isInvited
            }
            return try transaction.team(in: room.scope).contains { $0.user.email == email } ? .isMember : nil
        }
    }

    private func invite(
        _ typed: String, to goal: InvitationGoal, _ obstacle: (EmailAddress) throws -> AddressProblem.Kind?
    ) throws {
        let emails = try TypedAddresses.read(typed)
        let check = InvitationCheck(scope: room.scope, snapshot: transaction)
        let problems = try emails.compactMap { email in
            try (obstacle(email) ?? check.obstacle(to: email, joining: goal)).map { AddressProblem(email.text, $0) }
        }
        guard problems.isEmpty else { throw Refusal.invalid([FieldProblem("emails", .addresses(problems))]) }
        for email in emails {
            let invitation = Invitation(
                id: room.desk.mint.id(), email: email, goal: goal, inviter: room.user.id, invitedAt: room.now,
                expiresAt: room.now.adding(Invitation.lifetime))
            try transaction.insert(invitation, in: room.scope)
            try room.desk.post(invitation.id, in: transaction)
            try audit(goal.action, subject: invitation.id.description, workspace: goal.workspace, detail: email.text)
        }
    }

    /// Sends an invitation again, with a new link; the one that was sent before leads nowhere from now on.
    public func resend(_ id: Invitation.ID, to workspace: Workspace.ID?) throws {
        let invitation = try pending(id, to: workspace)
        try transaction.renew(id, inviter: room.user.id, until: room.now.adding(Invitation.lifetime), in: room.scope)
        try transaction.withdrawMails(about: id, in: room.scope)
        try room.desk.post(id, in: transaction)
        try audit(
            invitation.goal.action, subject: id.description, workspace: workspace,
            detail: "again: \(invitation.email.text)")
    }

    /// Takes an invitation back: its link leads nowhere, and a mail that still waits is not sent.
    public func withdraw(_ id: Invitation.ID, to workspace: Workspace.ID?) throws {
        let invitation = try pending(id, to: workspace)
        try transaction.withdrawMails(about: id, in: room.scope)
        guard try transaction.end(id, in: room.scope) else { throw Refusal.notFound }
        try audit(
            invitation.goal.action, subject: id.description, workspace: workspace,
            detail: "withdrawn: \(invitation.email.text)")
    }

    /// An invitation to this workspace, or with `nil` to the staff, of somebody who may invite there.
    private func pending(_ id: Invitation.ID, to workspace: Workspace.ID?) throws -> Invitation {
        let facts = try workspace.map { try room.open($0).facts } ?? .none
        guard let invitation = try transaction.invitation(id, in: room.scope), invitation.goal.workspace == workspace
        else {
            if workspace == nil { try room.require(.agencyInvite) }
            throw Refusal.notFound
        }
        try room.require(invitation.goal.action, facts)
        return invitation
    }
}

extension Desk {
    /// Puts an invitation's mail into the outbox.
    func post(_ invitation: Invitation.ID, in transaction: any Transaction) throws {
        let order = MailOrder(id: mint.id(), kind: .invitation, user: nil, invitation: invitation)
        try transaction.enqueue(order, at: now, in: agencyScope)
        onMail?()
    }
}
