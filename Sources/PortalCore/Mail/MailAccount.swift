/// An agency's own account at a mail server, with its password still sealed.
public struct MailAccount: Hashable, Sendable {
    public let agency: Agency.ID
    public let host: String
    public let port: Int
    public let security: MailSecurity
    public let user: String
    public let password: Sealed
    /// The data key that the password is sealed under.
    public let dataKey: WrappedKey
    /// What mails come from: an address that this account may send for.
    public let sender: EmailAddress

    public init(
        agency: Agency.ID, host: String, port: Int, security: MailSecurity, user: String, password: Sealed,
        dataKey: WrappedKey, sender: EmailAddress
    ) {
        self.agency = agency
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.dataKey = dataKey
        self.sender = sender
    }
}

/// How a connection to a mail server is kept from others.
public enum MailSecurity: String, CaseIterable, Hashable, Sendable {
    /// TLS from the first byte, as on port 465.
    case tls
    /// TLS is asked for before anything else is said, as on port 587; without it nothing is sent.
    case startTLS = "starttls"
    /// None, and so no password either: for a server on this machine.
    case none
}
