/// A mailbox with the name that is shown for it.
public struct Mailbox: Hashable, Sendable {
    public let name: String
    public let address: EmailAddress

    /// The name becomes one line without what could pass for another address or end a header field.
    public init(name: String, address: EmailAddress) {
        let plain = String(
            String.UnicodeScalarView(name.unicodeScalars.map { Self.misleading.contains($0) ? " " : $0 }))
        self.name = DisplayText.line(plain, limit: 100)
        self.address = address
    }

    private static let misleading: Set<Unicode.Scalar> = [
        "@", "<", ">", "\u{FF20}", "\u{FE6B}", "\u{FF1C}", "\u{FF1E}",
    ]
}

/// A mail as it was written: who, to whom, and both its bodies. How it travels is PortalServices'.
public struct MailMessage: Hashable, Sendable {
    /// Names the mail, the same at every try; also the left part of its Message-ID.
    public let id: Mail.ID
    /// The right part of its Message-ID: the agency's own host.
    public let host: HostName
    public let date: Instant
    public let from: Mailbox
    public let replyTo: Mailbox?
    public let to: Mailbox
    /// One line.
    public let subject: String
    /// BCP 47 tag.
    public let language: String
    /// Lines parted by line feeds.
    public let text: String
    public let html: [UInt8]
    /// What the HTML shows as `cid:logo`.
    public let logo: MailPicture?
    /// The address that turns off mails of its kind at one click (RFC 8058); `nil` for what has to be told.
    public let stopAddress: String?

    public init(
        id: Mail.ID, host: HostName, date: Instant, from: Mailbox, replyTo: Mailbox?, to: Mailbox, subject: String,
        language: String, text: String, html: [UInt8], logo: MailPicture?, stopAddress: String? = nil
    ) {
        self.id = id
        self.host = host
        self.date = date
        self.from = from
        self.replyTo = replyTo
        self.to = to
        self.subject = DisplayText.line(subject, limit: 200)
        self.language = language
        self.text = text
        self.html = html
        self.logo = logo
        self.stopAddress = stopAddress
    }
}

extension MailMessage: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The id alone: a body may carry a one-time secret.
    public var description: String { "mail \(id)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
