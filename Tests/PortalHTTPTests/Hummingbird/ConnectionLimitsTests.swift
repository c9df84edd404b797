import HTTPTypes
import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import PortalHTTP

/// Whoever dawdles is cut off: without the limit that is tested, each of these would wait for the clock that is not.
@Suite(.timeLimit(.minutes(1)))
struct ConnectionLimitsTests {
    private static let long = Duration.seconds(600)
    private static let large = 32 << 20

    private func limits(
        count: Int = 500, perNetwork: Int? = nil, sparesLoopback: Bool = true, arrival: Duration = long,
        patience: Duration = long, linger: Duration = long, farewell: Duration = long
    ) -> ConnectionLimits {
        ConnectionLimits(
            count: count, perNetwork: perNetwork, sparesLoopback: sparesLoopback, settling: .milliseconds(10),
            arrival: arrival, patience: patience, linger: linger, farewell: farewell)
    }

    /// Serves `/large`, which is more than fits into sockets, and otherwise "fine". What stops the server waits until it has ended.
    private func serving(
        _ limits: ConnectionLimits, trusting proxies: [AddressRange] = [],
        _ body:
            @escaping @Sendable (_ client: RawClient, _ stop: @escaping @Sendable () async throws -> Void) async throws
            -> Void
    ) async throws {
        let (ports, told) = AsyncStream<Int>.makeStream()
        let server = PortalServer(
            address: "127.0.0.1", port: 0,
            configuration: HTTPConfiguration(trustedProxies: proxies, idleSeconds: 600, connections: limits),
            logger: Logger(label: "test"), onRunning: { told.yield($0) },
            answer: { request in
                if request.head.path == "/loop" {
                    let isOnLoop = MultiThreadedEventLoopGroup.currentEventLoop != nil
                    return PortalResponse(.ok, Array("\(isOnLoop)".utf8), type: "text/plain", isSecure: false)
                }
                let isLarge = request.head.path == "/large"
                let bytes = isLarge ? [UInt8](repeating: UInt8(ascii: "x"), count: Self.large) : Array("fine".utf8)
                return PortalResponse(.ok, bytes, type: "text/plain", isSecure: false)
            })
        let group = ServiceGroup(services: [server], logger: Logger(label: "test"))
        let running = Task { try await group.run() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let stop: @Sendable () async throws -> Void = {
            await group.triggerGracefulShutdown()
            try await running.value
        }
        do {
            try await body(RawClient(port: port), stop)
            try await stop()
        } catch {
            running.cancel()
            throw error
        }
    }

    private func request(_ path: String, _ fields: String = "", method: String = "GET") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: north.example\r\n\(fields)\r\n"
    }

    @Test func `an answer is made on the event loop of its connection`() async throws {
        try await serving(limits()) { client, _ in
            let answer = try await client.get("/loop")

            #expect(answer.hasSuffix("true"))
        }
    }

    @Test func `a head that is not finished in time is not waited for`() async throws {
        try await serving(limits(arrival: .milliseconds(50))) { client, _ in
            let told = try await client.exchange("GET / HTTP/1.1\r\nHost: nor")

            #expect(told.isEmpty)
        }
    }

    @Test func `a body that goes on after its answer is not waited for`() async throws {
        let request = request("/", "Content-Length: 1000\r\n", method: "POST")
        try await serving(limits(arrival: .milliseconds(50))) { client, _ in
            let told = try await client.exchange(request + "a")

            #expect(told.hasSuffix("fine"))
        }
    }

    @Test func `a reader who takes nothing is cut off`() async throws {
        let request = request("/large")
        try await serving(limits(patience: .milliseconds(50))) { client, stop in
            let count = try await client.count(answering: request, pausing: { try await stop() })

            #expect(count < Self.large, "the stop waited for the reader and for nothing else")
        }
    }

