/// A mail on its way to one person. The outbox holds its kind and who it is for: no text, no secret but a sealed one, and an address only until it was sent
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
    /// Tells somebody that their second factor was taken away, and by whom.
    case factorReset = "factor-reset"
    /// Tells somebody that they turned their second factor off.
    case factorOff = "factor-off"
    /// Tells somebody that the agency is theirs now, and from whom.
    case ownershipReceived = "ownership-received"
    /// Tells somebody to whom they handed the agency over.
    case ownershipGiven = "ownership-given"
    /// Carries a code to sign in with, and a link beside it.
    case mailedCode = "mailed-code"
    /// The notices, which their readers can turn off.
    case runFailed = "run-failed"
    case connectionNeedsMe = "connection-needs-me"
    case invoiceDue = "invoice-due"
    case formWaits = "form-waits"
    case weeklySummary = "weekly-summary"

    /// How long after it was asked for it is still worth sending.
    public var patience: TimeSpan {
        switch self {
        case .emailChanged, .passwordChanged, .invitation, .factorReset, .factorOff, .ownershipReceived,
            .ownershipGiven:
            .days(3)
        case .emailChange: MailProofKind.emailChange.lifetime
        case .passwordReset: .minutes(30)
        case .mailedCode: MailedCode.lifetime
        case .connectionNeedsMe, .invoiceDue, .formWaits: .days(3)
        case .runFailed, .weeklySummary: .days(1)
        }
    }

    /// Whether somebody waits for it before a page: such a mail goes before what else an agency sends.
    public var isAwaited: Bool {
        switch self {
        case .emailChange, .passwordReset, .mailedCode: true
        case .emailChanged, .passwordChanged, .invitation, .factorReset, .factorOff, .ownershipReceived,
            .ownershipGiven, .runFailed, .connectionNeedsMe, .invoiceDue, .formWaits, .weeklySummary:
            false
        }
    }

    /// Whether it goes to another address than its reader's own: its order says to which.
    public var goesElsewhere: Bool {
        switch self {
        case .emailChange, .emailChanged: true
        case .passwordChanged, .passwordReset, .invitation, .factorReset, .factorOff, .ownershipReceived,
            .ownershipGiven, .mailedCode, .runFailed, .connectionNeedsMe, .invoiceDue, .formWaits, .weeklySummary:
            false
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
    /// What it carries the secret of: a proof, or a ``MailedCode``.
    public let proof: MailProof.ID?
    public let invitation: Invitation.ID?
    /// Whom else it tells of: who did it, or to whom it was done.
    public let about: User.ID?

    public init(
        id: Mail.ID, kind: MailKind, user: User.ID?, email: EmailAddress? = nil, proof: MailProof.ID? = nil,
        invitation: Invitation.ID? = nil, about: User.ID? = nil
    ) {
        self.id = id
        self.kind = kind
        self.user = user
        self.email = email
        self.proof = proof
        self.invitation = invitation
        self.about = about
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
    public let about: User.ID?
    /// What a notice tells of.
    public let matter: NoticeMatter?
    /// How often it was tried before.
    public let tries: Int
    public let createdAt: Instant

    public init(
        id: Mail.ID, agency: Agency.ID, kind: MailKind, user: User.ID?, email: EmailAddress? = nil,
        proof: MailProof.ID? = nil, invitation: Invitation.ID? = nil, about: User.ID? = nil,
        matter: NoticeMatter? = nil, tries: Int, createdAt: Instant
    ) {
        self.id = id
        self.agency = agency
        self.kind = kind
        self.user = user
        self.email = email
        self.proof = proof
        self.invitation = invitation
        self.about = about
        self.matter = matter
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
