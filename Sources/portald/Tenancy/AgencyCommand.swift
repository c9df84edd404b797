import ArgumentParser
import FoundationEssentials
import PortalCore
import PortalServices
import PortalStore

/// `portald agency …`: what only the operator can do with an agency.
struct AgencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agency", abstract: "Makes agencies, lists them, and gives them their look and mail account.",
        subcommands: [Create.self, List.self, AgencyBrandCommand.self, AgencyMailCommand.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an agency with its owner, who can sign in at once.",
            discussion: """
                The owner's password is the first line of standard input with --password-stdin, else PORTAL_OWNER_PASSWORD, else one is made \
                up and printed this once. It works beside a running daemon. A slug or host that is taken ends with status 73, and nothing was \
                made.

                  portald agency create --data-dir /var/lib/portal --slug northwind --name "Northwind Automation" \
                --owner-email olivia@northwind.example
                """)

        @OptionGroup(title: "Where") var data: DataFlags
        @OptionGroup(title: "Where") var masterKey: MasterKeyFlags

        @Option(help: "Its name under the base domain: lowercase letters, digits and single hyphens.")
        var slug: String

        @Option(help: "Its name as clients read it.")
        var name: String

        @Option(help: "Address that the owner signs in with.")
        var ownerEmail: String

        @Option(help: "The owner's name; what stands before the @ if not given.")
        var ownerName: String?

        @Option(help: "Its host; <slug>.<base domain> if not given.")
        var host: String?

        @Option(help: DataFlags.help(.baseDomain))
        var baseDomain: String?

        @Option(help: "IANA name of its time zone.")
        var timeZone = "UTC"

        @Option(help: "Language of its pages.")
        var language = "en"

        @Flag(help: "Reads the owner's password from the first line of standard input.")
        var passwordStdin = false

        func run() async throws {
            let settings = try settings()
            let draft = try draft(settings)
            let directory = try DataDirectory(settings)
            try directory.make()
            let key = try KeySource(settings, in: directory).open(isFirstStart: !directory.hasDatabase)
            let storage = try directory.openStorage()
            let portal = Portal(
                storage: storage,
                services: Services(
                    passwords: ScryptPasswords(), digests: CryptoDigests(), sealing: AESSealer(masterKey: key)),
                clock: SystemClock(), entropy: SystemEntropy())
            let agency: Agency
            do {
                try await SealCheck(portal).run()
                agency = try await Operator(portal).createAgency(draft.agency)
            } catch {
                try? await storage.close()
                throw error
            }
            try await storage.close()
            try tell(agency, draft)
        }

        private func settings() throws(Complaint) -> Settings {
            var flags = data.values.merging(masterKey.values) { $1 }
            flags[.baseDomain] = baseDomain
            return try Settings(flags: flags, file: data.config)
        }

        private func tell(_ agency: Agency, _ draft: Draft) throws {
            var output = Output()
            try output.line("agency  \(agency.id)")
            try output.line("host    \(draft.agency.host.text)")
            try output.line("owner   \(draft.agency.ownerEmail.text)")
            if draft.isPasswordMadeUp {
                try output.line("password (shown this once)  \(draft.agency.ownerPassword.text)")
            }
            try output.flush()
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the agencies: id, slug and name, parted by tabs.")

        @OptionGroup var data: DataFlags

        func run() async throws {
            let directory = try DataDirectory(data.settings())
            try directory.requireDatabase()
            let storage = try directory.openStorage()
            let agencies = try await Operator(.withoutSecrets(storage)).agencies()
            try await storage.close()
            var output = Output()
            for agency in agencies { try output.line("\(agency.id)\t\(agency.slug.text)\t\(agency.name)") }
            try output.flush()
        }
    }
}

// MARK: What was asked for

extension AgencyCommand.Create {
    private struct Draft {
        let agency: AgencyDraft
        let isPasswordMadeUp: Bool
    }

    /// Everything that can be wrong is found before anything is opened.
    private func draft(_ settings: Settings) throws(Complaint) -> Draft {
        guard let checkedSlug = Slug(slug) else {
            throw Complaint(.usage, "--slug: 2 to 40 lowercase letters and digits, in words joined by single hyphens")
        }
        let cleanName = DisplayText.line(name, limit: 100)
        guard !cleanName.isEmpty else { throw Complaint(.usage, "--name: must be a name") }
        guard let email = EmailAddress(ownerEmail) else { throw Complaint(.usage, "--owner-email: must be an address") }
        guard TimeZone(identifier: timeZone) != nil else {
            throw Complaint(.usage, "--time-zone: \(DisplayText.line(timeZone, limit: 60)) is no time zone known here")
        }
        let baseDomain: HostName = try settings.value(.baseDomain) { $0.contains(":") ? nil : HostName($0) }
        guard let host = HostName(host ?? "\(checkedSlug.text).\(baseDomain.text)") else {
            throw Complaint(.usage, "--host: must be a host name")
        }
        let given = try givenPassword()
        let password = try Self.check(given ?? SystemEntropy().secret().text, for: email)
        let ownName = DisplayText.line(ownerName ?? String(email.text.prefix { $0 != "@" }), limit: 100)
        let agency = AgencyDraft(
            slug: checkedSlug, name: cleanName, host: host, timeZone: timeZone, language: language,
            brand: .plain(named: cleanName), ownerEmail: email, ownerName: ownName, ownerPassword: password)
        return Draft(agency: agency, isPasswordMadeUp: given == nil)
    }

    private func givenPassword() throws(Complaint) -> String? {
        if passwordStdin {
            guard let line = readLine(strippingNewline: true), !line.isEmpty else {
                throw Complaint(.noInput, "standard input: there is no password in its first line")
            }
            return line
        }
        let variable = ProcessInfo.processInfo.environment["PORTAL_OWNER_PASSWORD"] ?? ""
        return variable.isEmpty ? nil : variable
    }

    private static func check(_ text: String, for email: EmailAddress) throws(Complaint) -> NewPassword {
        do {
            return try NewPassword(text, for: email)
        } catch {
            let problem =
                switch error {
                case .tooShort(let minimum): "has fewer than \(minimum) characters"
                case .tooLong(let maximum): "has more than \(maximum) characters"
                case .tooCommon: "is one of the commonest"
                case .isOwnAddress: "is the owner's own address"
                }
            throw Complaint(.badData, "the owner's password \(problem)")
        }
    }
}

extension SystemEntropy {
    fileprivate func secret() -> Secret { Secret(bytes: bytes(32)) }
}

extension Brand {
    /// A calm look for an agency that has not chosen its own.
    static func plain(named name: String) -> Brand {
        func colour(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Colour {
            Colour(red: red, green: green, blue: blue)
        }
        let palette = Palette(
            primary: colour(0x1f, 0x4e, 0x79), onPrimary: colour(0xff, 0xff, 0xff), accent: colour(0x0f, 0x76, 0x6e),
            background: colour(0xf6, 0xf7, 0xf9), surface: colour(0xff, 0xff, 0xff), text: colour(0x1b, 0x24, 0x30),
            muted: colour(0x52, 0x5f, 0x70), border: colour(0x84, 0x90, 0xa0), danger: colour(0xb4, 0x23, 0x18))
        return Brand(
            name: name, light: palette, dark: nil, logo: nil, icon: nil, supportEmail: nil, revision: 1)
    }
}
