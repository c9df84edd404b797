import HTTPTypes
import PortalCore
import PortalPages

/// Second factors: one's own, where one is due, and what the agency's staff decide about them.
///
/// Not there where an embedder brings its own sign-in: what is asked for then is its own business.
enum SecondFactorRoutes {
    static let all = own.flatMap(\.self) + staff + due

    private static let own: [[Route]] = [
        .own("/second-factor") { account, side, _ in .page(try page(side, account)) },
        .own(errand: "/second-factor", sample: setUp, again: again) { errand, asked, _ in
            let grant = try await turnOn(errand, asked)
            return try await granted(grant, errand, asked)
        },
        .own(errand: "/second-factor/recovery-codes", sample: password, again: again) { errand, asked, _ in
            let grant = try await errand.replaceRecoveryCodes(password: try asked.form.text(.currentPassword))
            return try await granted(grant, errand, asked)
        },
        .own(errand: "/second-factor/removal", sample: password, again: again) { errand, asked, account in
            let session = try await errand.turnOffSecondFactor(password: try asked.form.text(.currentPassword))
            return .goTo(account, saying: .factorOff).with(errand.cookie(session))
        },
    ]

    private static let staff: [Route] = [
        .staff(
            post: "/dashboard/people/:user/second-factor/removal", action: .agencyResetFactor, sample: .form([:])
        ) { console, asked in
            let path: ConsolePath =
                switch try console.resetSecondFactor(of: asked.id(.user)) {
                case .team: .team
                case .client(let workspace): .client(workspace)
                case .nowhere: .clients(archived: false, after: nil)
                }
            return .goTo(.console(path), saying: .factorReset)
        },
        .staff("/dashboard/settings/sign-in", action: .agencyUpdate) { console, asked in
            .page(SignInRulesPage(try console.secondFactorRule(), asked.context(console)))
        },
        .staff(
            post: "/dashboard/settings/sign-in", action: .agencyUpdate, sample: .form(["factor-for-clients": "yes"])
        ) { console, asked in
            let rule = SecondFactorRule(
                forStaff: try asked.form.isTicked(.factorForStaff),
                forClients: try asked.form.isTicked(.factorForClients))
            try console.require(secondFactor: rule)
            return .goTo(.console(.signInRules), saying: .signInRulesSaved)
        },
    ]

    /// For whoever is signed in and may not go on without one.
    private static let due: [Route] = [
        .anyone("/second-factor", duePage),
        .anyone(post: "/second-factor", sample: setUp, turnOnDue),
    ]

    private static let setUp = Route.Sample.form([
        "factor-key": "{key}", "code": "{code}", "current-password": "{password}",
    ])
    private static let password = Route.Sample.form(["current-password": "{password}"])

    private static func page(
        _ side: AccountPage.Side, _ account: Account, _ asked: Asked? = nil, _ refusal: Refusal? = nil
    ) throws -> SecondFactorPage {
        let form = refusal.flatMap { asked?.formState($0) } ?? .fresh
        let presence = try account.presenceAsk()
        guard let factor = try account.secondFactor() else {
            return SecondFactorPage(.offer(key(account, asked), at: .account(side)), presence: presence, form: form)
        }
        return SecondFactorPage(
            .on(factor, isRequired: account.mustHaveSecondFactor, at: side), presence: presence, form: form)
    }

    private static let again: Route.OwnAgain = { .page(try page($1, $0, $2, $3)) }

    /// A form that comes back offers the key that it came with: the app has it already.
    private static func key(_ account: Account, _ asked: Asked?) -> FactorKey {
        let sent = asked?.form.all(.factorKey).first.flatMap { FactorKey(text: $0) }
        return sent ?? account.freshFactorKey()
    }

    private static func turnOn(_ errand: Errand, _ asked: Asked) async throws -> FactorGrant {
        guard let key = FactorKey(text: try asked.form.text(.factorKey)) else {
            throw Refusal.invalid([FieldProblem(.code, .codeWrong)])
        }
        return try await errand.turnOnSecondFactor(
            password: try asked.form.text(.currentPassword), key: key, code: try asked.form.text(.code))
    }

    /// The codes are in the answer itself, so that they are in no address and are not shown again.
    private static func granted(_ grant: FactorGrant, _ errand: Errand, _ asked: Asked) async throws -> Reply {
        try await errand.reply(asked, renewed: grant.session) { visit, asked in
            let side: AccountPage.Side
            switch visit.entry {
            case .clientPortal(let client): side = asked.account(client)
            case .agencyConsole(let console): side = asked.account(console)
            case .reception, .home: return nil
            }
            return .page(SecondFactorPage(.granted(grant.recoveryCodes, at: .account(side))))
        }
    }

    // MARK: Where it is due

    @Sendable private static func duePage(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        try await lobby.look { visit in try dueReply(visit, asked) }
    }

    private static func dueReply(_ visit: Visit, _ asked: Asked, _ refusal: Refusal? = nil) throws -> Reply {
        guard case .home(let home) = visit.entry, home.isSecondFactorDue else {
            return .goTo(Seat(visit.entry).landing)
        }
        let form = refusal.map { asked.formState($0) } ?? .fresh
        let key = key(home.account, refusal == nil ? nil : asked)
        let frame = SecondFactorPage.Frame.due(asked.context(visit), home.user, goOn: goOn(asked))
        return .page(
            SecondFactorPage(.offer(key, at: frame), presence: try home.account.presenceAsk(), form: form),
            status: refusal?.status ?? .ok)
    }

    /// Where the way here goes on to: for somebody who has come in by an invitation just now, their welcome.
    private static func goOn(_ asked: Asked) -> Path {
        let next = asked.query.hint(.next) ?? asked.form.hint(.next)
        return [.welcome, .console(.welcome)].first { $0.text == next } ?? .home
    }

    @Sendable private static func turnOnDue(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        guard let (errand, door) = try await lobby.errand(), door.seat == .home else {
            return try await lobby.look { visit in .goTo(Seat(visit.entry).landing) }
        }
        do {
            let grant = try await turnOn(errand, asked)
            let user = door.user
            let reply = try await errand.reply(asked, renewed: grant.session) { visit, asked in
                guard let user else { return nil }
                return .page(
                    SecondFactorPage(
                        .granted(grant.recoveryCodes, at: .due(asked.context(visit), user, goOn: goOn(asked)))))
            }
            return door.with(.reply(reply))
        } catch let limit as TooManyTries {
            return door.with(.reply(.trouble(limit, front: door.front, seat: door.seat)))
        } catch let refusal as Refusal {
            return try await lobby.look { visit in try dueReply(visit, asked, refusal) }
        }
    }
}
