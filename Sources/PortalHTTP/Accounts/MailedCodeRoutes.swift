import HTTPTypes
import PortalCore
import PortalPages

/// The way in with a code by mail, for whoever has no password or does not want to type it.
///
/// Code and link are good in the browser that asked alone; another one is told to ask for its own.
enum MailedCodeRoutes {
    static let routes: [Route] = [
        .anyone("/sign-in/mail") { lobby, asked in
            let next = asked.query.hint(.next).flatMap { OwnPath($0)?.text }
            return try await page(lobby) { .page(MailedCodeRequestPage(asked.context($0), next: next)) }
        },
        .anyone(post: "/sign-in/mail", sample: .form(["email": "{email}", "next": ""]), ask),
        .anyone("/sign-in/mail/code", codePage),
        .anyone(post: "/sign-in/mail/code", sample: .form(["code": "000000", "next": ""]), letInByCode),
        .token("/sign-in/link", kind: .signIn, linkPage),
        .token(post: "/sign-in/link", kind: .signIn, sample: .form(["token": "{secret}"]), letInByLink),
    ]

    /// A page for those who are not signed in; others go on.
    private static func page(_ lobby: Lobby, _ body: @Sendable (Visit) throws -> Reply) async throws -> Seen? {
        try await lobby.look { visit in
            let seat = Seat(visit.entry)
            return seat == .nobody ? try body(visit) : .goTo(seat.landing)
        }
    }

    @Sendable private static func ask(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        let typed = try asked.form.text(.email)
        let next = try asked.form.value(.next).flatMap { OwnPath($0) }
        guard let email = EmailAddress(typed) else {
            let refusal = Refusal.invalid([FieldProblem(.email, typed.isEmpty ? .missing : .malformed)])
            return try await lobby.look { visit in
                let page = MailedCodeRequestPage(
                    asked.context(visit), next: next?.text, form: asked.formState(refusal))
                return .page(page, status: refusal.status)
            }
        }
        do {
            let browser = try await lobby.ask(for: email.text) { try $0.requestMailedCode(for: email) }
            return try await lobby.look { _ in .goTo(.mailedCode(next: next)).with(browser.map(CookieChange.mailedCode))
            }
        } catch let limit as TooManyTries {
            return try await lobby.look { .trouble(limit, front: $0.front, seat: Seat($0.entry)) }
        }
    }

    @Sendable private static func codePage(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        let next = asked.query.hint(.next).flatMap { OwnPath($0)?.text }
        let isAwaited = try await lobby.awaitsMailedCode()
        return try await page(lobby) { visit in
            guard isAwaited else { return .page(MailedCodeRequestPage(asked.context(visit), next: next, isOver: true)) }
            return .page(MailedCodePage(asked.context(visit), next: next))
        }
    }

    @Sendable private static func linkPage(
        _ lobby: Lobby, _ token: MailedToken, _ asked: Asked
    ) async throws -> Seen? {
        guard !asked.query.all(.token).isEmpty else { return try await lobby.look { _ in .goTo(.mailedCodeRequest) } }
        let isGood = try await lobby.awaitsMailedCode(link: token)
        return try await page(lobby) { visit in
            guard isGood, let secret = token.secret else { return over(visit, asked, status: .notFound) }
            return .page(MailedLinkPage(asked.context(visit), token: secret.text))
        }
    }

    @Sendable private static func letInByCode(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        let next = try asked.form.value(.next).flatMap { OwnPath($0) }
        return try await letIn(.typed(try asked.form.text(.code)), next: next, lobby, asked)
    }

    @Sendable private static func letInByLink(
        _ lobby: Lobby, _ token: MailedToken, _ asked: Asked
    ) async throws -> Seen? {
        guard let secret = token.secret else {
            return try await lobby.look { over($0, asked, status: .notFound) }
        }
        return try await letIn(.link(secret), next: nil, lobby, asked)
    }

    private static func letIn(
        _ answer: MailedCodeAnswer, next: OwnPath?, _ lobby: Lobby, _ asked: Asked
    ) async throws -> Seen? {
        let arrival = try await lobby.signIn(answer)
        let lifetime = lobby.sessionLifetime
        let isLink = if case .link = answer { true } else { false }
        return try await lobby.look { visit in
            switch arrival {
            case .over:
                return over(visit, asked, next: next, status: isLink ? .notFound : .unauthorized)
            case .wrong(let triesLeft):
                let page = MailedCodePage(asked.context(visit), next: next?.text, triesLeft: triesLeft)
                return .page(page, status: .unauthorized)
            case .secondFactor(let challenge):
                return .goTo(.signInCode(next: next)).with(.end(.mailedCode)).with(.challenge(challenge))
            case .signedIn(let seat, let secret):
                return .goTo(next ?? OwnPath(seat.landing)).with(.end(.mailedCode)).with(.end(.challenge))
                    .with(.session(secret, lifetime: lifetime))
            }
        }
    }

    /// What does not work here, for whatever reason: the page on which to ask for another. Whoever came in already goes on.
    private static func over(
        _ visit: Visit, _ asked: Asked, next: OwnPath? = nil, status: HTTPResponse.Status
    ) -> Reply {
        let seat = Seat(visit.entry)
        guard seat == .nobody else { return .goTo(next ?? OwnPath(seat.landing)) }
        return .page(MailedCodeRequestPage(asked.context(visit), next: next?.text, isOver: true), status: status)
    }
}

extension Lobby {
    /// What came of a mailed code.
    enum MailedCodeArrival: Sendable {
        case signedIn(Seat, Secret)
        /// The secret is that of the challenge that asks for the code of a second factor.
        case secondFactor(challenge: Secret)
        case wrong(triesLeft: Int)
        case over
    }

    /// Whether this browser has asked for a code that can still be used here, and a link is that code's.
    func awaitsMailedCode(link token: MailedToken? = nil) async throws -> Bool {
        guard let browser = call.mailedCode else { return false }
        if let token, token.secret == nil { return false }
        return try await dispatcher.portal.awaitsMailedCode(
            in: browser, link: token?.secret, at: call.origin.host)
    }

    /// Tries a mailed code; a session that the browser had before ends. How often it can be tried is the code's own limit, and how
    /// often one can be asked for is that of mails.
    func signIn(_ answer: MailedCodeAnswer) async throws -> MailedCodeArrival {
        guard let browser = call.mailedCode else { return .over }
        let outcome = try await dispatcher.portal.signIn(
            answer, browser: browser, at: call.origin.host, agent: agent,
            network: call.origin.address?.neighbourhoodText)
        switch outcome {
        case .over: return .over
        case .wrong(let triesLeft): return .wrong(triesLeft: triesLeft)
        case .entered(.secondFactor(let challenge)): return .secondFactor(challenge: challenge)
        case .entered(.session(let secret)):
            try await signOut()
            return .signedIn(try await seat(of: secret), secret)
        }
    }
}
