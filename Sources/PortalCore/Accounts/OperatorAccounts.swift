extension Operator {
    /// The agency's person of that address; `nil` if nobody has it there.
    public func person(_ email: EmailAddress, at agency: Agency.ID) async throws -> User? {
        try await portal.storage.read { try $0.user(email: email, in: AgencyScope(agency: agency))?.user }
    }

    /// Takes a person's second factor away, the owner's too: for whoever lost their device and their recovery codes.
    ///
    /// Their sessions end, it is written down, and they are told by mail. Answers whether there was one; without, nothing changes.
    public func resetSecondFactor(of user: User.ID, at agency: Agency.ID) async throws -> Bool {
        let mint = portal.mint()
        return try await portal.storage.write { transaction in
            let scope = AgencyScope(agency: agency)
            guard let person = try transaction.user(user, in: scope)?.user else { throw StorageError.notFound }
            guard try transaction.secondFactor(of: user, in: scope) != nil else { return false }
            try transaction.removeSecondFactor(of: user, in: scope)
            try transaction.endSessions(of: user, except: nil, in: scope)
            try transaction.endMailedLinks(of: user, in: scope)
            let order = MailOrder(id: mint.id(), kind: .factorReset, user: user)
            try transaction.enqueue(order, at: mint.now, in: scope)
            try Self.note(.agencyResetFactor, person, "\(person.name)", in: scope, mint, transaction)
            return true
        }
    }

    /// Makes a link's secret by which a person sets a new password: good once, and for as long as a mailed one.
    ///
    /// Links that were mailed before are good no more, and the person's sessions end. It is written down. The secret is told this once.
    public func passwordLink(for user: User.ID, at agency: Agency.ID) async throws -> PasswordLink {
        let mint = portal.mint()
        let secret = mint.secret()
        let digest = portal.services.digests.digest(of: secret)
        return try await portal.storage.write { transaction in
            let scope = AgencyScope(agency: agency)
            guard let person = try transaction.user(user, in: scope)?.user, let front = try transaction.front(in: scope)
            else { throw StorageError.notFound }
            let kind = MailProofKind.passwordReset
            let proof = MailProof(
                id: mint.id(), kind: kind, user: user, expiresAt: mint.now.adding(kind.lifetime))
            try transaction.endMailedLinks(of: user, in: scope)
            try transaction.insert(proof, in: scope)
            try transaction.arm(proof.id, digest: digest, until: proof.expiresAt, in: scope)
            try transaction.endSessions(of: user, except: nil, in: scope)
            try Self.note(.profileEdit, person, "link for a new password", in: scope, mint, transaction)
            return PasswordLink(front: front, secret: secret, lifetime: kind.lifetime)
        }
    }

    private static func note(
        _ action: Action, _ person: User, _ detail: String, in scope: AgencyScope, _ mint: Mint,
        _ transaction: any Transaction
    ) throws {
        let entry = AuditEntry(
            agency: scope.agency, at: mint.now, actor: .operatorConsole, action: action,
            subject: person.id.description, workspace: nil, detail: detail)
        try transaction.append(entry, salt: mint.bytes(16), in: scope)
    }
}

/// What a link that sets a new password is made of.
public struct PasswordLink: Sendable {
    /// Whose host it leads to.
    public let front: Front
    public let secret: Secret
    public let lifetime: TimeSpan
}
