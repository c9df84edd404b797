import HTTPTypes
public import Logging
public import PortalCore

/// The way from a request to its answer, whatever server carries them.
///
/// The host is looked at first, then who came, then whether the route is theirs, and only then what they asked for; all of it
/// in one storage body. Whatever goes wrong, an answer is given, and it names nothing that its reader may not know.
public final class Dispatcher: Sendable {
    public let table: RouteTable
    public let configuration: HTTPConfiguration
    public let metrics: PortalMetrics
    let portal: Portal
    let identities: (any IdentitySource)?
    let formGuard: FormGuard
    let gate: SignInGate
    /// How often a signed-in person's present password may be tried.
    let presenceGate: RateLimiter
    /// How often a person's second factor may be tried, by whoever knows their password.
    let codeGate: RateLimiter
    /// Counts mails that anybody can ask for.
    let mailGate: SignInGate
    let bodyRoom: BodyRoom
    let bodies: BodiesUnderWay
    let streams: LiveStreams
    private let numbers = RequestNumbers()
    let logger: Logger

    /// - Parameters:
    ///   - identities: Who requests come from, for an embedder that brings its own `/sign-in` and `/sign-out`; `nil` uses the
    ///     portal's sessions.
    public convenience init(
        _ portal: Portal, configuration: HTTPConfiguration = HTTPConfiguration(),
        identities: (any IdentitySource)? = nil, metrics: PortalMetrics = PortalMetrics(), logger: Logger
    ) {
        self.init(
            portal, table: identities == nil ? .portal : .portalWithoutSignIn, configuration: configuration,
            identities: identities, metrics: metrics, logger: logger)
    }

    init(
        _ portal: Portal, table: RouteTable, configuration: HTTPConfiguration, identities: (any IdentitySource)?,
        metrics: PortalMetrics, logger: Logger
    ) {
        self.portal = portal
        self.table = table
        self.configuration = configuration
        self.identities = identities
        self.metrics = metrics
        self.logger = logger
        formGuard = FormGuard(digests: portal.services.digests)
        gate = SignInGate(configuration.signInLimits)
        presenceGate = RateLimiter(configuration.signInLimits.address)
        codeGate = RateLimiter(configuration.signInLimits.code)
        mailGate = SignInGate(configuration.mailLimits)
        bodies = BodiesUnderWay(limit: configuration.bodiesPerNetwork)
        bodyRoom = BodyRoom(batch: configuration.batchLimit)
        streams = LiveStreams(limit: configuration.streamsPerUser, metrics: metrics)
    }

    /// Answers a request that can only be for the portal: a host that is no agency's gets a plain "not found".
    public func answer(_ request: PortalRequest) async -> PortalResponse {
        let start = ContinuousClock.now
        let (answer, audience) = await respond(to: request)
        return finished(answer ?? .stranger(isTLS: request.isTLS), audience, since: start)
    }

    /// Answers a request if its path is one of the table's and its host an agency's; `nil` leaves it to the embedder.
    public func answerIfMine(_ request: PortalRequest) async -> PortalResponse? {
        let start = ContinuousClock.now
        let found = table.find(request.target.path.utf8, method: request.head.method)
        if case .nothing(_, isKnownPath: false) = found { return nil }
        let (answer, audience) = await respond(to: request)
        return answer.map { finished($0, audience, since: start) }
    }

    private func finished(
        _ response: PortalResponse, _ audience: Audience, since start: ContinuousClock.Instant
    ) -> PortalResponse {
        var response = response
        response.head.headerFields.append(HTTPField(name: .requestID, value: numbers.next()))
        metrics.answered(audience, status: response.status.code, taking: ContinuousClock.now - start)
        return response
    }

