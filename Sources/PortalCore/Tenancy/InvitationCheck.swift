/// What is asked of an invitation whenever it matters: when it is written, when it is mailed, and when it is accepted.
struct InvitationCheck {
    let scope: AgencyScope
    let snapshot: any Snapshot

    /// What stands against this address joining; `nil` if nothing does.
    func obstacle(to email: EmailAddress, joining goal: InvitationGoal) throws -> AddressProblem.Kind? {
        guard let user = try snapshot.user(email: email, in: scope)?.user else { return nil }
        switch user.status {
        case .suspended: return .isSuspended
        case .active: break
        }
        let (role, memberships) = try snapshot.standing(of: user.id, in: scope)
        switch goal {
        case .client(let workspace):
            if role != nil { return .isStaff }
            return memberships.contains { $0.workspace.id == workspace && $0.status == .active } ? .isMember : nil
        case .staff:
            if role != nil { return .isMember }
            return memberships.contains { $0.status != .removed } ? .isClient : nil
        }
    }

    /// Whether it may still be accepted: in time, its inviter still here and still allowed to invite there, its workspace alive, and its
    /// reader neither there already nor on the other side.
    func isOpen(_ invitation: Invitation, at now: Instant) throws -> Bool {
        guard now < invitation.expiresAt, let inviter = try snapshot.user(invitation.inviter, in: scope)?.user,
            inviter.status == .active, let role = try snapshot.standing(of: inviter.id, in: scope).role,
            let facts = try facts(of: invitation.goal),
            AccessPolicy.decide(.staff(role), invitation.goal.action, facts).isAllowed
        else { return false }
        return try obstacle(to: invitation.email, joining: invitation.goal) == nil
    }

    private func facts(of goal: InvitationGoal) throws -> AccessFacts? {
        switch goal {
        case .client(let id):
            try snapshot.workspace(id, in: scope).map { .workspace(archived: $0.isArchived) }
        case .staff: AccessFacts.none
        }
    }
}
