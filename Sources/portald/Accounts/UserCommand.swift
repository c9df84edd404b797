import ArgumentParser
import PortalCore
import PortalPages
import PortalStore

/// `portald user …`: a way back in for somebody whom nobody at their agency can help, such as its owner.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Lets somebody in again who lost what they sign in with.",
        subcommands: [ResetFactor.self, ResetPassword.self])

    struct ResetFactor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-factor",
            abstract: "Takes a person's second factor away, the owner's too.",
            discussion: """
                Be sure who asks before you do. The person is signed out everywhere and told by mail; their password alone lets them in, \
                and they can set up a new one. It is written into the agency's log, as the operator's. It works beside a running daemon.

                  portald user reset-factor --data-dir /var/lib/portal --agency northwind olivia@northwind.example
                """)

        @OptionGroup(title: "Where") var data: DataFlags
        @OptionGroup var person: PersonFlags

        func run() async throws {
            let hadOne = try await person.find(data.settings()) { hand, agency, user in
                try await hand.resetSecondFactor(of: user.id, at: agency.id)
            }
            guard hadOne else { throw Complaint(.badData, "\(person.shownEmail): has no second factor") }
        }
    }

    struct ResetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-password",
            abstract: "Prints a link by which a person sets a new password.",
            discussion: """
                Be sure who asks before you do, and give the link to nobody else. It is good once, for 30 minutes, and printed this once; \
                links that were mailed before stop working. The person is signed out everywhere, and told by mail when their password was \
                changed. Who has a second factor is still asked for it. It is written into the agency's log, as the operator's. It works \
                beside a running daemon.

                  portald user reset-password --data-dir /var/lib/portal --agency northwind olivia@northwind.example
                """)

        @OptionGroup(title: "Where") var data: DataFlags
        @OptionGroup var person: PersonFlags

        @Option(name: .customLong("public-scheme"), help: DataFlags.help(.publicScheme))
        var publicScheme: String?

        @Option(help: DataFlags.help(.port))
        var port: String?

        func run() async throws {
            let settings = try settings()
            let address = try PublicAddress(settings)
            let link = try await person.find(settings) { hand, agency, user in
                switch user.status {
                case .suspended: throw Complaint(.badData, "\(person.shownEmail): is suspended")
                case .active: try await hand.passwordLink(for: user.id, at: agency.id)
                }
            }
            let url = address.url(.resetPassword(token: link.secret.text), at: link.front)
            var output = Output()
            try output.line(
                "link (shown this once, good for \(link.lifetime.milliseconds / 60_000) minutes)  \(url.text)")
            try output.flush()
        }

        private func settings() throws(Complaint) -> Settings {
            var flags = data.values
            flags[.publicScheme] = publicScheme
            flags[.port] = port
            return try Settings(flags: flags, file: data.config)
        }
    }
}

/// Whom a command is about.
struct PersonFlags: ParsableArguments {
    @Option(help: "The slug of their agency.")
    var agency: String

    @Argument(help: "The address that they sign in with.")
    var email: String

    var shownEmail: String { DisplayText.line(email, limit: 254) }

    /// Finds them in the data directory, and closes it after the body.
    func find<Answer: Sendable>(
        _ settings: Settings, _ body: (Operator, Agency, User) async throws -> Answer
    ) async throws -> Answer {
        guard let address = EmailAddress(email) else { throw Complaint(.usage, "\(shownEmail): must be an address") }
        let directory = try DataDirectory(settings)
        try directory.requireDatabase()
        let storage = try directory.openStorage()
        do {
            let hand = Operator(.withoutSecrets(storage))
            guard let slug = Slug(agency), let agency = try await hand.agency(slug: slug) else {
                throw Complaint(.badData, "\(DisplayText.line(self.agency, limit: 60)): there is no such agency")
            }
            guard let user = try await hand.person(address, at: agency.id) else {
                throw Complaint(.badData, "\(shownEmail): nobody at this agency has that address")
            }
            let answer = try await body(hand, agency, user)
            try await storage.close()
            return answer
        } catch {
            try? await storage.close()
            throw error
        }
    }
}

extension PublicAddress {
    /// How browsers reach a daemon that runs by these settings.
    fileprivate convenience init(_ settings: Settings) throws(Complaint) {
        let scheme = try settings.value(.publicScheme, Scheme.init(rawValue:))
        let port = try settings.number(.port, in: 0...65_535)
        let proxies = try settings.text(.trustedProxies)
        let standsAlone = scheme == .http && proxies.isEmpty
        self.init(scheme, port: standsAlone && port > 0 ? port : nil)
    }
}
