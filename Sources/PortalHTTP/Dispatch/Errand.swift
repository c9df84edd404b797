import PortalCore

/// Leave to do a signed-in person's own errand outside one storage body; each step decides again by itself.
///
/// Wrong guesses of the present password are limited as those at the sign-in page are, and counted by person: strangers who guess at the
/// page keep nobody from what they do once they are signed in.
struct Errand: Sendable {
    private let dispatcher: Dispatcher
    private let call: Call
    private let agency: Agency.ID
    private let person: User.ID

    init(_ dispatcher: Dispatcher, _ call: Call, _ front: Front, _ user: User) {
        self.dispatcher = dispatcher
        self.call = call
        agency = front.agency.id
        person = user.id
    }

    /// Changes the visitor's own password. Answers the renewed secret of their session.
    func changePassword(current: String, new: String) async throws -> Secret? {
        try await guessing { try await dispatcher.portal.changePassword(call.knock, current: current, new: new) }
    }

    func turnOnSecondFactor(password: String, key: FactorKey, code: String) async throws -> FactorGrant {
        try await guessing {
            try await dispatcher.portal.turnOnSecondFactor(call.knock, password: password, key: key, code: code)
        }
    }

    func replaceRecoveryCodes(password: String) async throws -> FactorGrant {
        try await guessing { try await dispatcher.portal.replaceRecoveryCodes(call.knock, password: password) }
    }

    func turnOffSecondFactor(password: String) async throws -> Secret? {
        try await guessing { try await dispatcher.portal.turnOffSecondFactor(call.knock, password: password) }
    }

    /// Hands the visitor's agency over to one of its admins.
    func transferOwnership(to heir: User.ID, password: String) async throws {
        try await guessing {
            try await dispatcher.portal.transferOwnership(call.knock, to: heir, password: password)
        }
    }

    /// Asks for another address of the visitor's own, within the limits of what can be mailed: of that address, and of the person.
    func askForEmail(_ email: EmailAddress, password: String) async throws {
        let asked = [
            SignInGate.Attempt(at: agency, as: email.text, from: call.origin.address),
            SignInGate.Attempt(at: agency, as: person.description, from: nil),
        ]
        try await guessing {
            for attempt in asked {
                guard let wait = dispatcher.mailGate.admit(attempt, now: dispatcher.portal.clock.now) else { continue }
                throw TooManyTries(wait: wait)
            }
            do {
                try await dispatcher.portal.askForEmail(call.knock, email, password: password)
            } catch {
                // Nothing was mailed.
                for attempt in asked { dispatcher.mailGate.succeeded(attempt) }
                throw error
            }
        }
    }

    /// Looks again after the errand, by the session's renewed secret, and sets its cookie.
    func reply(
        _ asked: Asked, renewed session: Secret?, _ body: @Sendable (Visit, Asked) throws -> Reply?
    ) async throws -> Reply {
        let digests = dispatcher.portal.services.digests
        let identity = session.map { Identity.session(digests.digest(of: $0)) } ?? call.knock.identity
        let knock = Knock(host: call.knock.host, identity: identity, remembered: call.knock.remembered)
        let renewed = asked.renewed(session)
        let reply = try await dispatcher.portal.visit(knock) { visit in try visit.flatMap { try body($0, renewed) } }
        guard let reply else { throw Refusal.notFound }
        return reply.with(cookie(session))
    }

    /// The cookie of a session that was given another secret.
    func cookie(_ session: Secret?) -> CookieChange? {
        session.map { .session($0, lifetime: dispatcher.portal.sessionLifetime) }
    }

    private func guessing<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        if let wait = dispatcher.presenceGate.take(person, now: dispatcher.portal.clock.now) {
            throw TooManyTries(wait: wait)
        }
        let answer: Answer
        do {
            answer = try await work()
        } catch Refusal.notNow(.currentPasswordWrong) {
            throw Refusal.notNow(.currentPasswordWrong)
        } catch {
            dispatcher.presenceGate.giveBack(person)
            throw error
        }
        dispatcher.presenceGate.giveBack(person)
        return answer
    }
}
