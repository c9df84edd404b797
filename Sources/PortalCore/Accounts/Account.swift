/// A signed-in person's own record, the same for clients, staff and members of nothing.
public struct Account {
    let desk: Desk
    let person: Person

    public var user: User { person.user }
    /// The session that asks; `nil` where an embedder brought its own sign-in.
    public var session: Session? { person.session }

    /// One's own sessions, last used first, without the ended ones.
    public func sessions() throws -> [Session] {
        try decide()
        return try desk.snapshot.sessions(of: person.user.id, in: desk.agencyScope).filter {
            desk.sessionLifetime.admits(createdAt: $0.createdAt, lastUsedAt: $0.lastUsedAt, now: desk.now)
        }
    }

    func withPassword() throws -> (user: User, password: PasswordHash?) {
        try decide()
        guard let found = try desk.snapshot.user(person.user.id, in: desk.agencyScope) else { throw Refusal.notFound }
        return found
    }

    /// The only action of a profile: it is one's own by construction.
    func decide() throws {
        let standing: Standing =
            if let role = person.role {
                .staff(role)
            } else if let membership = person.memberships.first(where: { $0.status == .active }) {
                .client(membership.areas)
            } else {
                .nobody(.stranger)
            }
        guard desk.decide(standing, .profileEdit, .profile(isOwn: true)).isAllowed else { throw Refusal.notFound }
    }

    /// One's own record, for a change.
    public struct Changing {
        public let account: Account
        let transaction: any Transaction

        private var scope: AgencyScope { account.desk.agencyScope }

        /// Changes one's name: one line, 1 to 100 bytes after cleaning.
        public func rename(_ name: String) throws {
            try account.decide()
            let cleaned = DisplayText.line(name, limit: 100)
            guard !cleaned.isEmpty else { throw Refusal.invalid([FieldProblem("name", .missing)]) }
            try transaction.setName(cleaned, of: account.user.id, in: scope)
            try audit(detail: "name")
        }

        /// Ends one of one's own sessions; one that is not theirs is left alone, with the same answer.
        public func endSession(_ id: Session.ID) throws {
            try account.decide()
            try transaction.endSession(id, of: account.user.id, in: scope)
        }

        /// Ends every session but the one that asks.
        public func endOtherSessions() throws {
            try account.decide()
            try transaction.endSessions(of: account.user.id, except: account.session?.id, in: scope)
        }

        /// Ends the session that asks.
        public func signOut() throws {
            guard let session = account.session else { return }
            try transaction.endSession(session.id, of: account.user.id, in: scope)
        }

        func setPassword(_ hash: PasswordHash, replacing old: PasswordHash?) throws {
            try account.decide()
            // Verified outside the transaction: what was verified must still be what is kept.
            guard try transaction.user(account.user.id, in: scope)?.password == old else {
                throw Refusal.notNow(.currentPasswordWrong)
            }
            try transaction.setPassword(hash, of: account.user.id, in: scope)
            try transaction.endSessions(of: account.user.id, except: account.session?.id, in: scope)
            try audit(detail: "password")
        }

        private func audit(detail: String) throws {
            let entry = AuditEntry(
                agency: scope.agency, at: account.desk.now, actor: .user(account.user.id), action: .profileEdit,
                subject: account.user.id.description, workspace: nil, detail: detail)
            try transaction.append(entry, salt: account.desk.mint.bytes(16), in: scope)
        }
    }
}

extension Visit {
    /// The visitor's own record; `nil` before sign-in.
    public var account: Account? {
        switch entry {
        case .reception: nil
        case .clientPortal(let room): room.account
        case .agencyConsole(let room): room.account
        case .home(let room): room.account
        }
    }
}

extension ChangingVisit {
    /// The visitor's own record, for a change; `nil` before sign-in.
    public var account: Account.Changing? {
        switch entry {
        case .reception: nil
        case .clientPortal(let room): room.account
        case .agencyConsole(let room): room.account
        case .home(let room): room.account
        }
    }
}
