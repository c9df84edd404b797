import HTTPTypes
import Logging
import PortalCore
import PortalPages

extension Refusal {
    /// The one place where a refusal becomes a status.
    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .roleLacks: .forbidden
        case .notNow(.currentPasswordWrong): .unprocessableContent
        case .notNow: .conflict
        case .invalid: .unprocessableContent
        }
    }
}

extension PortalResponse {
    /// An answer with every header field that answers have.
    init(
        _ status: HTTPResponse.Status, _ bytes: [UInt8], type: String, keeping: SecurityHeaders.Keeping = .never,
        isSecure: Bool
    ) {
        var fields = SecurityHeaders.fields(keeping: keeping, isSecure: isSecure)
        fields.append(HTTPField(name: .contentType, value: type))
        self.init(head: HTTPResponse(status: status, headerFields: fields), body: .bytes(bytes))
    }

    /// The answer at a host that is no agency's. Where TLS ended here, the connection itself was meant for another.
    static func stranger(isTLS: Bool) -> PortalResponse {
        nameless(isTLS ? .misdirectedRequest : .notFound, isSecure: isTLS)
    }

    /// The answer to what can be asked again in a moment.
    static func busy(isSecure: Bool) -> PortalResponse {
        var response = nameless(.serviceUnavailable, isSecure: isSecure)
        response.head.headerFields.append(HTTPField(name: .retryAfter, value: "2"))
        return response
    }

    static func goTo(_ path: OwnPath, isSecure: Bool) -> PortalResponse {
        var fields = SecurityHeaders.fields(keeping: .never, isSecure: isSecure)
        fields.append(HTTPField(name: .location, value: path.text))
        return PortalResponse(head: HTTPResponse(status: .seeOther, headerFields: fields), body: .bytes([]))
    }

    static func json(
        _ status: HTTPResponse.Status, _ bytes: [UInt8], type: String = "application/json", isSecure: Bool
    ) -> PortalResponse {
        PortalResponse(status, bytes, type: type, isSecure: isSecure)
    }

    static func problem(_ problem: Problem, isSecure: Bool) -> PortalResponse {
        var response = json(problem.status, problem.json, type: "application/problem+json", isSecure: isSecure)
        if problem.status == .unauthorized {
            response.head.headerFields.append(HTTPField(name: .wwwAuthenticate, value: "Bearer"))
        }
        if problem.status == .serviceUnavailable {
            response.head.headerFields.append(HTTPField(name: .retryAfter, value: "2"))
        }
        return response
    }
}

extension Dispatcher {
    /// The answer to a visit that was seen.
    func answer(_ seen: Seen, _ call: Call, _ route: Route, _ asked: Asked) -> PortalResponse {
        switch seen.outcome {
        case .reply(let reply):
            return answer(reply, seen, call)
        case .live(let frame):
            return stream(frame, seen, call, route, asked)
        case .refused(let refusal):
            return answer(Trouble(refusal), status: refusal.status, seen, call)
        case .forged:
            return answer(.formExpired, status: .badRequest, seen, call)
        case .turnedAway:
            return answer(.away(seen.seat, manner: route.isLive ? .other : call.manner), seen, call)
        case .admitted:
            return answer(.notFound, status: .notFound, seen, call)
        }
    }

    private func answer(_ reply: Reply, _ seen: Seen, _ call: Call) -> PortalResponse {
        var response: PortalResponse
        switch reply.content {
        case .page(let print):
            response = PortalResponse(reply.status, print(), type: pageMediaType, isSecure: call.isSecure)
            if let nonce = call.tokens.newCookie { set(nonce, in: &response, call) }
        case .goTo(let path):
            response = .goTo(path, isSecure: call.isSecure)
        case .immutable(let bytes, let type):
            response = PortalResponse(reply.status, bytes, type: type, keeping: .immutable, isSecure: call.isSecure)
        case .json(let bytes):
            response = .json(reply.status, bytes, isSecure: call.isSecure)
        case .file(let bytes, let type, let name):
            response = PortalResponse(reply.status, bytes, type: type, isSecure: call.isSecure)
            let disposition = "attachment; filename=\"\(name)\""
            response.head.headerFields.append(HTTPField(name: .contentDisposition, value: disposition))
        }
        for change in reply.cookies { set(change, in: &response, call) }
        if let remembered = workspaceToRemember(seen, reply, call) { set(remembered, in: &response, call) }
        if let seconds = reply.retryAfter {
            response.head.headerFields.append(HTTPField(name: .retryAfter, value: String(seconds)))
        }
        response.afterwards = touching(seen)
        return response
    }

