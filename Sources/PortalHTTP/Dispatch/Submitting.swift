import HTTPTypes
import PortalCore
import PortalPages

extension Dispatcher {
    /// Takes a submitted form in: whose route it is first, then whether the form is ours, then what it asks for.
    func submit(_ call: Call, _ route: Route, _ asked: Asked) async throws -> Seen? {
        if route.isOneClick { return try await redeem(call, route, asked) }
        // Whoever has no business here makes no write wait, and no body is read for them.
        let door = try await look(call.knock) { visit in
            Self.admits(route.audience, Seat(visit.entry)) ? .admitted : .turnedAway
        }
        guard let door, case .admitted = door.outcome else { return door }
        guard BodyType(call.request.head.headerFields) == .form else { throw WrongBodyType() }
        var asked = asked
        let limit = configuration.limit(route.bodyLimit)
        let declared = try call.request.declaredLength(upTo: limit)
        let bytes = try await bodies.counting(from: call.origin.address) {
            try await call.request.body.bytes(upTo: declared ?? limit)
        }
        asked.form = try Fields(urlEncoded: bytes)
        guard FormGuard.isSameOrigin(call.request.head.headerFields, origin: call.origin),
            call.tokens.accept(try asked.form.text(.csrf), isSignedIn: door.seat != .nobody)
        else { return door.with(.forged) }
        return try await take(call, route, asked, door)
    }

    /// Takes one click of a mail program in: nothing of it is believed, and nothing read, but the token in its address.
    private func redeem(_ call: Call, _ route: Route, _ asked: Asked) async throws -> Seen? {
        guard case .anyone(let handler) = route.handler else {
            preconditionFailure("\(route.path.text) takes no click")
        }
        return try await handler(Lobby(call: call, dispatcher: self), asked)
    }

    /// A body of a type that is not taken here.
    struct WrongBodyType: Error {}

    private func take(_ call: Call, _ route: Route, _ asked: Asked, _ door: Seen) async throws -> Seen? {
        switch route.handler {
        case .anyone(let handler):
            return try await handler(Lobby(call: call, dispatcher: self), asked)
        case .look(let handler):
            return try await look(call.knock) { visit in
                try handler(visit.entry, asked).map(Seen.Outcome.reply) ?? .turnedAway
            }
        case .change(let handler, let again):
            let seen = try await change(call.knock) { entry in try handler(entry, asked) }
            return try await seen.flatMapAsync { try await repeated($0, again, call, asked) }
        case .errand(let handler, let again):
            guard let user = door.user else { return door.with(.turnedAway) }
            do {
                return door.with(.reply(try await handler(Errand(self, call, door.front, user), asked)))
            } catch let refusal as Refusal {
                return try await repeated(door.with(.refused(refusal)), again, call, asked)
            } catch let limit as TooManyTries {
                return door.with(.reply(.trouble(limit, front: door.front, seat: door.seat)))
            }
        case .live, .engineLook, .engineChange, .operation:
            preconditionFailure("\(route.path.text) takes no form")
        }
    }

    /// Shows the form again to somebody whose submission was refused for what was in it.
    private func repeated(_ seen: Seen, _ again: Route.Again?, _ call: Call, _ asked: Asked) async throws -> Seen? {
        guard let again, case .refused(let refusal) = seen.outcome else { return seen }
        switch refusal {
        case .notFound, .roleLacks: return seen
        case .notNow, .invalid: break
        }
        return try await look(call.knock) { visit in
            guard var reply = try again(visit.entry, asked, refusal) else { return .turnedAway }
            reply.status = refusal.status
            return .reply(reply)
        }
    }

    private static func admits(_ audience: Audience, _ seat: Seat) -> Bool {
        switch audience {
        case .anyone, .token: true
        case .client: seat == .client
        case .staff: seat == .staff
        case .engine, .operator: false
        }
    }
}

extension Optional {
    fileprivate func flatMapAsync<Other>(_ transform: (Wrapped) async throws -> Other?) async rethrows -> Other? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
