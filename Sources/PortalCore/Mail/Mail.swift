/// A mail on its way to one person. The outbox holds its kind and who it is for: no text, no secret, and an address only until it was sent
/// to one that is not its reader's own.
public enum Mail: Identified {
    public typealias ID = Identifier<Mail>
    public static var idPrefix: String { "mal" }
}

/// Every kind of mail that leaves the house. The raw value is what the outbox holds.
public enum MailKind: String, CaseIterable, Hashable, Sendable {
    /// Carries a link that makes the address it goes to the person's own.
    case emailChange = "email-change"
    /// Tells the address that somebody had until now that they have another one.
    case emailChanged = "email-changed"
    /// Tells somebody that their password is another one now.
    case passwordChanged = "password-changed"
    /// Carries a link that sets a new password.
    case passwordReset = "password-reset"
    /// Asks somebody to join, with the link that lets them.
    case invitation

    /// How long after it was asked for it is still worth sending.
    public var patience: TimeSpan {
        switch self {
        case .passwordChanged, .emailChanged, .invitation: .days(3)
        case .passwordReset: .minutes(30)
        case .emailChange: MailProofKind.emailChange.lifetime
        }
    }

    /// Whether it goes to another address than its reader's own: its order says to which.
    public var goesElsewhere: Bool {
        switch self {
        case .emailChange, .emailChanged: true
        case .invitation, .passwordChanged, .passwordReset: false
        }
    }
}

/// A mail that a use case asks for, in the transaction of its cause.
public struct MailOrder: Hashable, Sendable {
    public let id: Mail.ID
    public let kind: MailKind
    /// Whom it is for. Nobody's is put into the outbox like any other, and never sent: so an address that nobody has costs the same.
    public let user: User.ID?
    /// Where it goes, if not to its user's own address.
    public let email: EmailAddress?
    /// What it carries the secret of.
    public let proof: MailProof.ID?
    public let invitation: Invitation.ID?

    public init(
        id: Mail.ID, kind: MailKind, user: User.ID?, email: EmailAddress? = nil, proof: MailProof.ID? = nil,
        invitation: Invitation.ID? = nil
    ) {
        self.id = id
        self.kind = kind
        self.user = user
        self.email = email
        self.proof = proof
        self.invitation = invitation
    }
}

/// A mail that waits to be sent.
public struct MailJob: Hashable, Sendable {
    public let id: Mail.ID
    public let agency: Agency.ID
    public let kind: MailKind
    public let user: User.ID?
    /// Where it goes, if not to its user's own address.
    public let email: EmailAddress?
    public let proof: MailProof.ID?
    public let invitation: Invitation.ID?
    /// How often it was tried before.
    public let tries: Int
    public let createdAt: Instant

    public init(
        id: Mail.ID, agency: Agency.ID, kind: MailKind, user: User.ID?, email: EmailAddress? = nil,
        proof: MailProof.ID? = nil, invitation: Invitation.ID? = nil, tries: Int, createdAt: Instant
    ) {
        self.id = id
        self.agency = agency
        self.kind = kind
        self.user = user
        self.email = email
        self.proof = proof
        self.invitation = invitation
        self.tries = tries
        self.createdAt = createdAt
    }

    /// From when on it is not worth sending any more.
    public var expiresAt: Instant { createdAt.adding(kind.patience) }
}

/// What became of a mail.
public enum MailStatus: String, CaseIterable, Hashable, Sendable {
    case waiting
    /// A mail server took it.
    case sent
    /// It was given up.
    case dead
}

/// A mail as staff see it in their outbox: where it went and what became of it, never what it said.
public struct MailRecord: Hashable, Sendable {
    public let id: Mail.ID
    public let kind: MailKind
    /// `nil` for an invitation that was accepted or withdrawn, and for what was sent to an address that was not its reader's own.
    public let recipient: EmailAddress?
    public let status: MailStatus
    public let tries: Int
    /// Why it waits or was given up, in a few words; empty if there is nothing to say.
    public let reason: String
    /// Its bytes on the wire, once it was made.
    public let size: Int?
    /// When its present status was reached; for one that waits, when it was asked for.
    public let at: Instant

    public init(
        id: Mail.ID, kind: MailKind, recipient: EmailAddress?, status: MailStatus, tries: Int, reason: String,
        size: Int?,
        at: Instant
    ) {
        self.id = id
        self.kind = kind
        self.recipient = recipient
        self.status = status
        self.tries = tries
        self.reason = reason
        self.size = size
        self.at = at
    }
}
