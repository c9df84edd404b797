import Logging
import PortalCore
import ServiceLifecycle
import Synchronization
import Testing

@testable import PortalServices

struct TriggerWorkerTests {
    private let fixture: Fixture
    private let signal = WorkSignal()

    init() throws {
        fixture = try Fixture()
    }

    /// Runs the worker until the body has ended, then stops it gracefully and waits for its end.
    private func withWorker(
        _ queue: TestQueue, _ sender: TestSender, delivered: WorkSignal? = nil,
        recordingPauses: [Duration] = OutboxLimits.recordingPauses, _ body: () async throws -> Void
    ) async throws {
        let worker = TriggerWorker(
            queue: queue, sender: sender, signal: signal, delivered: delivered, logger: .silent,
            recordingPauses: recordingPauses)
        try await withService(worker, body)
    }

    private func job(_ number: UInt64, agency: UInt64 = 1) -> TriggerJob {
        Fixture.job(number, of: Agency.ID(high: 1, low: agency), at: fixture.now)
    }

    @Test func `what is due at the start is sent, and its outcome written down`() async throws {
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1), job(2), job(3)])
        let delivered = WorkSignal()
        try await withWorker(queue, TestSender(), delivered: delivered) {
            try await eventually { queue.settled.count == 3 }
        }

        #expect(queue.begun.sorted() == [job(1), job(2), job(3)].map(\.id))
        #expect(queue.settled == [1, 2, 3].reduce(into: [:]) { $0[job($1).id] = [.accepted(externalID: nil)] })
        #expect(await delivered.wait(atMost: .zero), "whoever watches runs is told")
    }

    @Test func `a signal sends at once what was just asked for`() async throws {
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), [])
        try await withWorker(queue, TestSender()) {
            try await Task.sleep(for: .milliseconds(50))
            let start = ContinuousClock.now
            queue.add(job(1))
            signal.raise()
            try await eventually { queue.settled.count == 1 }
            #expect(start.duration(to: .now) < .seconds(2))
        }
    }

    @Test func `what becomes due later is sent then, without a signal`() async throws {
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), [])
        queue.add(job(1), dueIn: .milliseconds(150))
        try await withWorker(queue, TestSender()) {
            try await Task.sleep(for: .milliseconds(50))
            #expect(queue.begun.isEmpty)
            try await eventually { queue.settled.count == 1 }
        }
    }

    @Test func `a job is begun once while it is under way`() async throws {
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1)])
        let sender = TestSender(holding: [job(1).id])
        try await withWorker(queue, sender) {
            try await eventually { sender.running.count == 1 }
            for _ in 0..<20 {
                signal.raise()
                try await Task.sleep(for: .milliseconds(5))
            }
            sender.releaseAll()
            try await eventually { queue.settled.count == 1 }
        }

        #expect(queue.begun == [job(1).id])
    }

    @Test func `eight are under way at once, four of them for one agency`() async throws {
        let one = (1...20).map { job($0, agency: 1) }
        let other = (21...40).map { job($0, agency: 2) }
        let third = (41...42).map { job($0, agency: 3) }
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), one + other + third)
        let sender = TestSender(holding: Set((one + other + third).map(\.id)))
        try await withWorker(queue, sender) {
            try await eventually { sender.running.count == TriggerWorker.concurrency }
            try await Task.sleep(for: .milliseconds(50))
            #expect(sender.running.count == TriggerWorker.concurrency)
            #expect(sender.running == Set((one.prefix(4) + other.prefix(4)).map(\.id)))
            sender.releaseAll()
            try await eventually { queue.settled.count == 42 }
        }

        #expect(queue.begun.count == 42)
    }

    @Test func `an engine that hangs holds up only its own agency`() async throws {
        let hanging = (1...10).map { job($0, agency: 1) }
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), hanging + [job(11, agency: 2)])
        let sender = TestSender(holding: Set(hanging.map(\.id)))
        try await withWorker(queue, sender) {
            try await eventually { queue.settled[job(11).id] != nil }
            #expect(queue.settled.count == 1)
            sender.releaseAll()
            try await eventually { queue.settled.count == 11 }
        }
    }

    @Test func `however much hangs of one agency, what others ask for is sent at once`() async throws {
        let hanging = (1...300).map { job($0, agency: 1) }
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), hanging)
        let sender = TestSender(holding: Set(hanging.map(\.id)))
        try await withWorker(queue, sender) {
            defer { sender.releaseAll() }
            try await eventually { sender.running.count == TriggerWorker.concurrencyPerAgency }
            for number in 301...320 as ClosedRange<UInt64> {
                queue.add(job(number, agency: number))
                signal.raise()
                try await eventually { queue.settled[job(number).id] != nil }
            }
            #expect(sender.running == Set(hanging.prefix(4).map(\.id)))
            sender.releaseAll()
            try await eventually { queue.settled.count == 320 }
        }
        #expect(queue.begun.count == 320)
    }

    @Test func `every look is told whose turn was last, and what is under way`() async throws {
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1, agency: 5)])
        let sender = TestSender(holding: Set((1...2).map { job($0).id }))
        try await withWorker(queue, sender) {
            defer { sender.releaseAll() }
            try await eventually { sender.running.count == 1 }
            queue.add(job(2, agency: 3))
            signal.raise()
            try await eventually { sender.running.count == 2 }
            signal.raise()
            try await eventually { queue.looks.contains { $0.held.count == 2 } }
        }
        let (five, three) = (Agency.ID(high: 1, low: 5), Agency.ID(high: 1, low: 3))
        let first = try #require(queue.looks.first)
        #expect(first.lastAgency == nil && first.held.isEmpty && first.limit == 8 && first.limitPerAgency == 4)
        let both = try #require(queue.looks.first { $0.held.count == 2 })
        #expect(both.lastAgency == three && both.limit == 6)
        #expect(both.lastWorkspaces == [five: Fixture.workspace, three: Fixture.workspace])
        #expect(
            both.held == [
                job(1).id: .init(agency: five, workspace: Fixture.workspace, isUnderWay: true),
                job(2).id: .init(agency: three, workspace: Fixture.workspace, isUnderWay: true),
            ])
    }

    @Test func `jobs whose outcome is not known stand in nobody's way, not even their agency's`() async throws {
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), (1...20).map { job($0) }, failingToSettle: 8,
            failure: StorageError.notFound)
        let sender = TestSender()
        try await withWorker(queue, sender, recordingPauses: []) {
            try await eventually { queue.settled.count == 12 }
        }
        #expect(sender.sent.count == 20)
    }

    @Test func `a job that fails leaves the others alone`() async throws {
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1), job(2), job(3)],
            failingToBegin: [job(1).id])
        try await withWorker(queue, TestSender(outcomes: [job(2).id: .rejected(status: 500)])) {
            try await eventually { queue.settled.count == 2 }
        }

        #expect(queue.settled == [job(2).id: [.rejected(status: 500)], job(3).id: [.accepted(externalID: nil)]])
    }

    @Test func `a list that was read during a try begins nothing that the try has put off`() async throws {
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1)], readsTake: .milliseconds(60),
            retries: [.milliseconds(400)])
        let sender = TestSender(holding: [job(1).id])
        try await withWorker(queue, sender) {
            try await eventually { sender.running.count == 1 }
            // A look that finds it still under way, and comes back after it was settled.
            signal.raise()
            try await Task.sleep(for: .milliseconds(20))
            sender.releaseAll()
            try await Task.sleep(for: .milliseconds(250))
            #expect(queue.begun.count == 1)
            try await eventually { queue.begun.count == 2 }
        }
    }

    @Test func `a withdrawn job sends nothing`() async throws {
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1), job(2)], withdrawn: [job(1).id])
        let sender = TestSender()
        try await withWorker(queue, sender) {
            try await eventually { queue.settled.count == 1 }
        }

        #expect(sender.sent == [job(2).id])
    }

    @Test func `an outcome that cannot be recorded at first is recorded later, and nothing is sent twice`() async throws
    {
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1)], failingToSettle: 2)
        let sender = TestSender()
        try await withWorker(queue, sender) {
            try await eventually { queue.settled.count == 1 }
        }

        #expect(sender.sent == [job(1).id])
    }

    @Test func `while the disk refuses, an outcome is recorded again and again, however long it takes`() async throws {
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1)], failingToSettle: 40,
            failure: StorageError.unavailable("the disk is full"))
        let sender = TestSender()
        try await withWorker(queue, sender, recordingPauses: [.milliseconds(2)]) {
            try await eventually { queue.settled.count == 1 }
        }

        #expect(sender.sent == [job(1).id])
    }

    @Test func `an outcome that the outbox refuses for good is given up, and what it is of is not sent again`()
        async throws
    {
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1), job(2)], failingToSettle: 2,
            failure: StorageError.notFound)
        let sender = TestSender()
        try await withWorker(queue, sender, recordingPauses: []) {
            try await eventually { sender.sent.count == 2 }
            queue.add(job(3))
            signal.raise()
            try await eventually { queue.settled.count == 1 }
        }

        #expect(queue.settled.keys.sorted() == [job(3).id])
        #expect(sender.sent.count == 3)
    }

    @Test func `a queue that cannot be read is read again`() async throws {
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1)], failingToRead: 1)
        try await withWorker(queue, TestSender()) {
            signal.raise()
            try await eventually { queue.settled.count == 1 }
        }
    }

    @Test func `asked to stop, it begins nothing new and ends what is under way`() async throws {
        let queue = TestQueue(
            try fixture.dispatch(.webhook, to: "http://engine.test/"), (1...12).map { job($0) })
        let sender = TestSender(holding: Set((1...12).map { job($0).id }))
        try await withWorker(queue, sender) {
            try await eventually { sender.running.count == 4 }
            Task {
                try await Task.sleep(for: .milliseconds(100))
                sender.releaseAll()
            }
        }

        #expect(queue.settled.keys.sorted() == (1...4).map { job($0).id })
        #expect(queue.begun.count == 4)
    }

    @Test func `canceled in the middle of a request, its outcome is recorded all the same`() async throws {
        let queue = TestQueue(try fixture.dispatch(.webhook, to: "http://engine.test/"), [job(1)])
        let sender = TestSender(holding: [job(1).id], onCancel: .unconfirmed(reason: "no answer in time"))
        let worker = TriggerWorker(queue: queue, sender: sender, signal: signal, logger: .silent)
        let task = Task { try await worker.run() }
        try await eventually { sender.running.count == 1 }
        task.cancel()
        _ = await task.result

        #expect(queue.settled == [job(1).id: [.unconfirmed(reason: "no answer in time")]])
    }
}
