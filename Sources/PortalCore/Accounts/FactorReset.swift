/// Where somebody belongs whose second factor was taken away: the page that staff go back to.
public enum PersonPlace: Hashable, Sendable {
    case team
    case client(of: Workspace.ID)
    /// A member of nothing any more.
    case nowhere
}

extension AgencyConsole {
    /// Whether this person may take somebody's lost second factor away: not their own, and the owner's is the owner's.
    public func mayResetFactor(of person: User.ID, role: AccountRole?) -> Bool {
        may(.agencyResetFactor) && person != user.id && role != .owner
    }
}

extension AgencyConsole.Changing {
    /// Takes a person's lost second factor away: they sign in with their password alone, and set up a new one.
    ///
    /// Their sessions end, and they are told by mail who did it. Without a factor nothing changes. Throws ``Refusal/notNow(_:)`` with ``Obstacle/ownFactor`` for
    /// oneself and ``Obstacle/ownersFactor`` for the owner's.
    public func resetSecondFactor(of id: User.ID) throws -> PersonPlace {
        try room.require(.agencyResetFactor)
        guard let found = try transaction.user(id, in: room.scope) else { throw Refusal.notFound }
        let (role, memberships) = try transaction.standing(of: id, in: room.scope)
        guard id != room.user.id else { throw Refusal.notNow(.ownFactor) }
        guard role != .owner else { throw Refusal.notNow(.ownersFactor) }
        if try transaction.secondFactor(of: id, in: room.scope) != nil {
            try transaction.removeSecondFactor(of: id, in: room.scope)
            try transaction.endSessions(of: id, except: nil, in: room.scope)
            try transaction.endMailedLinks(of: id, in: room.scope)
            try room.desk.post(.factorReset, to: id, about: room.user.id, in: transaction)
            try audit(.agencyResetFactor, subject: id.description, workspace: nil, detail: found.user.name)
        }
        if role != nil { return .team }
        return memberships.first { $0.status == .active }.map { .client(of: $0.workspace.id) } ?? .nowhere
    }

    /// Says whom the agency lets in with a second factor only, from the next request on.
    public func require(secondFactor rule: SecondFactorRule) throws {
        try room.require(.agencyUpdate)
        try transaction.set(rule, in: room.scope)
        let asked = [(rule.forStaff, "staff"), (rule.forClients, "clients")].filter(\.0).map(\.1)
        try audit(
            .agencyUpdate, subject: room.front.agency.id.description, workspace: nil,
            detail: "second factor: \(asked.isEmpty ? "nobody" : asked.joined(separator: ", "))")
    }
}

extension AgencyConsole {
    /// Whom the agency lets in with a second factor only.
    public func secondFactorRule() throws -> SecondFactorRule {
        try require(.agencyUpdate)
        return front.agency.secondFactor
    }
}
