import Logging
import PortalCore
import PortalServices

/// How mails leave the house.
struct MailSettings: Sendable {
    /// The operator's mail server; `nil` puts mails down as files.
    let server: SMTPServer?
    /// What mails come from where an agency has no account of its own.
    let sender: EmailAddress
    let directory: MailDirectory

    init(_ settings: Settings, in directory: DataDirectory) throws(Complaint) {
        self.directory = MailDirectory(path: directory.mails)
        let from = try settings.text(.mailFrom)
        guard let host = try Self.optional(settings, .smtpHost) else {
            sender = try from.isEmpty ? Self.placeholder : settings.value(.mailFrom) { EmailAddress($0) }
            server = nil
            return
        }
        guard !from.isEmpty else {
            throw Complaint(.configuration, "mail-from: must be set, because smtp-host is")
        }
        sender = try settings.value(.mailFrom) { EmailAddress($0) }
        let security = try settings.value(.smtpSecurity) { MailSecurity(rawValue: $0) }
        let user = try settings.text(.smtpUser)
        switch security {
        case .none where !user.isEmpty:
            throw Complaint(
                .configuration, "smtp-user: cannot be used with smtp-security none: no password is sent without TLS")
        case .none, .tls, .startTLS: break
        }
        server = SMTPServer(
            host: host, port: try settings.number(.smtpPort, in: 1...65_535), security: security, user: user,
            password: try settings.text(.smtpPassword), trustRoots: try Self.optional(settings, .smtpTrustRoots))
    }

    /// For a demonstration: files only.
    init(in directory: DataDirectory) {
        self.directory = MailDirectory(path: directory.mails)
        sender = Self.placeholder
        server = nil
    }

    /// Never on the wire: without a server there are only files.
    private static var placeholder: EmailAddress {
        guard let address = EmailAddress("notify@mail.invalid") else { preconditionFailure("this is an address") }
        return address
    }

    private static func optional(_ settings: Settings, _ setting: Setting) throws(Complaint) -> String? {
        let text = try settings.text(setting)
        return text.isEmpty ? nil : text
    }

    /// What carries the mails. The operator's own server may be on this machine or beside it; what an agency has an account at may not,
    /// unless that is allowed for everything.
    func carrier(allowing allowed: [AllowedTarget], sealing: any Sealing, logger: Logger) -> any MailCarrying {
        let agencies = SMTPClient(server: nil, gate: AddressGate(allowing: allowed), sealing: sealing, logger: logger)
        guard let server else { return MailPost(own: directory, agencies: agencies) }
        let place = server.host.contains(":") ? "[\(server.host)]:\(server.port)" : "\(server.host):\(server.port)"
        let gate = AddressGate(allowing: allowed + [AllowedTarget(place)].compactMap(\.self))
        return MailPost(
            own: SMTPClient(server: server, gate: gate, sealing: sealing, logger: logger), agencies: agencies)
    }
}

/// Mails of agencies with an account go by it, all others the operator's way.
private struct MailPost: MailCarrying {
    let own: any MailCarrying
    let agencies: any MailCarrying

    func carry(_ message: MailMessage, by account: MailAccount?) async -> Carried {
        await (account == nil ? own : agencies).carry(message, by: account)
    }
}
