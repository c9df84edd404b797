extension AgencyConsole.Changing {
    /// Takes a member of staff away: their sessions end, what waits to be mailed to them is not sent, and what they did stays.
    ///
    /// Throws ``Refusal/notNow(_:)`` with ``Obstacle/ownMembership`` for oneself and ``Obstacle/ownersMembership`` for the owner.
    public func removeStaff(_ id: User.ID) throws {
        try room.require(.agencyRemoveStaff)
        let (member, role) = try colleague(id)
        try transaction.setStaff(id, role: role, status: .removed, at: room.now, in: room.scope)
        try transaction.endSessions(of: id, except: nil, in: room.scope)
        try transaction.endSignInChallenges(of: id, in: room.scope)
        try transaction.withdrawMails(to: id, in: room.scope)
        try audit(.agencyRemoveStaff, subject: id.description, workspace: nil, detail: member.user.name)
    }

    /// Makes a member an admin, or an admin a member, from their next request on.
    ///
    /// Throws ``Refusal/notNow(_:)`` as ``removeStaff(_:)`` does, and ``Refusal/invalid(_:)`` for a role that is not given this way.
    public func setRole(_ role: AccountRole, of id: User.ID) throws {
        try room.require(.agencyChangeRole)
        switch role {
        case .owner: throw Refusal.invalid([FieldProblem("role", .notAnOption)])
        case .admin, .member: break
        }
        let (member, known) = try colleague(id)
        guard role != known else { return }
        try transaction.setStaff(id, role: role, status: member.status, at: room.now, in: room.scope)
        try audit(
            .agencyChangeRole, subject: id.description, workspace: nil, detail: "\(member.user.name): \(role.rawValue)")
    }

    /// Somebody else of the staff, who is not the owner.
    private func colleague(_ id: User.ID) throws -> (member: Member, role: AccountRole) {
        let member = try transaction.team(in: room.scope).first { $0.user.id == id }
        guard let member, let role = member.role else { throw Refusal.notFound }
        switch role {
        case .owner: throw Refusal.notNow(.ownersMembership)
        case .admin, .member: break
        }
        guard id != room.user.id else { throw Refusal.notNow(.ownMembership) }
        return (member, role)
    }
}
