/// A proof, asked for by mail, that somebody reads what is sent to an address. It is good once, and for a short time.
///
/// It is asked for by whoever typed an address, whether or not anybody has it: without a user it can never be redeemed. Its secret is
/// made when the mail is made, and only its digest is kept.
public struct MailProof: Identified, Hashable, Sendable {
    public typealias ID = Identifier<MailProof>
    public static var idPrefix: String { "prf" }

    public let id: ID
    public let kind: MailProofKind
    public let user: User.ID?
    public let expiresAt: Instant
    /// The address that it shows one to read, where that is not the user's own yet.
    public let email: EmailAddress?
    /// The session that asked for it, if one did.
    public let session: Session.ID?

    public init(
        id: ID, kind: MailProofKind, user: User.ID?, expiresAt: Instant, email: EmailAddress? = nil,
        session: Session.ID? = nil
    ) {
        self.id = id
        self.kind = kind
        self.user = user
        self.expiresAt = expiresAt
        self.email = email
        self.session = session
    }

    /// Until when it is good if its mail is made at this moment.
    func end(mailedAt now: Instant) -> Instant {
        switch kind {
        // Its asker is shown that it waits: for as long as was said, whether or not a mail is ever made.
        case .emailChange: expiresAt
        case .passwordReset: now.adding(kind.lifetime)
        }
    }
}

/// What a proof is good for, and for nothing else. The raw value is stored.
public enum MailProofKind: String, CaseIterable, Hashable, Sendable {
    case emailChange = "email-change"
    case passwordReset = "password-reset"

    /// How long it is good once its mail was made.
    public var lifetime: TimeSpan {
        switch self {
        case .emailChange: .hours(24)
        case .passwordReset: .minutes(30)
        }
    }

    /// The mail that carries it.
    public var mail: MailKind {
        switch self {
        case .emailChange: .emailChange
        case .passwordReset: .passwordReset
        }
    }
}

extension Transaction {
    /// Ends every link that this person was mailed, or had mailed to another address: whoever knew what they sign in with may have asked.
    func endMailedLinks(of user: User.ID, in scope: AgencyScope) throws {
        for kind in MailProofKind.allCases { try endMailProofs(kind, of: user, in: scope) }
    }
}

extension Reception {
    /// Who may use this link now; `nil` for one that was used, has expired, was replaced by a newer one, is another agency's or never was.
    func holder(of token: Secret, for kind: MailProofKind) throws -> (proof: MailProof, user: User)? {
        let digest = desk.services.digests.digest(of: token)
        guard let proof = try desk.snapshot.mailProof(kind, digest: digest, in: desk.agencyScope),
            desk.now < proof.expiresAt, let id = proof.user,
            let user = try desk.snapshot.user(id, in: desk.agencyScope)?.user, user.status == .active
        else { return nil }
        return (proof, user)
    }

    /// Whether a link of this kind still leads anywhere. Looking redeems nothing.
    public func isGood(_ token: Secret, for kind: MailProofKind) throws -> Bool {
        try holder(of: token, for: kind) != nil
    }
}

extension Reception.Changing {
    /// Sends a proof to whoever has this address. For an address that nobody has, the same is written down and nothing is sent.
    func requestProof(_ kind: MailProofKind, for email: EmailAddress) throws {
        let desk = room.desk
        let found = try transaction.user(email: email, in: desk.agencyScope)?.user
        let user = found.flatMap { $0.status == .active ? $0.id : nil }
        let proof = MailProof(
            id: desk.mint.id(), kind: kind, user: user, expiresAt: desk.now.adding(kind.mail.patience))
        try transaction.endMailProofs(kind, of: user, in: desk.agencyScope)
        try transaction.insert(proof, in: desk.agencyScope)
        try desk.post(kind.mail, to: user, proof: proof.id, in: transaction)
    }
}
