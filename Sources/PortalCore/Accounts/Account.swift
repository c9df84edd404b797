/// A signed-in person's own record, the same for clients, staff and members of nothing.
public struct Account {
    let desk: Desk
    let person: Person

    public var user: User { person.user }
    /// The session that asks; `nil` where an embedder brought its own sign-in.
    public var session: Session? { person.session }

    /// Asks for no more than to be here: for pages that show nothing but who one is.
    public func enter() throws { try decide() }

    /// One's own sessions, last used first, without the ended ones.
    public func sessions() throws -> [Session] {
        try decide()
        return try desk.snapshot.sessions(of: person.user.id, in: desk.agencyScope).filter {
            desk.sessionLifetime.admits(createdAt: $0.createdAt, lastUsedAt: $0.lastUsedAt, now: desk.now)
        }
    }

    /// Everything that the account page says.
    public func overview() throws -> AccountOverview {
        AccountOverview(
            sessions: try sessions(), current: session?.id, secondFactor: try secondFactor(),
            mustHaveSecondFactor: mustHaveSecondFactor, notices: try notices(), presence: try presenceAsk(),
            awaitedEmail: try awaitedEmail())
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

        var scope: AgencyScope { account.desk.agencyScope }

        /// Changes one's name: one line, 1 to 100 bytes after cleaning.
        public func rename(_ name: String) throws {
            try account.decide()
            let cleaned = DisplayText.line(name, limit: 100)
            guard !cleaned.isEmpty else { throw Refusal.invalid([FieldProblem("name", .missing)]) }
            try transaction.setName(cleaned, of: account.user.id, in: scope)
            try audit(detail: "name")
        }

        /// Chooses one's own language and time zone: a BCP 47 tag and an IANA name, or `nil` for the agency's.
        ///
        /// Which of them exist is for the caller to know; here they are bounded to what such names are made of.
        public func choose(language: String?, timeZone: String?) throws {
            try account.decide()
            guard language.map(Self.isPlainName) ?? true else {
                throw Refusal.invalid([FieldProblem("language", .notAnOption)])
            }
            guard timeZone.map(Self.isPlainName) ?? true else {
                throw Refusal.invalid([FieldProblem("time-zone", .notAnOption)])
            }
            try transaction.set(language: language, timeZone: timeZone, of: account.user.id, in: scope)
            try audit(detail: "language and time zone")
        }

        private static func isPlainName(_ text: String) -> Bool {
            (1...64).contains(text.utf8.count)
                && text.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || "-_/+".utf8.contains(byte)
                }
        }

        /// Ends one of one's own sessions; one that is not theirs is left alone, with the same answer.
        public func endSession(_ id: Session.ID) throws {
            try account.decide()
            try transaction.endSession(id, of: account.user.id, in: scope)
            try giveUpEmail { $0 == id }
        }

        /// Ends every session but the one that asks.
        public func endOtherSessions() throws {
            try account.decide()
            try transaction.endSessions(of: account.user.id, except: account.session?.id, in: scope)
            try giveUpEmail { $0 != account.session?.id }
        }

        /// Gives up the address that waits if it was asked for by such a session: who ends one may not know whose it was.
        private func giveUpEmail(askedBy isMeant: (Session.ID?) -> Bool) throws {
            guard let proof = try transaction.mailProof(.emailChange, of: account.user.id, in: scope),
                isMeant(proof.session)
            else { return }
            try transaction.endMailProofs(.emailChange, of: account.user.id, in: scope)
        }

        /// Ends the session that asks.
        public func signOut() throws {
            guard let session = account.session else { return }
            try transaction.endSession(session.id, of: account.user.id, in: scope)
        }

        func setPassword(_ hash: PasswordHash, by presence: Presence) throws -> Secret? {
            try account.decide()
            try require(presence)
            try transaction.setPassword(hash, of: account.user.id, in: scope)
            try transaction.endSessions(of: account.user.id, except: account.session?.id, in: scope)
            try transaction.endMailedLinks(of: account.user.id, in: scope)
            try account.desk.post(.passwordChanged, to: account.user.id, in: transaction)
            try audit(detail: "password")
            return try renewSession()
        }

        /// Gives the session that asks a new secret; whoever may have learned the old one has nothing. `nil` without a session.
        func renewSession() throws -> Secret? {
            guard let session = account.session else { return nil }
            let secret = account.desk.mint.secret()
            let digest = account.desk.services.digests.digest(of: secret)
            try transaction.renewSession(session.id, digest: digest, in: scope)
            return secret
        }

        func audit(detail: String) throws {
            let entry = AuditEntry(
                agency: scope.agency, at: account.desk.now, actor: .user(account.user.id), action: .profileEdit,
                subject: account.user.id.description, workspace: nil, detail: detail)
            try transaction.append(entry, salt: account.desk.mint.bytes(16), in: scope)
        }
    }
}

/// What a person's account page says beside who they are.
public struct AccountOverview: Hashable, Sendable {
    public let sessions: [Session]
    /// The session that asks; `nil` where an embedder brought its own sign-in.
    public let current: Session.ID?
    public let secondFactor: SecondFactor?
    public let mustHaveSecondFactor: Bool
    public let notices: [NoticeChoice]
    /// What changing a password asks for: a password for those who have one.
    public let presence: PresenceAsk
    /// The address that was asked for and is not confirmed yet.
    public let awaitedEmail: EmailAddress?

    public init(
        sessions: [Session], current: Session.ID?, secondFactor: SecondFactor?, mustHaveSecondFactor: Bool,
        notices: [NoticeChoice], presence: PresenceAsk = .password, awaitedEmail: EmailAddress?
    ) {
        self.sessions = sessions
        self.current = current
        self.secondFactor = secondFactor
        self.mustHaveSecondFactor = mustHaveSecondFactor
        self.notices = notices
        self.presence = presence
        self.awaitedEmail = awaitedEmail
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
