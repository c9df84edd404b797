import PortalServices
import Synchronization
import Testing

struct HousekeepingWorkerTests {
    @Test func `at the start and again, batch by batch, and after a failure too`() async throws {
        let house = TestHouse(silent: [500, 500, 3], failures: 1)
        try await withService(HousekeepingWorker(house, every: .milliseconds(20), logger: .silent)) {
            try await eventually { house.sweeps >= 3 }
        }

        #expect(house.batches.prefix(4) == [500, 500, 3, 0])
    }

    @Test func `asked to stop, it stops at once`() async throws {
        let start = ContinuousClock.now
        let house = TestHouse(silent: [], failures: 0)
        try await withService(HousekeepingWorker(house, logger: .silent)) {
            try await eventually { house.sweeps == 1 }
        }

        #expect(start.duration(to: .now) < .seconds(5))
        #expect(house.sweeps == 1)
    }
}

private final class TestHouse: Housekeeping {
    struct Broken: Error {}

    private let silent: Mutex<[Int]>
    private let failures: Mutex<Int>
    private let lapsed = Mutex<[Int]>([])
    private let swept = Mutex(0)

    init(silent: [Int], failures: Int) {
        self.silent = Mutex(silent)
        self.failures = Mutex(failures)
    }

    var batches: [Int] { lapsed.withLock { $0 } }
    var sweeps: Int { swept.withLock { $0 } }

    func lapseSilentRuns(limit: Int) async throws -> Int {
        try failures.withLock { failures in
            guard failures == 0 else {
                failures -= 1
                throw Broken()
            }
        }
        let count = silent.withLock { $0.isEmpty ? 0 : $0.removeFirst() }
        lapsed.withLock { $0.append(count) }
        return count
    }

    func sweep() async throws -> Int {
        swept.withLock { $0 += 1 }
        return 0
    }
}
