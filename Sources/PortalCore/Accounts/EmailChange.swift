extension Account {
    /// The address that was asked for and is not confirmed yet; an address that nobody can have here waits like any other.
    public func awaitedEmail() throws -> EmailAddress? {
        try decide()
        guard let proof = try desk.snapshot.mailProof(.emailChange, of: user.id, in: desk.agencyScope),
            desk.now < proof.expiresAt
        else { return nil }
        return proof.email
    }
}

extension Account.Changing {
    /// Mails a link to the address that the person wants to have. Nothing else changes before it is used.
    ///
    /// The answer and the work are the same for an address that somebody has here: then the mail is nobody's, and is never sent.
    func askForEmail(_ email: EmailAddress, by presence: Presence) throws {
        try account.decide()
        try require(presence)
        guard email != account.user.email else { throw Refusal.invalid([FieldProblem("email", .unchanged)]) }
        let desk = account.desk
        let isTaken = try transaction.user(email: email, in: scope) != nil
        let kind = MailProofKind.emailChange
        let proof = MailProof(
            id: desk.mint.id(), kind: kind, user: account.user.id, expiresAt: desk.now.adding(kind.lifetime),
            email: email, session: account.session?.id)
        try transaction.endMailProofs(kind, of: account.user.id, in: scope)
        try transaction.insert(proof, in: scope)
        try desk.post(
            kind.mail, to: isTaken ? nil : account.user.id, at: email, proof: proof.id, in: transaction)
        try audit(detail: "another email asked for")
    }

    /// Calls the change off: the link that was mailed leads nowhere, and a mail that still waits is not sent.
    public func keepEmail() throws {
        try account.decide()
        try transaction.endMailProofs(.emailChange, of: account.user.id, in: scope)
        try audit(detail: "another email called off")
    }
}

extension Reception {
    /// What a link changes; `nil` if it leads nowhere any more, or if somebody has that address by now.
    func emailChange(by token: Secret) throws -> (proof: MailProof, user: User, email: EmailAddress)? {
        guard let (proof, user) = try holder(of: token, for: .emailChange), let email = proof.email,
            try desk.snapshot.user(email: email, in: desk.agencyScope) == nil
        else { return nil }
        return (proof, user, email)
    }

    /// The address that a link confirms; `nil` for one that was used, has expired, was replaced or called off, is another agency's or
    /// never was. Looking redeems nothing.
    public func newEmail(by token: Secret) throws -> EmailAddress? { try emailChange(by: token)?.email }
}

extension Reception.Changing {
    /// Gives the address to whoever asked for it, and tells the one that they had; `nil` if the link is no good any more.
    ///
    /// Every other mailed link of theirs ends, and every session but the one that asked and the one that confirms.
    func changeEmail(by token: Secret, from confirming: Session.ID?) throws -> User.ID? {
        let desk = room.desk
        let scope = desk.agencyScope
        guard let (proof, user, email) = try room.emailChange(by: token) else { return nil }
        try transaction.setEmail(email, of: user.id, in: scope)
        try transaction.endMailedLinks(of: user.id, in: scope)
        try transaction.endSignInChallenges(of: user.id, in: scope)
        try transaction.disarmMailedCodes(of: user.id, in: scope)
        for session in try transaction.sessions(of: user.id, in: scope)
        where session.id != proof.session && session.id != confirming {
            try transaction.endSession(session.id, of: user.id, in: scope)
        }
        try desk.post(.emailChanged, to: user.id, at: user.email, in: transaction)
        let entry = AuditEntry(
            agency: scope.agency, at: desk.now, actor: .user(user.id), action: .profileEdit,
            subject: user.id.description, workspace: nil, detail: "email: \(user.email.text) to \(email.text)")
        try transaction.append(entry, salt: desk.mint.bytes(16), in: scope)
        return user.id
    }
}

extension Portal {
    /// What came of confirming a new address.
    public enum EmailOutcome: Hashable, Sendable {
        /// Whose address it is from now on.
        case done(User.ID)
        /// Used, expired, replaced, called off, another agency's, or never was: one answer.
        case linkIsDead
        case unknownHost
    }

    /// Asks for another address of the visitor's own, with their password. It becomes theirs once a link that is mailed there is used.
    ///
    /// Throws ``Refusal/notNow(_:)`` with ``Obstacle/currentPasswordWrong`` or ``Obstacle/signInNotFresh``, ``Refusal/invalid(_:)`` for the address
    /// that they have, ``Refusal/notFound`` for a visitor who is not signed in. Whether somebody has the address here is told by nothing.
    public func askForEmail(_ knock: Knock, _ email: EmailAddress, password: String) async throws {
        let presence = try await presence(of: knock, password: password)
        try await change(knock) { visit in
            guard let account = visit?.account else { throw Refusal.notFound }
            try account.askForEmail(email, by: presence)
        }
    }

    /// Confirms a new address by its mailed link: once, from any browser. The session that this one shows goes on, if it is theirs.
    public func confirmEmail(by token: Secret, _ knock: Knock) async throws -> EmailOutcome {
        let confirming = try await visit(knock) { $0?.account?.session?.id }
        return try await change(Knock(host: knock.host, identity: .nobody, remembered: nil)) { visit in
            guard case .reception(let reception) = visit?.entry else { return .unknownHost }
            return try reception.changeEmail(by: token, from: confirming).map { .done($0) } ?? .linkIsDead
        }
    }
}
