import PortalCore

extension SQLiteSnapshot {
    func invitation(_ id: Invitation.ID, in scope: AgencyScope) throws -> Invitation? {
        try database.first(Query.byID, [.id(scope.agency), .id(id)]) { try Invitation(row: $0) }
    }

    func invitation(digest: SecretDigest, in scope: AgencyScope) throws -> Invitation? {
        try database.first(Query.byDigest, [.id(scope.agency), .blob(digest.bytes)]) { try Invitation(row: $0) }
    }

    func invitations(of scope: WorkspaceScope) throws -> [Invitation] {
        try database.all(Query.toWorkspace, [.id(scope.agency), .id(scope.workspace)]) { try Invitation(row: $0) }
    }

    func staffInvitations(in scope: AgencyScope) throws -> [Invitation] {
        try database.all(Query.toStaff, [.id(scope.agency)]) { try Invitation(row: $0) }
    }
}

extension SQLiteTransaction {
    func insert(_ invitation: Invitation, in scope: AgencyScope) throws {
        let role: AccountRole? =
            switch invitation.goal {
            case .client: nil
            case .staff(let role): role
            }
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .id(invitation.id), .text(invitation.email.text), .text(invitation.email.key),
                .id(invitation.goal.workspace), .word(role), .id(invitation.inviter), .instant(invitation.invitedAt),
                .instant(invitation.expiresAt),
            ])
    }

    func renew(_ id: Invitation.ID, inviter: User.ID, until end: Instant, in scope: AgencyScope) throws {
        try database.changeOne(Query.renew, [.id(scope.agency), .id(id), .id(inviter), .instant(end)])
    }

    func arm(_ id: Invitation.ID, digest: SecretDigest, in scope: AgencyScope) throws {
        try database.changeOne(Query.arm, [.id(scope.agency), .id(id), .blob(digest.bytes)])
    }

    func end(_ id: Invitation.ID, in scope: AgencyScope) throws -> Bool {
        try database.change(Query.end, [.id(scope.agency), .id(id)]) > 0
    }

    func withdrawMails(about invitation: Invitation.ID, in scope: AgencyScope) throws {
        try database.change(Query.withdrawMails, [.id(scope.agency), .id(invitation)])
    }

    /// Deletes what expired long ago. Answers how many rows.
    func sweepInvitations(at now: Instant) throws -> Int {
        try database.change(Query.sweep, [.instant(now.adding(-.days(30)))])
    }
}

extension Invitation {
    fileprivate static let columns = """
        invitation.id, invitation.email, invitation.workspace_id, invitation.role, invitation.inviter_id,
        invitation.invited_at, invitation.expires_at
        """

    fileprivate init(row: Row) throws {
        guard let email = EmailAddress(row.text(1)) else {
            throw StorageError.damaged("an invited address is no address")
        }
        let goal: InvitationGoal =
            if let workspace = try row.optionalID(2, Workspace.self) {
                .client(of: workspace)
            } else {
                .staff(try row.word(3))
            }
        self.init(
            id: try row.id(0), email: email, goal: goal, inviter: try row.id(4), invitedAt: row.instant(5),
            expiresAt: row.instant(6))
    }
}

private enum Query {
    static let byID = SQL("SELECT \(Invitation.columns) FROM invitation WHERE agency_id = ?1 AND id = ?2")
    static let byDigest = SQL("SELECT \(Invitation.columns) FROM invitation WHERE agency_id = ?1 AND digest = ?2")
    static let toWorkspace = SQL(
        """
        SELECT \(Invitation.columns) FROM invitation INDEXED BY invitation_to_workspace
        WHERE agency_id = ?1 AND workspace_id = ?2 ORDER BY invited_at, id
        """)
    static let toStaff = SQL(
        """
        SELECT \(Invitation.columns) FROM invitation INDEXED BY invitation_to_staff
        WHERE agency_id = ?1 AND workspace_id IS NULL ORDER BY invited_at, id
        """)
    static let insert = SQL(
        """
        INSERT INTO invitation (agency_id, id, email, email_key, workspace_id, role, inviter_id, invited_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """)
    static let renew = SQL(
        "UPDATE invitation SET inviter_id = ?3, expires_at = ?4, digest = NULL WHERE agency_id = ?1 AND id = ?2")
    static let arm = SQL("UPDATE invitation SET digest = ?3 WHERE agency_id = ?1 AND id = ?2")
    static let end = SQL("DELETE FROM invitation WHERE agency_id = ?1 AND id = ?2")
    static let withdrawMails = SQL(
        """
        DELETE FROM mail INDEXED BY mail_of_invitation
        WHERE agency_id = ?1 AND invitation_id = ?2 AND status = 'waiting'
        """)
    static let sweep = SQL("DELETE FROM invitation INDEXED BY invitation_by_end WHERE expires_at <= ?1")
}
