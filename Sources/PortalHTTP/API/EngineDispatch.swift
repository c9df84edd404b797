import Dispatch
import HTTPTypes
import Logging
import PortalCore

extension Dispatcher {
    /// Answers an agency's own system: its key first, then what it asks for. `nil` for a host that is no agency's.
    func answerEngine(_ call: Call, _ route: Route, _ asked: Asked) async -> PortalResponse? {
        do {
            guard let answered = try await reply(to: call, route, asked) else { return nil }
            var response = PortalResponse.json(answered.reply.status, answered.reply.json, isSecure: call.isSecure)
            response.afterwards = touching(answered)
            return response
        } catch {
            return .problem(problem(of: error, call), isSecure: call.isSecure)
        }
    }

    /// A reply, and whose it was.
    private struct Answered: Sendable {
        let reply: APIReply
        let key: APIKey
        let agency: Agency.ID

        init(_ reply: APIReply, to engine: EngineAccess) {
            self.reply = reply
            key = engine.key
            agency = engine.front.agency.id
        }
    }

    /// Notes that the key was used, if that is due.
    private func touching(_ answered: Answered) -> (@Sendable () async -> Void)? {
        let due = answered.key.lastUsedAt?.adding(portal.sessionLifetime.touchInterval)
        guard due.map({ $0 <= portal.clock.now }) ?? true else { return nil }
        return { [portal, logger] in
            do {
                try await portal.touch(answered.key, at: answered.agency)
            } catch {
                logger.debug("a key's use was not noted", metadata: ["error": "\(error)"])
            }
        }
    }

    /// A path of the API that leads nowhere: said only to a key that is known here.
    func nowhereForEngines(_ call: Call) async -> PortalResponse? {
        do {
            guard try await admittedAgency(call) != nil else { return nil }
            throw Problem.notFound
        } catch {
            return .problem(problem(of: error, call), isSecure: call.isSecure)
        }
    }

    private func reply(to call: Call, _ route: Route, _ asked: Asked) async throws -> Answered? {
        switch route.handler {
        case .engineLook(let handler):
            guard let digest = try await key(call) else { return nil }
            return try await portal.visit(key: digest, at: call.origin.host) { visit in
                try Self.admitted(visit).map { engine in
                    guard asked.isQueryReadable else { throw Problem.malformedQuery }
                    return Answered(try handler(engine, asked), to: engine)
                }
            }
        case .engineChange(let handler):
            // The key is looked at before a body is read: strangers cannot make us hold megabytes.
            guard let agency = try await admittedAgency(call), let digest = try await key(call) else { return nil }
            guard asked.isQueryReadable else { throw Problem.malformedQuery }
            let place = bodyRoom.enter(agency)
            defer { place.leave() }
            let limit = configuration.limit(route.bodyLimit)
            let change = try await read(call, upTo: limit, holding: place) { body in try handler(asked, body) }
            return try await portal.change(key: digest, at: call.origin.host) { visit in
                try Self.admitted(visit).map { Answered(try change($0), to: $0.room) }
            }
        case .anyone, .look, .change, .errand, .live, .operation:
            preconditionFailure("\(route.path.text) is no route of the API")
        }
    }

    /// The digest of the key that was shown. Without one, an agency's host says so, and any other says nothing.
    private func key(_ call: Call) async throws -> SecretDigest? {
        if let secret = Secret(bearer: call.request.head.headerFields) {
            return portal.services.digests.digest(of: secret)
        }
        let knock = Knock(host: call.origin.host, identity: .nobody, remembered: nil)
        guard try await portal.visit(knock, { $0 != nil }) else { return nil }
        throw Problem.unauthorized
    }

    /// Reads a body and makes of it what is to be done. It is gone when this returns: a change may wait, and needs none of it.
    private func read(
        _ call: Call, upTo limit: Int, holding place: BodyRoom.Place,
        _ read: @escaping @Sendable (APIBody) throws -> EngineChange
    ) async throws -> EngineChange {
        let declared = try call.request.declaredLength(upTo: limit)
        if let declared { try place.hold(declared) }
        let bytes = try await bodies.counting(from: call.origin.address) {
            try await call.request.body.bytes(upTo: declared ?? limit) { count in try place.hold(count) }
        }
        let body = APIBody(type: BodyType(call.request.head.headerFields), bytes: bytes)
        return try await body.isLong ? Self.aside { try read(body) } : read(body)
    }

    /// Runs what takes long on a thread that reads no connections: one at a time, and what it takes of memory is taken once.
    private static func aside<Answer: Sendable>(
        _ body: @escaping @Sendable () throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            longBodies.async { continuation.resume(with: Result(catching: body)) }
        }
    }

    private static let longBodies = DispatchQueue(label: "long-bodies")

    /// The agency whose key was shown, if it is good here; `nil` for a host that is no agency's.
    private func admittedAgency(_ call: Call) async throws -> Agency.ID? {
        guard let digest = try await key(call) else { return nil }
        return try await portal.visit(key: digest, at: call.origin.host) { visit in
            try Self.admitted(visit)?.front.agency.id
        }
    }

    private static func admitted<Access>(_ visit: Portal.KeyVisit<Access>) throws -> Access? {
        switch visit {
        case .unknownHost: nil
        case .refused: throw Problem.unauthorized
        case .admitted(let access): access
        }
    }

    private func problem(of error: any Error, _ call: Call) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as Refusal: return Problem(refusal)
        case is PortalRequestBody.TooLarge: return .tooLarge
        case is BodyRoom.Full, is BodiesUnderWay.TooMany: return .busy
        case is BodyTooSlow: return .tooSlow
        case is BodyBrokeOff: return .malformedJSON
        case StorageError.notFound: return .notFound
        case StorageError.unavailable:
            note(error, call)
            return .unavailable
        default:
            note(error, call)
            return .internalError
        }
    }
}
