extension AgencyConsole {
    /// The admins whom the owner can hand the agency over to, by name.
    public func heirs() throws -> [Member] {
        try require(.agencyTransferOwnership)
        return try snapshot.team(in: scope).filter { member in
            member.role == .admin && member.status == .active && member.user.status == .active
        }
    }
}

extension AgencyConsole.Changing {
    /// Makes an admin the owner and the owner an admin, at once and together. Both are told by mail.
    func transferOwnership(to id: User.ID, by presence: Presence) throws {
        let heir = try room.heirs().first { $0.user.id == id }
        try account.require(presence)
        guard let heir else { throw Refusal.invalid([FieldProblem("new-owner", .notAnOption)]) }
        // An agency never has two owners, not even between two statements.
        try transaction.setStaff(room.user.id, role: .admin, status: .active, at: room.now, in: room.scope)
        try transaction.setStaff(id, role: .owner, status: .active, at: room.now, in: room.scope)
        try room.desk.post(.ownershipReceived, to: id, about: room.user.id, in: transaction)
        try room.desk.post(.ownershipGiven, to: room.user.id, about: id, in: transaction)
        try audit(.agencyTransferOwnership, subject: id.description, workspace: nil, detail: heir.user.name)
    }
}

extension Portal {
    /// Hands the visitor's agency over to one of its admins, confirmed with the owner's password. The former owner becomes an admin.
    ///
    /// Throws ``Refusal/notNow(_:)`` with ``Obstacle/currentPasswordWrong`` or ``Obstacle/signInNotFresh``, ``Refusal/invalid(_:)`` for somebody who is no admin of the
    /// agency, ``Refusal/roleLacks(_:)`` for staff who are not the owner (any more), ``Refusal/notFound`` for anybody else.
    public func transferOwnership(_ knock: Knock, to heir: User.ID, password: String) async throws {
        // Whoever may not is told so before anything is derived.
        try await visit(knock) { visit in
            guard case .agencyConsole(let console) = visit?.entry else { throw Refusal.notFound }
            try console.require(.agencyTransferOwnership)
        }
        let presence = try await presence(of: knock, password: password)
        try await change(knock) { visit in
            guard case .agencyConsole(let console) = visit?.entry else { throw Refusal.notFound }
            try console.transferOwnership(to: heir, by: presence)
        }
    }
}
