import HTTPTypes
import PortalCore
import PortalPages

/// The ways in and out, and the home of those who are members of nothing.
enum ArrivalRoutes {
    static let home: [Route] = [.anyone("/", homePage)]

    /// Not there where an embedder brings its own sign-in.
    static let signIn: [Route] = [
        .anyone("/sign-in", signInPage),
        .anyone(
            post: "/sign-in", sample: .form(["email": "{email}", "password": "{password}", "next": ""]), letIn),
        .anyone("/sign-in/code", codePage),
        .anyone(
            post: "/sign-in/code", sample: .form(["code": "000000", "recovery-code": "", "next": ""]), letInByCode),
        .anyone("/sign-out", signOutPage),
        .anyone(post: "/sign-out", sample: .form([:]), letOut),
    ]

    @Sendable private static func homePage(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        try await lobby.look { visit in
            guard case .home(let home) = visit.entry else { return .goTo(Seat(visit.entry).landing) }
            guard !home.isSecondFactorDue else { return .goTo(.dueSecondFactor) }
            return .page(HomePage(asked.context(visit), user: home.user))
        }
    }

    @Sendable private static func signInPage(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        try await lobby.look { visit in
            let seat = Seat(visit.entry)
            guard seat == .nobody else { return .goTo(seat.landing) }
            return .page(SignInPage(asked.context(visit), next: asked.query.hint(.next).flatMap { OwnPath($0)?.text }))
        }
    }

    @Sendable private static func letIn(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        let email = try asked.form.text(.email)
        let next = try asked.form.value(.next).flatMap { OwnPath($0) }
        let arrival = try await lobby.signIn(email: email, password: try asked.form.text(.password))
        return try await lobby.look { visit in
            switch arrival {
            case .unknownHost:
                throw Refusal.notFound
            case .notLetIn(.refused):
                let page = SignInPage(asked.context(visit), email: email, next: next?.text, isRefused: true)
                return .page(page, status: .unauthorized)
            case .notLetIn(.tooManyTries(let limit)):
                return .trouble(limit, front: visit.front, seat: .nobody)
            case .notLetIn(.busy):
                return .trouble(.busy, .serviceUnavailable, front: visit.front, seat: .nobody, retryAfter: 2)
            case .codeNeeded(let challenge):
                return .goTo(.signInCode(next: next)).with(.challenge(challenge))
            case .signedIn(let seat, let secret):
                return .goTo(next ?? OwnPath(seat.landing)).with(.session(secret, lifetime: lobby.sessionLifetime))
            }
        }
    }

    @Sendable private static func codePage(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        let isChallenged = try await lobby.isChallenged()
        return try await lobby.look { visit in
            guard isChallenged else { return .goTo(.signIn) }
            let next = asked.query.hint(.next).flatMap { OwnPath($0)?.text }
            return .page(SignInCodePage(asked.context(visit), next: next))
        }
    }

    @Sendable private static func letInByCode(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        let next = try asked.form.value(.next).flatMap { OwnPath($0) }
        let recovery = try asked.form.text(.recoveryCode)
        let code = recovery.isEmpty ? Portal.SignInCode.time(try asked.form.text(.code)) : .recovery(recovery)
        let arrival = try await lobby.signIn(code)
        return try await lobby.look { visit in
            switch arrival {
            case .over:
                return .goTo(.signIn(next: next)).with(.end(.challenge))
            case .wrong(let triesLeft):
                let page = SignInCodePage(asked.context(visit), next: next?.text, triesLeft: triesLeft)
                return .page(page, status: .unauthorized)
            case .tooManyTries(let limit):
                return .trouble(limit, front: visit.front, seat: .nobody)
            case .signedIn(let seat, let secret, let byRecoveryCode):
                let factors = byRecoveryCode ? seat.secondFactor.map { OwnPath($0) } : nil
                return .goTo(factors ?? next ?? OwnPath(seat.landing)).with(.end(.challenge))
                    .with(.session(secret, lifetime: lobby.sessionLifetime))
            }
        }
    }

    @Sendable private static func signOutPage(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        try await lobby.look { visit in
            let seat = Seat(visit.entry)
            guard seat != .nobody else { return .goTo(.signIn) }
            return .page(SignOutPage(asked.context(visit), landing: seat.landing))
        }
    }

    @Sendable private static func letOut(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        try await lobby.signOut()
        return try await lobby.look { _ in .goTo(.signIn, saying: .signedOut).with(.end(.session)) }
    }
}

extension Reply {
    /// The page of somebody who tried too often.
    static func trouble(_ limit: TooManyTries, front: Front, seat: Seat) -> Reply {
        let trouble = Trouble.tooManyTries(minutes: Int((limit.seconds + 59) / 60))
        return .trouble(trouble, .tooManyRequests, front: front, seat: seat, retryAfter: limit.seconds)
    }

    /// A page of a few words that is the same for everybody of an audience.
    static func trouble(
        _ trouble: Trouble, _ status: HTTPResponse.Status, front: Front, seat: Seat, retryAfter: Int64
    ) -> Reply {
        var reply = Reply.page(TroublePage(trouble, front: front, landing: seat.landing), status: status)
        reply.retryAfter = retryAfter
        return reply
    }
}
