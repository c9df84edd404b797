import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Testing

@testable import PortalHTTP

struct ConnectionPaceTests {
    private let head = HTTPRequestPart.head(
        HTTPRequest(method: .post, scheme: nil, authority: "north.example", path: "/sign-in"))

    private func pace() -> ConnectionPace {
        ConnectionPace(
            ConnectionLimits(
                arrival: .seconds(20), patience: .seconds(30), leastRead: 1_000, linger: .seconds(2),
                farewell: .seconds(10)))
    }

    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(1) + .seconds(seconds) }

    private func answer(_ pace: inout ConnectionPace, bytes: Int) {
        pace.answered(.head(HTTPResponse(status: .ok)))
        pace.answered(.body(ByteBuffer(repeating: 0, count: bytes)))
        pace.answered(.end(nil))
    }

    @Test func `a connection that says nothing dawdles at nothing`() {
        var pace = pace()

        for second in stride(from: Int64(0), through: 600, by: 1) {
            #expect(pace.look(at: at(second), waiting: 0) == nil)
        }
    }

    @Test func `a head that was begun has its time, counted anew for each request`() {
        var pace = pace()
        pace.readWasCompleted()
        #expect(pace.look(at: at(0), waiting: 0) == nil)
        #expect(pace.look(at: at(19), waiting: 0) == nil)
        pace.arrived(head)
        pace.arrived(.end(nil))
        pace.readWasCompleted()
        #expect(pace.look(at: at(40), waiting: 0) == nil, "it is being answered")
        answer(&pace, bytes: 10)
        pace.readWasCompleted()
        #expect(pace.look(at: at(60), waiting: 0) == nil)

        #expect(pace.look(at: at(80), waiting: 0) == .head)
    }

    @Test func `a body has its time from when it was answered without being waited for`() {
        var pace = pace()
        pace.arrived(head)
        pace.arrived(.body(ByteBuffer(string: "a")))
        #expect(pace.look(at: at(100), waiting: 0) == nil, "whoever answers decides how long to wait")
        answer(&pace, bytes: 10)
        #expect(pace.look(at: at(200), waiting: 0) == nil)
        pace.arrived(.body(ByteBuffer(string: "b")))
        #expect(pace.look(at: at(219), waiting: 0) == nil)

        #expect(pace.look(at: at(220), waiting: 0) == .body)
    }

    @Test func `a reader may be slow, but not stand still`() {
        var pace = pace()
        pace.arrived(head)
        pace.arrived(.end(nil))
        answer(&pace, bytes: 100_000)
        #expect(pace.look(at: at(0), waiting: 100_000) == nil)
        #expect(pace.look(at: at(30), waiting: 99_000) == nil, "a thousand bytes were taken")
        #expect(pace.look(at: at(45), waiting: 98_900) == nil, "the time is not over")

        #expect(pace.look(at: at(60), waiting: 98_001) == .reader)
    }

    @Test func `what is written meanwhile is not mistaken for standing still`() {
        var pace = pace()
        pace.arrived(head)
        pace.answered(.head(HTTPResponse(status: .ok)))
        pace.answered(.body(ByteBuffer(repeating: 0, count: 5_000)))
        #expect(pace.look(at: at(0), waiting: 5_000) == nil)
        pace.answered(.body(ByteBuffer(repeating: 0, count: 2_000)))

        #expect(pace.look(at: at(30), waiting: 6_000) == nil)
        #expect(pace.look(at: at(60), waiting: 6_000) == .reader)
        #expect(pace.look(at: at(61), waiting: 0) == nil, "all is taken")
    }

    @Test func `who has the last answer has a while to close, counted from when it was taken`() {
        var pace = pace()
        pace.arrived(head)
        pace.arrived(.end(nil))
        answer(&pace, bytes: 10_000)
        pace.lastWasAnswered()
        #expect(pace.look(at: at(0), waiting: 10_000) == nil)
        #expect(pace.look(at: at(20), waiting: 5_000) == nil, "it is still read")
        #expect(pace.look(at: at(21), waiting: 0) == nil)
        #expect(pace.look(at: at(22), waiting: 0) == nil)

        #expect(pace.look(at: at(23), waiting: 0) == .end)
    }

    @Test func `a stop waits as long as it says, and no longer when it is told twice`() {
        var pace = pace()
        pace.arrived(head)
        pace.stops(at: at(5))
        pace.stops(at: at(14))

        #expect(pace.look(at: at(14), waiting: 0) == nil)
        #expect(pace.look(at: at(15), waiting: 0) == .farewell)
    }
}
