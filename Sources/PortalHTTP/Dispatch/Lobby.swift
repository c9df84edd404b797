import HTTPTypes
import PortalCore

/// What a route for anyone may do: look at the house as whoever came, and let people in and out.
struct Lobby: Sendable {
    let call: Call
    let dispatcher: Dispatcher

    init(call: Call, dispatcher: Dispatcher) {
        self.call = call
        self.dispatcher = dispatcher
    }

    var sessionLifetime: SessionLifetime { dispatcher.portal.sessionLifetime }

    /// Looks as whoever came.
    func look(_ body: @Sendable (Visit) throws -> Reply) async throws -> Seen? {
        try await dispatcher.look(call.knock) { .reply(try body($0)) }
    }

    /// Looks as nobody, for what every visitor of a host gets alike.
    func lookAround(_ body: @Sendable (Reception) throws -> Reply) async throws -> Seen? {
        let knock = Knock(host: call.knock.host, identity: .nobody, remembered: nil)
        return try await dispatcher.look(knock) { visit in
            guard case .reception(let reception) = visit.entry else { throw Refusal.notFound }
            return .reply(try body(reception))
        }
    }

    /// Why somebody was not let in. The words for it tell nobody who exists.
    enum NotLetIn: Hashable, Sendable {
        case refused
        case tooManyTries(TooManyTries)
        case busy
    }

    /// What came of trying to sign in.
    enum Arrival: Sendable {
        case unknownHost
        case notLetIn(NotLetIn)
        case signedIn(Seat, Secret)
        /// The password is right; the secret is that of the challenge that asks for a code.
        case codeNeeded(Secret)
    }

    /// Tries to sign in, within the limits; a session that the browser had before ends.
    func signIn(email: String, password: String) async throws -> Arrival {
        guard let agency = try await agency() else { return .unknownHost }
        // It is nobody's, which needs no derivation to know: it uses up no try of those who have an address.
        guard let address = EmailAddress(email) else { return .notLetIn(.refused) }
        let attempt = SignInGate.Attempt(at: agency, as: email, from: call.origin.address)
        if let wait = dispatcher.gate.admit(attempt, now: dispatcher.portal.clock.now) {
            dispatcher.metrics.signInWasLimited()
            return .notLetIn(.tooManyTries(TooManyTries(wait: wait)))
        }
        let outcome: Portal.SignInOutcome
        do {
            outcome = try await dispatcher.portal.signIn(
                email: address, password: password, at: call.origin.host,
                agent: agent, network: call.origin.address?.neighbourhoodText)
        } catch is PasswordQueueFull {
            // Nothing was tried.
            dispatcher.gate.succeeded(attempt)
            return .notLetIn(.busy)
        } catch {
            // The failure is ours: nobody is locked out for a disk that was full.
            dispatcher.gate.succeeded(attempt)
            throw error
        }
        switch outcome {
        case .unknownHost: return .unknownHost
        case .refused: return .notLetIn(.refused)
        case .codeNeeded(let secret):
            dispatcher.gate.succeeded(attempt)
            return .codeNeeded(secret)
        case .signedIn(let secret):
            dispatcher.gate.succeeded(attempt)
            try await signOut()
            return .signedIn(try await seat(of: secret), secret)
        }
    }

    /// What came of typing the code of a second factor.
    enum CodeArrival: Sendable {
        /// Whoever used a recovery code may have lost their device.
        case signedIn(Seat, Secret, byRecoveryCode: Bool)
        case wrong(triesLeft: Int)
        case tooManyTries(TooManyTries)
        /// The password is asked for again.
        case over
    }

    /// Whether the browser shows a challenge that can still be answered here.
    func isChallenged() async throws -> Bool {
        guard let challenge = call.challenge else { return false }
        return try await dispatcher.portal.whoIsChallenged(by: challenge, at: call.origin.host) != nil
    }

    /// Tries the code of a second factor, within the limits; a session that the browser had before ends.
    func signIn(_ code: Portal.SignInCode) async throws -> CodeArrival {
        let portal = dispatcher.portal
        guard let challenge = call.challenge,
            let user = try await portal.whoIsChallenged(by: challenge, at: call.origin.host)
        else { return .over }
        if let wait = dispatcher.codeGate.take(user, now: portal.clock.now) {
            dispatcher.metrics.signInWasLimited()
            return .tooManyTries(TooManyTries(wait: wait))
        }
        let outcome = try await portal.signIn(
            code, challenge: challenge, at: call.origin.host, agent: agent,
            network: call.origin.address?.neighbourhoodText)
        switch outcome {
        case .over: return .over
        case .wrong(let triesLeft): return .wrong(triesLeft: triesLeft)
        case .signedIn(let secret, let recoveryCodesLeft):
            dispatcher.codeGate.giveBack(user)
            try await signOut()
            return .signedIn(try await seat(of: secret), secret, byRecoveryCode: recoveryCodesLeft != nil)
        }
    }

    /// Leave to do an errand, for whoever is signed in.
    func errand() async throws -> (Errand, Seen)? {
        let door = try await dispatcher.look(call.knock) { _ in .admitted }
        guard let door, let user = door.user else { return nil }
        return (Errand(dispatcher, call, door.front, user), door)
    }

    var agent: String { call.request.head.headerFields[.userAgent] ?? "" }

