import PortalCore

/// Writes mails: the words in the reader's language, the look of the agency, both bodies from one text.
public struct LetterPress: Sendable {
    private let sender: EmailAddress
    private let address: PublicAddress

    /// - Parameters:
    ///   - sender: What mails come from where the agency has no account of its own.
    ///   - address: How links reach the agency's hosts.
    public init(sender: EmailAddress, address: PublicAddress) {
        self.sender = sender
        self.address = address
    }

    /// The mail that a dispatch stands for. The same dispatch gives the same mail.
    public func write(_ dispatch: MailDispatch) -> MailMessage {
        let front = dispatch.front
        let formats = Formats(
            catalogue: Languages.catalogue(for: dispatch.recipient.language ?? front.agency.language),
            zone: .named(dispatch.recipient.timeZone ?? front.agency.timeZone), now: dispatch.job.createdAt)
        let text = LetterText(dispatch, formats: formats, address: address)
        // An agency's own account sends in its own name, so answers come to the agency without being told where to.
        let from = dispatch.account?.sender ?? sender
        return MailMessage(
            id: dispatch.job.id, host: front.primaryHost, date: dispatch.job.createdAt,
            from: Mailbox(name: front.brand.name, address: from),
            replyTo: front.brand.supportEmail.map { Mailbox(name: front.brand.name, address: $0) },
            to: Mailbox(name: dispatch.recipient.name, address: dispatch.recipient.email), subject: text.subject,
            language: formats.catalogue.tag, text: text.plain(formats),
            html: LetterPage(text, brand: front.brand, hasLogo: dispatch.logo != nil, formats: formats).html(),
            logo: dispatch.logo, stopAddress: text.stop?.url.text)
    }
}
