import HTTPTypes
import PortalCore
import PortalPages

/// Another address of one's own: asked for in one's account, and confirmed by the link that is mailed there.
///
/// Not there where an embedder brings its own sign-in: whom it signs in by which address is its own business.
enum EmailRoutes {
    static let all = own.flatMap(\.self) + confirmation

    private static let own: [[Route]] = [
        .own("/email") { account, side, _ in .page(try page(side, account)) },
        .own(
            errand: "/email", sample: sample, again: { .page(try page($1, $0, form: $2.formState($3))) }
        ) { errand, asked, account in
            try await ask(errand, asked)
            return .goTo(account, saying: .emailAsked)
        },
        .own(post: "/email/cancellation", saying: .emailKept) { account, _ in try account.keepEmail() },
    ]

    private static let sample = Route.Sample.form([
        "email": "fresh.address@mail.example", "current-password": "{password}",
    ])

    private static func page(
        _ side: AccountPage.Side, _ account: Account, form: FormState = .fresh
    ) throws -> EmailPage {
        EmailPage(side, awaited: try account.awaitedEmail(), presence: try account.presenceAsk(), form: form)
    }

    private static func ask(_ errand: Errand, _ asked: Asked) async throws {
        let typed = try asked.form.text(.email)
        guard let email = EmailAddress(typed) else {
            throw Refusal.invalid([FieldProblem(.email, typed.isEmpty ? .missing : .malformed)])
        }
        try await errand.askForEmail(email, password: try asked.form.text(.currentPassword))
    }

    // MARK: Confirmation

    private static let confirmation: [Route] = [
        .token("/verify-email", kind: .emailChange, show),
        .token(post: "/verify-email", kind: .emailChange, sample: .form(["token": "{secret}"]), confirm),
    ]

    @Sendable private static func show(_ lobby: Lobby, _ token: MailedToken, _ asked: Asked) async throws -> Seen? {
        guard !asked.query.all(.token).isEmpty else { return try await lobby.look { _ in .goTo(.home) } }
        guard let email = try await lobby.newEmail(by: token), let secret = token.secret else {
            return try await dead(lobby, asked)
        }
        return try await lobby.look { .page(NewEmailPage(asked.context($0), email, token: secret.text)) }
    }

    @Sendable private static func confirm(_ lobby: Lobby, _ token: MailedToken, _ asked: Asked) async throws -> Seen? {
        guard case .done(let person) = try await lobby.confirmEmail(by: token) else {
            return try await dead(lobby, asked)
        }
        return try await lobby.look { visit in
            guard visit.account?.user.id == person else {
                return .goTo(Seat(visit.entry).landing, saying: .emailChanged)
            }
            return .goTo(Seat(visit.entry).account, saying: .emailChanged)
        }
    }

    private static func dead(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        try await lobby.look { .page(DeadLinkPage(asked.context($0), wayOn: nil), status: .notFound) }
    }
}

extension Seat {
    /// Where one's own account is; for whoever is a member of nothing, home.
    fileprivate var account: Path {
        switch self {
        case .client: .portal(.account(.overview))
        case .staff: .console(.account(.overview))
        case .home, .nobody: landing
        }
    }
}