    /// Asks for a mail on behalf of whoever typed an address or named an invitation, within the limits. Throws ``TooManyTries`` beyond them.
    ///
    /// Foreign keys of somebody's rows are looked up and nobody's are not, so the one takes some microseconds longer: both are answered when
    /// ``askingTime`` is over.
    @discardableResult
    func ask<Answer: Sendable>(
        for typed: String, _ request: @escaping @Sendable (Reception.Changing) throws -> Answer
    ) async throws -> Answer? {
        guard let agency = try await agency() else { return nil }
        let attempt = SignInGate.Attempt(at: agency, as: typed, from: call.origin.address)
        if let wait = dispatcher.mailGate.admit(attempt, now: dispatcher.portal.clock.now) {
            throw TooManyTries(wait: wait)
        }
        let knock = Knock(host: call.origin.host, identity: .nobody, remembered: nil)
        let end = ContinuousClock.now + Self.askingTime
        let answer = try await dispatcher.portal.change(knock) { visit -> Answer? in
            guard case .reception(let reception) = visit?.entry else { return nil }
            return try request(reception)
        }
        // Whoever hangs up meanwhile needs no answer.
        try? await Task.sleep(until: end, clock: .continuous)
        return answer
    }

    /// Many times what writing the mail down takes.
    private static let askingTime = Duration.milliseconds(50)

    /// Whether a mailed link that sets a password still leads anywhere.
    func isGood(_ token: MailedToken) async throws -> Bool {
        guard let secret = token.secret else { return false }
        let knock = Knock(host: call.origin.host, identity: .nobody, remembered: nil)
        return try await dispatcher.portal.visit(knock) { visit in
            guard case .reception(let reception) = visit?.entry else { return false }
            return try reception.isGood(secret, for: .passwordReset)
        }
    }

    /// What the link at the end of a notice stops; `nil` if it stops nothing.
    func stop(by token: StopToken?) async throws -> NoticeStop? {
        let knock = Knock(host: call.origin.host, identity: .nobody, remembered: nil)
        return try await dispatcher.portal.visit(knock) { visit in
            guard case .reception(let reception) = visit?.entry else { return nil }
            return try reception.stop(by: token)
        }
    }

    /// Turns off what the link stops. Who asks is of no matter; what leads nowhere makes no write wait.
    func stopNotice(by token: StopToken?) async throws -> NoticeStop? {
        guard try await stop(by: token) != nil else { return nil }
        let knock = Knock(host: call.origin.host, identity: .nobody, remembered: nil)
        return try await dispatcher.portal.change(knock) { visit in
            guard case .reception(let reception) = visit?.entry else { return nil }
            return try reception.stopNotice(by: token)
        }
    }

    /// What an invitation's link offers; `nil` if it leads nowhere any more.
    func offer(by token: MailedToken) async throws -> InvitationOffer? {
        guard let secret = token.secret else { return nil }
        let knock = Knock(host: call.origin.host, identity: .nobody, remembered: nil)
        return try await dispatcher.portal.visit(knock) { visit in
            guard case .reception(let reception) = visit?.entry else { return nil }
            return try reception.offer(by: secret)
        }
    }

    /// Accepts an invitation; a session that the browser had before ends where a new one begins.
    func accept(_ token: MailedToken, name: String, password: String) async throws -> Portal.Acceptance {
        guard let secret = token.secret else { return .linkIsDead }
        let outcome = try await dispatcher.portal.acceptInvitation(
            by: secret, name: name, password: password, at: call.origin.host,
            agent: agent,
            network: call.origin.address?.neighbourhoodText)
        if case .joined(_, session: .some) = outcome { try await signOut() }
        return outcome
    }

    /// The address that a mailed link confirms; `nil` if it leads nowhere any more.
    func newEmail(by token: MailedToken) async throws -> EmailAddress? {
        guard let secret = token.secret else { return nil }
        let knock = Knock(host: call.origin.host, identity: .nobody, remembered: nil)
        return try await dispatcher.portal.visit(knock) { visit in
            guard case .reception(let reception) = visit?.entry else { return nil }
            return try reception.newEmail(by: secret)
        }
    }

    /// Confirms a new address by its mailed link.
    func confirmEmail(by token: MailedToken) async throws -> Portal.EmailOutcome {
        guard let secret = token.secret else { return .linkIsDead }
        return try await dispatcher.portal.confirmEmail(by: secret, call.knock)
    }

    /// Sets a new password by a mailed link. Throws ``Refusal/invalid(_:)`` for one that may not be set.
    func resetPassword(by token: MailedToken, to new: String) async throws -> Portal.ResetOutcome {
        guard let secret = token.secret else { return .linkIsDead }
        return try await dispatcher.portal.resetPassword(by: secret, to: new, at: call.origin.host)
    }

    /// Ends the session that the browser shows, if it shows one.
    func signOut() async throws {
        guard case .session = call.knock.identity else { return }
        try await dispatcher.portal.change(call.knock) { visit in try visit?.account?.signOut() }
    }

    private func agency() async throws -> Agency.ID? {
        try await dispatcher.portal.visit(Knock(host: call.origin.host, identity: .nobody, remembered: nil)) {
            $0?.front.agency.id
        }
    }

    func seat(of secret: Secret) async throws -> Seat {
        let digest = dispatcher.portal.services.digests.digest(of: secret)
        let knock = Knock(host: call.origin.host, identity: .session(digest), remembered: call.knock.remembered)
        return try await dispatcher.portal.visit(knock) { $0.map { Seat($0.entry) } ?? .nobody }
    }
}
