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
            guard try await isAdmitted(call) else { return nil }
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
            guard try await isAdmitted(call), let digest = try await key(call) else { return nil }
            guard asked.isQueryReadable else { throw Problem.malformedQuery }
            let body = APIBody(
                type: BodyType(call.request.head.headerFields),
                bytes: try await call.request.body.bytes(upTo: configuration.limit(route.bodyLimit)))
            let change = try await body.isLong ? Self.aside { try handler(asked, body) } : handler(asked, body)
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

    /// Runs what takes long on a thread that reads no connections.
    private static func aside<Answer: Sendable>(_ body: @Sendable () throws -> Answer) async throws -> Answer {
        try await withTaskExecutorPreference(globalConcurrentExecutor) { try body() }
    }

    /// Whether the key that was shown is good here; `false` for a host that is no agency's.
    private func isAdmitted(_ call: Call) async throws -> Bool {
        guard let digest = try await key(call) else { return false }
        return try await portal.visit(key: digest, at: call.origin.host) { visit in
            try Self.admitted(visit) != nil
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
