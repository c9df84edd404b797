import ArgumentParser
import FoundationEssentials
import PortalCore
import PortalServices
import PortalStore

/// `portald agency mail`: an agency's own account at a mail server.
struct AgencyMailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Gives an agency its own account at a mail server, or takes it away.",
        discussion: """
            The account's password is the first line of standard input with --password-stdin, else PORTAL_AGENCY_SMTP_PASSWORD. It is kept \
            sealed. Mails then come from the sender's address, so that its domain's SPF and DKIM have to know the server. It works beside \
            a running daemon.
            """)

    @OptionGroup(title: "Where") var data: DataFlags
    @OptionGroup(title: "Where") var masterKey: MasterKeyFlags

    @Argument(help: "The agency's slug.")
    var slug: String

    @Option(help: "The mail server.")
    var host: String?

    @Option(help: "Its port: 587 for starttls, 465 for tls.")
    var port = 587

    @Option(help: "How the connection is kept from others: starttls or tls.")
    var security = "starttls"

    @Option(help: "The account at it.")
    var user: String?

    @Option(help: "Address that mails come from.")
    var sender: String?

    @Flag(help: "Reads the password from the first line of standard input.")
    var passwordStdin = false

    @Flag(help: "Takes the account away; mails go the operator's way again.")
    var remove = false

    func run() async throws {
        let draft = remove ? nil : try draft()
        let settings = try Settings(flags: data.values.merging(masterKey.values) { $1 }, file: data.config)
        let directory = try DataDirectory(settings)
        try directory.requireDatabase()
        let key = try KeySource(settings, in: directory).open(isFirstStart: false)
        let storage = try directory.openStorage()
        let portal = Portal(
            storage: storage,
            services: Services(
                passwords: ScryptPasswords(), digests: CryptoDigests(), sealing: AESSealer(masterKey: key)),
            clock: SystemClock(), entropy: SystemEntropy())
        do {
            try await SealCheck(portal).run()
            guard let slug = Slug(slug), let agency = try await Operator(portal).agency(slug: slug) else {
                throw Complaint(.badData, "\(DisplayText.line(self.slug, limit: 60)): there is no such agency")
            }
            try await Operator(portal).setMailAccount(draft, of: agency.id)
        } catch {
            try? await storage.close()
            throw error
        }
        try await storage.close()
    }

    private func draft() throws(Complaint) -> MailAccountDraft {
        guard let host, !host.isEmpty else { throw Complaint(.usage, "--host: must be a mail server") }
        guard (1...65_535).contains(port) else { throw Complaint(.usage, "--port: 1 to 65535") }
        guard let security = MailSecurity(rawValue: security), security != .none else {
            throw Complaint(.usage, "--security: must be starttls or tls")
        }
        guard let user, !user.isEmpty else { throw Complaint(.usage, "--user: must be an account") }
        guard let sender = sender.flatMap({ EmailAddress($0) }) else {
            throw Complaint(.usage, "--sender: must be an address")
        }
        return MailAccountDraft(
            host: host, port: port, security: security, user: user, password: try password(), sender: sender)
    }

    private func password() throws(Complaint) -> String {
        let given =
            passwordStdin
            ? readLine(strippingNewline: true) ?? ""
            : ProcessInfo.processInfo.environment["PORTAL_AGENCY_SMTP_PASSWORD"] ?? ""
        guard !given.isEmpty else { throw Complaint(.noInput, "there is no password, on standard input or elsewhere") }
        return given
    }
}
