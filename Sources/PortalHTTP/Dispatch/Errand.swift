import PortalCore

/// Leave to do a signed-in person's own errand outside one storage body; each step decides again by itself.
///
/// Wrong guesses of the present password count as those at the sign-in page do.
struct Errand: Sendable {
    private let dispatcher: Dispatcher
    private let call: Call
    private let attempt: SignInGate.Attempt

    init(_ dispatcher: Dispatcher, _ call: Call, _ front: Front, _ user: User) {
        self.dispatcher = dispatcher
        self.call = call
        attempt = SignInGate.Attempt(at: front.agency.id, as: user.email.text, from: call.origin.address)
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
        if let wait = dispatcher.gate.admit(attempt, now: dispatcher.portal.clock.now) {
            throw TooManyTries(wait: wait)
        }
        let answer: Answer
        do {
            answer = try await work()
        } catch Refusal.notNow(.currentPasswordWrong) {
            throw Refusal.notNow(.currentPasswordWrong)
        } catch {
            dispatcher.gate.succeeded(attempt)
            throw error
        }
        dispatcher.gate.succeeded(attempt)
        return answer
    }
}