    @Test func `who was sent the last answer and goes on is cut off`() async throws {
        let request = request("/", "Connection: close\r\n")
        let nonsense = "GET / HTTP/1.1\r\nHost: north.example\r\n" + String(repeating: "A: b\r\n", count: 101)
        try await serving(limits(linger: .milliseconds(50))) { client, _ in
            let answered = try await client.insist(request)
            let refused = try await client.insist(nonsense)

            #expect(answered.hasSuffix("fine"))
            #expect(refused.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func `a stop waits for its readers only so long`() async throws {
        let request = request("/large")
        try await serving(limits(farewell: .milliseconds(50))) { client, stop in
            let count = try await client.count(answering: request, pausing: { try await stop() })

            #expect(count < Self.large)
        }
    }

    @Test func `an answer that is under way at a stop is given whole`() async throws {
        let request = request("/large")
        try await serving(limits()) { client, stop in
            let count = try await client.count(
                answering: request,
                pausing: {
                    Task { try await stop() }
                    try await client.isRefused()
                })

            #expect(count > Self.large)
        }
    }

    /// Two connections that have been asked something each, the first one first, and something done while they rest. Tells which of them
    /// are still answered afterwards.
    private func resting(
        _ first: RawClient, _ second: RawClient, _ act: @escaping @Sendable () async throws -> Void
    ) async throws -> [Bool] {
        let request = request("/")
        let isEnough: @Sendable (String) -> Bool = { $0.hasSuffix("fine") }
        let secondGoesOn = Mutex(false)
        let told = try await first.twice(request, isEnough: isEnough) {
            let told = try await second.twice(request, isEnough: isEnough) {
                try await Task.sleep(for: .milliseconds(50))
                try await act()
            }
            secondGoesOn.withLock { $0 = told.1.hasSuffix("fine") }
        }
        return [told.1.hasSuffix("fine"), secondGoesOn.withLock { $0 }]
    }

    @Test func `whoever takes the last place has the one closed that has rested longest`() async throws {
        try await serving(limits(count: 3)) { client, _ in
            let goOn = try await resting(client, client) {
                let answer = try await client.get("/")
                #expect(answer.hasSuffix("fine"))
            }

            #expect(goOn == [false, true])
        }
    }

    @Test func `heads that are not finished keep no places from others`() async throws {
        try await serving(limits(count: 3)) { client, _ in
            let begun = (0..<3).map { _ in Task { try await client.exchange("GET / HTTP/1.1\r\nHost: nor") } }
            try await Task.sleep(for: .milliseconds(50))
            for _ in 0..<3 {
                let answer = try await client.get("/")
                #expect(answer.hasSuffix("fine"))
            }
            for task in begun { task.cancel() }
        }
    }

    @Test func `who comes when all places work waits until one is free`() async throws {
        let events = Events()
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let request = request("/large", "Connection: close\r\n")
        var limits = limits(count: 1)
        // Who has just come has asked nothing yet, and is the one that rests: not before their request can have arrived.
        limits.settling = .seconds(5)
        try await serving(limits) { client, _ in
            async let second: Void = {
                for await _ in arrivals { break }
                _ = try await client.get("/")
                events.note("the second is answered")
            }()
            let count = try await client.count(
                answering: request,
                pausing: {
                    arrival.yield()
                    try await Task.sleep(for: .milliseconds(200))
                    events.note("the first reads on")
                })
            try await second

            #expect(count > Self.large)
        }

        #expect(events.all == ["the first reads on", "the second is answered"])
    }

    @Test func `one network has its share, in which its own make room for each other`() async throws {
        try await serving(limits(count: 100, perNetwork: 2, sparesLoopback: false)) { client, _ in
            var neighbour = client
            neighbour.address = "127.0.0.7"
            let other = neighbour
            let goOn = try await resting(client, other) {
                let answer = try await other.get("/")
                #expect(answer.hasSuffix("fine"))
            }

            #expect(goOn == [false, true])
        }
    }

    /// Has two connections work, and tells whether others are answered meanwhile.
    private func answered(_ others: [RawClient], while client: RawClient) async throws -> [Bool] {
        let answers = Mutex<[Bool]>([])
        let request = request("/large", "Connection: close\r\n")
        _ = try await client.count(
            answering: request,
            pausing: {
                _ = try await client.count(
                    answering: request,
                    pausing: {
                        try await Task.sleep(for: .milliseconds(50))
                        for other in others {
                            let answer = try? await other.get("/")
                            answers.withLock { $0.append(answer?.hasSuffix("fine") == true) }
                        }
                    })
            })
        return answers.withLock { $0 }
    }

    private func clients(_ client: RawClient) -> [RawClient] {
        ["127.0.0.7", "127.0.1.7"].map { RawClient(port: client.port, address: $0) }
    }

    @Test func `a network that works on all of its share gets no more, and others do`() async throws {
        try await serving(limits(count: 100, perNetwork: 2, sparesLoopback: false)) { client, _ in
            let answered = try await answered(clients(client), while: client)
            let afterwards = try await client.get("/")

            #expect(answered == [false, true])
            #expect(afterwards.hasSuffix("fine"), "once it has ended some, it gets others")
        }
    }

    @Test func `neither a trusted proxy nor a peer on this machine has a share`() async throws {
        let proxies = ["127.0.0.0/24"].compactMap { AddressRange($0) }
        try await serving(limits(count: 100, perNetwork: 2, sparesLoopback: false), trusting: proxies) { client, _ in
            let answered = try await answered(clients(client), while: client)
            #expect(answered == [true, true])
        }
        try await serving(limits(count: 100, perNetwork: 2)) { client, _ in
            let answered = try await answered(clients(client), while: client)
            #expect(answered == [true, true])
        }
    }
}

/// What happened, in its order.
private final class Events: Sendable {
    private let noted = Mutex<[String]>([])

    var all: [String] { noted.withLock { $0 } }
    func note(_ event: String) { noted.withLock { $0.append(event) } }
}
