import HTTPTypes
import PortalCore

/// What a route for anyone may do: look at the house as whoever came, and let people in and out.
struct Lobby: Sendable {
    let call: Call
    private let dispatcher: Dispatcher

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
    }

    /// Tries to sign in, within the limits; a session that the browser had before ends.
    func signIn(email: String, password: String) async throws -> Arrival {
        guard let agency = try await agency() else { return .unknownHost }
        let attempt = SignInGate.Attempt(at: agency, as: email, from: call.origin.address)
        if let wait = dispatcher.gate.admit(attempt, now: dispatcher.portal.clock.now) {
            dispatcher.metrics.signInWasLimited()
            return .notLetIn(.tooManyTries(TooManyTries(wait: wait)))
        }
        guard let address = EmailAddress(email) else { return .notLetIn(.refused) }
        let outcome: Portal.SignInOutcome
        do {
            outcome = try await dispatcher.portal.signIn(
                email: address, password: password, at: call.origin.host,
                agent: call.request.head.headerFields[.userAgent] ?? "")
        } catch is PasswordQueueFull {
            return .notLetIn(.busy)
        } catch {
            // The failure is ours: nobody is locked out for a disk that was full.
            dispatcher.gate.succeeded(attempt)
            throw error
        }
        switch outcome {
        case .unknownHost: return .unknownHost
        case .refused: return .notLetIn(.refused)
        case .signedIn(let secret):
            dispatcher.gate.succeeded(attempt)
            try await signOut()
            return .signedIn(try await seat(of: secret), secret)
        }
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

    private func seat(of secret: Secret) async throws -> Seat {
        let digest = dispatcher.portal.services.digests.digest(of: secret)
        let knock = Knock(host: call.origin.host, identity: .session(digest), remembered: call.knock.remembered)
        return try await dispatcher.portal.visit(knock) { $0.map { Seat($0.entry) } ?? .nobody }
    }
}
