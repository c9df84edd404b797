/// What a mail says, as a value: the words are PortalPages'.
public enum Letter: Sendable {
    /// To an address that somebody wants to have here.
    case emailChange(token: Secret, expiresAt: Instant)
    /// To the address that they had.
    case emailChanged
    case passwordChanged
    case passwordReset(token: Secret)
    /// Signs in, in the browser that asked: by typing the digits there, or by the link.
    case mailedCode(MailedDigits, token: Secret)
    /// To a workspace of this name, or with `nil` to the staff.
    case invitation(token: Secret, inviter: String, workspace: String?, expiresAt: Instant)
    /// By this member of staff, or with `nil` by the operator.
    case factorReset(by: String?)
    case factorOff
    case ownershipReceived(from: String)
    case ownershipGiven(to: String)
    /// One that its reader can turn off, with what does so at one click.
    case notice(NoticeLetter, stop: StopToken)
}

/// Whom a letter is for, as of the moment it is made.
public struct Recipient: Hashable, Sendable {
    public let name: String
    public let email: EmailAddress
    /// BCP 47 tag; `nil` follows the agency.
    public let language: String?
    /// IANA zone name; `nil` follows the agency.
    public let timeZone: String?

    public init(name: String, email: EmailAddress, language: String?, timeZone: String?) {
        self.name = name
        self.email = email
        self.language = language
        self.timeZone = timeZone
    }

    init(_ user: User) {
        self.init(name: user.name, email: user.email, language: user.language, timeZone: user.timeZone)
    }
}

/// Everything needed to write and send one mail. It may hold a one-time secret: it is never logged.
public struct MailDispatch: Sendable {
    public let job: MailJob
    public let letter: Letter
    public let recipient: Recipient
    public let front: Front
    /// The brand's logo, to go along with the mail.
    public let logo: MailPicture?
    /// The agency's own account at a mail server; `nil` sends by the operator's.
    public let account: MailAccount?

    public init(
        job: MailJob, letter: Letter, recipient: Recipient, front: Front, logo: MailPicture?, account: MailAccount?
    ) {
        self.job = job
        self.letter = letter
        self.recipient = recipient
        self.front = front
        self.logo = logo
        self.account = account
    }
}

/// A picture that goes along with a mail, so that nothing need be loaded to read it.
public struct MailPicture: Hashable, Sendable {
    public let mediaType: String
    public let bytes: [UInt8]

    public init(mediaType: String, bytes: [UInt8]) {
        self.mediaType = mediaType
        self.bytes = bytes
    }
}
