import PortalCore
import Synchronization
import Testing

@testable import PortalHTTP

struct RunWatchTests {
    /// Frames told one after another; after the last of them, nothing.
    private final class Frames: Sendable {
        private let rest: Mutex<[LiveFrame]>

        init(_ frames: [(String, isLast: Bool)]) {
            rest = Mutex(frames.map { LiveFrame(data: Array($0.0.utf8), isLast: $0.isLast) })
        }

        func next() -> LiveFrame? { rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    }

    private func told(_ frames: [(String, isLast: Bool)], isWanted: @escaping @Sendable () -> Bool = { true })
        async throws
        -> String
    {
        let frames = Frames(frames)
        var told: [UInt8] = []
        try await RunWatch(interval: .milliseconds(1), isWanted: isWanted, look: { frames.next() }).run { told += $0 }
        return String(decoding: told, as: UTF8.self)
    }

    @Test func `only what is new is told, and nothing after the last`() async throws {
        let text = try await told([("a", false), ("a", false), ("b\nc", false), ("d", true), ("e", false)])

        #expect(text == "data: a\n\ndata: b\ndata: c\n\ndata: d\n\n")
    }

    @Test func `what is taken away ends the stream, with nothing more said`() async throws {
        #expect(try await told([("a", false)]) == "data: a\n\n")
        #expect(try await told([]) == "")
        #expect(try await told([("a", false)], isWanted: { false }) == "")
    }

    @Test func `a line break of any kind cannot begin a field of its own`() {
        let event = String(decoding: RunWatch.event(Array("a\revent: x\r\ndata: y".utf8)), as: UTF8.self)

        #expect(event.split(whereSeparator: \.isNewline).allSatisfy { $0.hasPrefix("data: ") })
    }

    @Test func `one stream too many ends the oldest of the same user`() {
        let streams = LiveStreams(limit: 2, metrics: PortalMetrics())
        let ada: User.ID = Identifier(high: 1, low: 1)
        let bob: User.ID = Identifier(high: 1, low: 2)
        let tickets = [ada, ada, bob, ada].map(streams.enter)

        #expect(tickets.map(\.isEnded) == [true, false, false, false])
        tickets.forEach(streams.leave)
        #expect(!streams.enter(ada).isEnded)
    }
}