    private func set(_ change: CookieChange, in response: inout PortalResponse, _ call: Call) {
        response.head.headerFields.append(
            change.cookie.field(change.value, seconds: change.seconds, isSecure: call.isSecure))
    }

    /// Whoever has several workspaces comes back to the one visited last.
    private func workspaceToRemember(_ seen: Seen, _ reply: Reply, _ call: Call) -> CookieChange? {
        guard seen.hasSwitcher, let workspace = seen.workspace, workspace != call.remembered,
            !reply.cookies.contains(where: { $0.cookie == .workspace })
        else { return nil }
        return .workspace(workspace)
    }

    /// Notes that the session was used, if that is due.
    private func touching(_ seen: Seen) -> (@Sendable () async -> Void)? {
        guard let session = seen.session,
            session.lastUsedAt.adding(portal.sessionLifetime.touchInterval) <= portal.clock.now
        else { return nil }
        let agency = seen.front.agency.id
        return { [portal, logger] in
            do {
                try await portal.touch(session, at: agency)
            } catch {
                logger.debug("a session's use was not noted", metadata: ["error": "\(error)"])
            }
        }
    }

    /// What somebody is told who came to a route that is not theirs, or that leads nowhere.
    func answer(_ turn: Turn, _ seen: Seen, _ call: Call) -> PortalResponse {
        switch turn {
        case .goTo(let path): .goTo(path, isSecure: call.isSecure)
        case .signInFirst: answer(.signInFirst, status: .unauthorized, seen, call)
        case .notFound: answer(.notFound, status: .notFound, seen, call)
        }
    }

    /// A page of a few words in the agency's name: the same for everybody of one audience.
    private func answer(
        _ trouble: Trouble, status: HTTPResponse.Status, _ seen: Seen, _ call: Call
    ) -> PortalResponse {
        switch call.accepted {
        case .page:
            PortalResponse(
                status, TroublePage(trouble, front: seen.front, landing: seen.seat.landing).html(), type: pageMediaType,
                isSecure: call.isSecure)
        case .json, .events:
            PortalResponse.problem(trouble.problem(status: status), isSecure: call.isSecure)
        }
    }

    /// What went wrong on our side, or in a request that could not be read, in nobody's name.
    func failure(_ error: any Error, _ call: Call) -> PortalResponse {
        switch error {
        case is PortalRequestBody.TooLarge: return .nameless(.contentTooLarge, isSecure: call.isSecure)
        case is Fields.Malformed: return .nameless(.badRequest, isSecure: call.isSecure)
        case is WrongBodyType: return .nameless(.unsupportedMediaType, isSecure: call.isSecure)
        case is BodyTooSlow: return .nameless(.requestTimeout, isSecure: call.isSecure)
        case is BodyBrokeOff: return .nameless(.badRequest, isSecure: call.isSecure)
        case is BodiesUnderWay.TooMany: return .busy(isSecure: call.isSecure)
        case StorageError.unavailable, is PasswordQueueFull:
            note(error, call)
            return .busy(isSecure: call.isSecure)
        default:
            note(error, call)
            return .nameless(.internalServerError, isSecure: call.isSecure)
        }
    }

    /// Writes an error of ours to the log: what it is and on which route, never what was asked for or sent.
    func note(_ error: any Error, _ call: Call) {
        metrics.failed()
        var route = "-"
        if case .route(let found, _) = table.find(call.path.utf8, method: call.request.head.method) {
            route = "\(found.method.rawValue) \(found.path.text)"
        }
        logger.error("a request failed", metadata: ["error": "\(error)", "route": "\(route)"])
    }
}

/// The body did not arrive in the time it was given.
struct BodyTooSlow: Error {}

/// Whoever sent the body left, or broke it off: no fault of ours, and nobody reads the answer.
struct BodyBrokeOff: Error {}

extension Route {
    var isLive: Bool {
        if case .live = handler { true } else { false }
    }
}
