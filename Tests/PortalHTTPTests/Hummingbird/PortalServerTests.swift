import Hummingbird
import Logging
import PortalCore
import ServiceLifecycle
import Synchronization
import Testing

@testable import PortalHTTP

struct PortalServerTests {
    private let kiln = Workspace(
        id: Identifier(high: 1, low: 1), name: "Kiln", createdAt: FakeClock.moment, archivedAt: nil)

    /// Runs a service until the body is done, and stops it gracefully.
    private func serving(
        _ make: (@escaping @Sendable (Int) async -> Void) -> any Service,
        _ body: @escaping @Sendable (RawClient, ServiceGroup) async throws -> Void
    ) async throws {
        let (ports, told) = AsyncStream<Int>.makeStream()
        let group = ServiceGroup(services: [make { told.yield($0) }], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(RawClient(port: port), group)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func server(_ visitor: Visitor) -> (@escaping @Sendable (Int) async -> Void) -> any Service {
        let dispatcher = visitor.dispatcher
        return { PortalServer(dispatcher, address: "127.0.0.1", port: 0, logger: Logger(label: "test"), onRunning: $0) }
    }

    @Test func `answers go over the wire with their date and length, and name no software`() async throws {
        try await serving(server(Visitor())) { client, _ in
            let get = try await client.get("/sign-in")
            let head = try await client.get("/sign-in", method: "HEAD")

            #expect(get.hasPrefix("HTTP/1.1 200 OK\r\n"))
            for name in ["Date: ", "Content-Length: ", "X-Request-Id: ", "Content-Security-Policy: "] {
                #expect(get.contains(name), "\(name)")
            }
            #expect(!get.contains("Server: ") && !get.lowercased().contains("hummingbird"))
            #expect(head.hasSuffix("\r\n\r\n"))
            func length(_ answer: String) -> Substring? {
                answer.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
            }
            #expect(length(head) == length(get))
            let body = try #require(get.split(separator: "\r\n\r\n", maxSplits: 1).last)
            #expect(length(get) == "Content-Length: \(body.utf8.count)")
        }
    }

    @Test func `two hosts, or none, are 400`() async throws {
        try await serving(server(Visitor())) { client, _ in
            let two = try await client.get("/", fields: ["Host: north.example", "Host: other.example"])
            let none = try await client.get("/", fields: [])

            #expect(two.hasPrefix("HTTP/1.1 400 "))
            #expect(none.hasPrefix("HTTP/1.1 400 "))
        }
    }

    /// A client with a run that is going on, and the request for its stream.
    private func watcher(_ identities: (any IdentitySource)? = nil) -> (visitor: Visitor, request: String) {
        let visitor = Visitor(
            configuration: HTTPConfiguration(streamInterval: .milliseconds(20)), identities: identities)
        visitor.enter(workspaces: [kiln])
        let workflow = Workflow(
            id: Identifier(high: 2, low: 2), workspace: kiln.id, name: "Sync", purpose: "", status: .published,
            isClientTriggerable: false, isIdempotent: false, showsSummaries: false, timeLimit: .hours(1),
            failureNote: "", engine: nil, externalID: nil, triggerURL: nil, createdAt: FakeClock.moment)
        let run = Run(
            id: Identifier(high: 3, low: 3), workspace: kiln.id, workflow: workflow.id, workflowName: "Sync",
            status: .running, attempt: 1, origin: .engine, listedAt: FakeClock.moment, startedAt: FakeClock.moment,
            endedAt: nil, delivery: nil, externalID: nil)
        visitor.house.with { $0.run = (workflow, run) }
        let request = """
            GET /portal/workflows/\(workflow.id)/runs/\(run.id)/events HTTP/1.1\r
            Host: north.example\r
            Accept: text/event-stream\r
            Cookie: session=\(visitor.cookies["session"] ?? "")\r
            \r

            """
        return (visitor, request)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a stream tells what it shows, and ends with what it was allowed by`() async throws {
        let (visitor, request) = watcher()
        let house = visitor.house
        let metrics = visitor.dispatcher.metrics
        try await serving(server(visitor)) { client, _ in
            // Told once, the session is ended by somebody: the stream must end by itself.
            let told = try await client.exchange(
                request,
                isEnough: { text in
                    if text.contains("data: ") { house.with { $0.sessions = [:] } }
                    return text.hasSuffix("0\r\n\r\n")
                })

            #expect(told.contains("Content-Type: text/event-stream"))
            #expect(told.contains("Cache-Control: no-store"))
            #expect(told.split(separator: "data: ").count == 2, "told once, and nothing after the session ended")
            #expect(metrics.text.contains("live_streams 0\n"))
        }
    }

    /// An embedder's own sign-in, which knows one person until they sign out.
    private final class OwnSignIn: IdentitySource {
        private let who: Mutex<User.ID?> = Mutex(Identifier(high: 5, low: 5))

        func user(of request: PortalRequest) async -> User.ID? { who.withLock { $0 } }
        func turn(to other: User.ID?) { who.withLock { $0 = other } }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [nil, Identifier(high: 5, low: 6)] as [User.ID?])
    func `a stream ends when an embedder's own sign-in names nobody any more, or another`(_ other: User.ID?)
        async throws
    {
        let signIn = OwnSignIn()
        let (visitor, request) = watcher(signIn)
        try await serving(server(visitor)) { client, _ in
            let told = try await client.exchange(
                request,
                isEnough: { text in
                    if text.contains("data: ") { signIn.turn(to: other) }
                    return text.hasSuffix("0\r\n\r\n")
                })

            #expect(told.split(separator: "data: ").count == 2)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a graceful stop ends the streams`() async throws {
        let (visitor, request) = watcher()
        try await serving(server(visitor)) { client, group in
            let told = try await client.exchange(
                request,
                isEnough: { text in
                    if text.contains("data: ") { Task { await group.triggerGracefulShutdown() } }
                    return text.hasSuffix("0\r\n\r\n")
                })

            #expect(told.contains("data: "))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a reader who leaves ends the stream`() async throws {
        let (visitor, request) = watcher()
        let metrics = visitor.dispatcher.metrics
        try await serving(server(visitor)) { client, _ in
            _ = try await client.exchange(request, isEnough: { $0.contains("data: ") })
            for _ in 0..<200 where !metrics.text.contains("live_streams 0\n") {
                try await Task.sleep(for: .milliseconds(10))
            }

            #expect(metrics.text.contains("live_streams 0\n"))
        }
    }

    @Test func `an embedder's own routes go on beside the portal's`() async throws {
        let visitor = Visitor()
        let dispatcher = visitor.dispatcher
        let make: (@escaping @Sendable (Int) async -> Void) -> any Service = { onRunning in
            let router = Router()
            router.get("status") { _, _ in "fine" }
            router.get("/") { _, _ in "the embedder's home" }
            return Application(
                responder: PortalMount(dispatcher, otherwise: router.buildResponder()),
                configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { await onRunning($0.localAddress?.port ?? 0) })
        }
        try await serving(make) { client, _ in
            let status = try await client.get("/status")
            let theirs = try await client.get("/", fields: ["Host: other.example"])
            let ours = try await client.get("/")
            let page = try await client.get("/portal")
            let stranger = try await client.get("/portal", fields: ["Host: other.example"])

            #expect(status.hasSuffix("fine"))
            #expect(theirs.hasSuffix("the embedder's home"))
            #expect(ours.hasPrefix("HTTP/1.1 303 "))
            #expect(page.contains("Location: /sign-in?next=/portal\r\n"))
            #expect(stranger.hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test func `a router takes the portal's paths and no others`() async throws {
        let dispatcher = Visitor().dispatcher
        let make: (@escaping @Sendable (Int) async -> Void) -> any Service = { onRunning in
            let router = Router()
            router.get("status") { _, _ in "fine" }
            router.addPortal(dispatcher)
            return Application(
                router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { await onRunning($0.localAddress?.port ?? 0) })
        }
        try await serving(make) { client, _ in
            let status = try await client.get("/status")
            let signIn = try await client.get("/sign-in")
            let page = try await client.get("/portal/runs")
            let stranger = try await client.get("/portal", fields: ["Host: other.example"])
            let elsewhere = try await client.get("/elsewhere")

            #expect(status.hasSuffix("fine"))
            #expect(signIn.hasPrefix("HTTP/1.1 200 "))
            #expect(page.contains("Location: /sign-in?next=/portal/runs\r\n"))
            #expect(stranger.hasPrefix("HTTP/1.1 404 "))
            #expect(elsewhere.hasPrefix("HTTP/1.1 404 "))
        }
    }
}