    /// The answer, or `nil` for a host that is no agency's.
    private func respond(to request: PortalRequest) async -> (PortalResponse?, Audience) {
        let origin: RequestOrigin
        do {
            origin = try RequestOrigin(of: request, trusting: configuration.trustedProxies)
        } catch {
            return (.nameless(.badRequest, isSecure: request.isTLS), .anyone)
        }
        let found = table.find(request.target.path.utf8, method: request.head.method)
        let call = await Call(
            request, origin: origin, isForAnyone: [.anyone, .token].contains(found.audience), formGuard: formGuard,
            identities: identities, freshSecret: { portal.mint().secret() })
        switch found {
        case .route(let route, let values):
            let asked = Asked(
                route.path, values, path: call.path, query: call.query, tokens: call.tokens,
                house: configuration)
            if route.audience == .engine { return (await answerEngine(call, route, asked), .engine) }
            return (await answer(call, route, asked), route.audience)
        case .nothing(.engine, _):
            return (await nowhereForEngines(call), .engine)
        case .nothing(let ground, _):
            return (await nowhere(call, on: ground), ground)
        }
    }

    private func answer(_ call: Call, _ route: Route, _ asked: Asked) async -> PortalResponse? {
        do {
            let seen = try await seen(call, route, asked)
            // Others who wait are looked up first, then all are printed: each half's code stays in the processor's cache for all of
            // them. Under load that makes half as many pages again.
            await Task.yield()
            return seen.map { answer($0, call, route, asked) }
        } catch {
            return failure(error, call)
        }
    }

    private func seen(_ call: Call, _ route: Route, _ asked: Asked) async throws -> Seen? {
        guard route.method != .post else { return try await submit(call, route, asked) }
        switch route.handler {
        case .anyone(let handler):
            return try await handler(Lobby(call: call, dispatcher: self), asked)
        case .look(let handler):
            return try await look(call.knock) { visit in
                try handler(visit.entry, asked).map(Seen.Outcome.reply) ?? .turnedAway
            }
        case .live(let handler):
            return try await look(call.knock) { visit in
                try handler(visit.entry, asked).map(Seen.Outcome.live) ?? .turnedAway
            }
        case .change, .errand, .engineLook, .engineChange, .operation:
            preconditionFailure("\(route.path.text) cannot be asked for this way")
        }
    }

    private func nowhere(_ call: Call, on ground: Audience) async -> PortalResponse? {
        do {
            let seen = try await look(call.knock) { _ in .admitted }
            return seen.map { answer(.nowhere(on: ground, $0.seat, manner: call.manner), $0, call) }
        } catch {
            return failure(error, call)
        }
    }
}

// MARK: The two doors

extension Dispatcher {
    /// Looks as whoever knocked. `nil` for a host that is no agency's.
    func look(_ knock: Knock, _ body: @Sendable (Visit) throws -> Seen.Outcome) async throws -> Seen? {
        try await portal.visit(knock) { visit -> Seen? in
            guard let visit else { return nil }
            do {
                return Seen(visit, try body(visit))
            } catch let refusal as Refusal {
                return Seen(visit, .refused(refusal))
            } catch StorageError.notFound {
                return Seen(visit, .refused(.notFound))
            }
        }
    }

    /// Changes something as whoever knocked. A refusal rolls back what the body had done, and is told with who was refused.
    func change(
        _ knock: Knock, _ body: @escaping @Sendable (ChangingEntry) throws -> Reply?
    ) async throws -> Seen? {
        do {
            return try await portal.change(knock) { visit -> Seen? in
                guard let visit else { return nil }
                do {
                    guard let reply = try body(visit.entry) else { throw Declined(seen: Seen(visit, .turnedAway)) }
                    return Seen(visit, .reply(reply))
                } catch let refusal as Refusal {
                    throw Declined(seen: Seen(visit, .refused(refusal)))
                } catch StorageError.notFound {
                    throw Declined(seen: Seen(visit, .refused(.notFound)))
                } catch StorageError.alreadyExists {
                    throw Declined(seen: Seen(visit, .refused(.notNow(.nameTaken))))
                }
            }
        } catch let declined as Declined {
            return declined.seen
        }
    }

    /// Thrown out of a change's body, so that nothing of it is kept.
    private struct Declined: Error {
        let seen: Seen
    }
}
