import PortalCore
import PortalServices
import Synchronization
import Testing

struct NoticeWorkerTests {
    private static let almanac: Almanac = { _, now in
        LocalDay(eight: now, end: now.adding(.hours(16)), isMonday: true)
    }

    @Test func `at the start and again, batch by batch, and after a failure too`() async throws {
        let desk = TestDesk(things: [50, 70, 3], people: [50, 0], failures: 1)
        let worker = NoticeWorker(desk, almanac: Self.almanac, every: .milliseconds(20), logger: .silent)
        try await withService(worker) { try await eventually { desk.looks.count >= 8 } }

        #expect(
            desk.looks.prefix(7) == [
                "things 50", "things 70", "things 3", "people 50", "people 0", "things 0", "people 0",
            ])
    }

    @Test func `asked to stop, it stops at once`() async throws {
        let start = ContinuousClock.now
        let desk = TestDesk(things: [], people: [], failures: 0)
        try await withService(NoticeWorker(desk, almanac: Self.almanac, logger: .silent)) {
            try await eventually { desk.looks.count == 2 }
        }

        #expect(start.duration(to: .now) < .seconds(5))
        #expect(desk.looks.count == 2)
    }
}

private final class TestDesk: NoticeKeeping {
    struct Broken: Error {}

    private struct State {
        var things: [Int]
        var people: [Int]
        var failures: Int
        var looks: [String] = []
    }

    private let state: Mutex<State>

    init(things: [Int], people: [Int], failures: Int) {
        state = Mutex(State(things: things, people: people, failures: failures))
    }

    var looks: [String] { state.withLock { $0.looks } }

    func tellWhatWaits(by almanac: Almanac, limit: Int) async throws -> Int {
        try state.withLock { state in
            guard state.failures == 0 else {
                state.failures -= 1
                throw Broken()
            }
            let count = state.things.isEmpty ? 0 : state.things.removeFirst()
            state.looks.append("things \(count)")
            return count
        }
    }

    func summariseWeek(by almanac: Almanac, limit: Int) async throws -> Int {
        state.withLock { state in
            let count = state.people.isEmpty ? 0 : state.people.removeFirst()
            state.looks.append("people \(count)")
            return count
        }
    }
}
