import HTTPTypes
import PortalCore
import ServiceLifecycle

extension Dispatcher {
    /// The stream of a run that was just seen, as server-sent events.
    ///
    /// The stream keeps what the request showed at the door and nothing that it was lent: it knocks again for every look,
    /// and whatever has been taken away meanwhile ends it, with nothing newer sent.
    func stream(
        _ first: LiveFrame, _ seen: Seen, _ call: Call, _ route: Route, _ asked: Asked
    ) -> PortalResponse {
        var fields = SecurityHeaders.fields(keeping: .never, isSecure: call.isSecure)
        fields.append(HTTPField(name: .contentType, value: "text/event-stream; charset=utf-8"))
        // Proxies that gather answers before they pass them on would make the stream useless.
        fields.append(HTTPField(name: .accelBuffering, value: "no"))
        let head = HTTPResponse(status: .ok, headerFields: fields)
        guard let user = seen.user, case .live(let handler) = route.handler else {
            return PortalResponse(head: head, body: .bytes([]))
        }
        let body = ByteStream { [self] send in
            let ticket = streams.enter(user.id)
            defer { streams.leave(ticket) }
            let watch = RunWatch(
                interval: configuration.streamInterval,
                isWanted: { !ticket.isEnded && !Task.isShuttingDownGracefully },
                look: { [self] in try await frame(handler, call, asked) })
            try await watch.run(send)
        }
        return PortalResponse(head: head, body: .stream(body))
    }

    /// One look in one snapshot; `nil` once the run is not this visitor's to see, or the visitor no longer who they were.
    private func frame(
        _ handler: @Sendable (Entry, Asked) throws -> LiveFrame?, _ call: Call, _ asked: Asked
    ) async throws -> LiveFrame? {
        guard await isStillNamed(call) else { return nil }
        let seen = try await look(call.knock) { visit in
            try handler(visit.entry, asked).map(Seen.Outcome.live) ?? .turnedAway
        }
        guard case .live(let frame)? = seen?.outcome else { return nil }
        return frame
    }

    /// Whether an embedder's own sign-in still says the same of the request. Our own sessions are looked at with each knock.
    private func isStillNamed(_ call: Call) async -> Bool {
        guard let identities else { return true }
        return await Identity(identities.user(of: call.request)) == call.knock.identity
    }
}

/// Looks at something again and again, and tells what is new.
struct RunWatch: Sendable {
    /// How long between two looks.
    let interval: Duration
    /// Whether to go on at all.
    let isWanted: @Sendable () -> Bool
    /// One look; `nil` ends the stream.
    let look: @Sendable () async throws -> LiveFrame?

    /// A line is sent at least so often, so that nobody between takes the stream for dead.
    private static let heartbeat = Duration.seconds(10)

    /// Sends each new frame as an event, and returns after the last one, or when there is nothing to look at any more.
    func run(_ send: ByteStream.Send) async throws {
        var sent: [UInt8]?
        var silence = Duration.zero
        while isWanted(), let frame = try await look() {
            if frame.data != sent {
                try await send(Self.event(frame.data))
                sent = frame.data
                silence = .zero
            } else if silence >= Self.heartbeat {
                try await send(Array(":\n\n".utf8))
                silence = .zero
            }
            if frame.isLast { return }
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
            } catch is CancellationError {
                return
            }
            silence += interval
        }
    }

    /// An event in the format of server-sent events: every line of the data is a line of its own.
    static func event(_ data: [UInt8]) -> [UInt8] {
        var event: [UInt8] = []
        event.reserveCapacity(data.count + 64)
        let lines = data.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        for line in lines {
            event += Array("data: ".utf8)
            event += line
            event.append(UInt8(ascii: "\n"))
        }
        event.append(UInt8(ascii: "\n"))
        return event
    }
}
