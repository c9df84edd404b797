import PortalCore
import Synchronization
import Testing

@testable import PortalServices

struct MailWorkerTests {
    @Test func `what is due is sent once, and its outcome is written down`() async throws {
        let queue = try MemoryMailQueue([1, 2, 3], withdrawn: [2])
        let carrier = MemoryCarrier()
        try await withService(worker(queue, carrier)) {
            try await eventually { queue.settled.count == 2 }
        }
        #expect(Set(queue.settled) == [1, 3])
        #expect(carrier.carried.sorted() == [1, 3])
    }

    @Test func `a mail server that hangs holds up its own agency's mails only`() async throws {
        let queue = try MemoryMailQueue([1, 2, 3, 4, 101])
        let carrier = MemoryCarrier(holding: [1, 2, 3, 4])
        try await withService(worker(queue, carrier)) {
            try await eventually { queue.settled == [101] }
            #expect(carrier.carried.count { $0 < 100 } == MailWorker.concurrencyPerAgency)
            carrier.release()
            try await eventually { queue.settled.count == 5 }
        }
    }

    @Test func `however many mails of one agency hang, what others send goes out at once`() async throws {
        // More than ever was looked at in one go.
        let hanging = [UInt64](0..<100)
        let queue = try MemoryMailQueue(hanging)
        let carrier = MemoryCarrier(holding: Set(hanging))
        let signal = WorkSignal()
        let worker = MailWorker(
            queue: queue, write: { queue.write($0) }, carrier: carrier, signal: signal, logger: .silent,
            recordingPauses: [.zero])
        try await withService(worker) {
            defer { carrier.release() }
            try await eventually { carrier.carried.count == MailWorker.concurrencyPerAgency }
            for number in [101, 201, 301, 401, 501] as [UInt64] {
                try queue.add(number)
                signal.raise()
                try await eventually { queue.settled.contains(number) }
            }
            #expect(carrier.carried.count { $0 < 100 } == MailWorker.concurrencyPerAgency)
            carrier.release()
            try await eventually { queue.settled.count == 105 }
        }
    }

    @Test func `what is raised is sent at once, and a stop waits for what is under way`() async throws {
        let queue = try MemoryMailQueue([])
        let carrier = MemoryCarrier(holding: [7])
        let signal = WorkSignal()
        try await withService(worker(queue, carrier, signal)) {
            try queue.add(7)
            signal.raise()
            try await eventually { carrier.carried == [7] }
            Task {
                try await Task.sleep(for: .milliseconds(100))
                carrier.release()
            }
        }
        #expect(queue.settled == [7])
    }

    @Test func `whoever put a mail into the outbox is answered before it is looked at`() async throws {
        let queue = try MemoryMailQueue([])
        let carrier = MemoryCarrier()
        let signal = WorkSignal()
        let worker = MailWorker(
            queue: queue, write: { queue.write($0) }, carrier: carrier, signal: signal, logger: .silent,
            lull: .seconds(600),
            recordingPauses: [.zero])
        let service = Task { try await worker.run() }
        try await eventually { queue.looks == 1 }
        try queue.add(7)
        signal.raise()
        try await Task.sleep(for: .milliseconds(200))
        #expect(queue.looks == 1 && carrier.carried.isEmpty)
        service.cancel()
        try await service.value
    }

    @Test func `a mail whose outcome cannot be recorded at first is recorded in the end, and not sent again`()
        async throws
    {
        let queue = try MemoryMailQueue([1], failingToSettle: 2)
        let carrier = MemoryCarrier()
        try await withService(worker(queue, carrier)) {
            try await eventually { queue.settled == [1] }
        }
        #expect(carrier.carried == [1])
    }

    private func worker(
        _ queue: MemoryMailQueue, _ carrier: MemoryCarrier, _ signal: WorkSignal = WorkSignal()
    ) -> MailWorker {
        MailWorker(queue: queue, write: { queue.write($0) }, carrier: carrier, signal: signal, logger: .silent)
    }

    @Test func `while the disk refuses, what came of a mail is recorded again and again, and it is sent once`()
        async throws
    {
        let queue = try MemoryMailQueue([1], failingToSettle: 40, failure: StorageError.unavailable("the disk is full"))
        let carrier = MemoryCarrier()
        let worker = MailWorker(
            queue: queue, write: queue.write, carrier: carrier, signal: WorkSignal(), logger: .silent,
            recordingPauses: [.milliseconds(2)])
        try await withService(worker) {
            try await eventually { queue.settled == [1] }
        }

        #expect(carrier.carried == [1])
    }
}

/// An outbox of mails in memory; every hundred is another agency's.
private final class MemoryMailQueue: MailQueue {
    struct Broken: Error {}

    private struct State {
        var waiting: [MailJob] = []
        var settled: [UInt64] = []
        var looks = 0
        var failingToSettle = 0
    }

    private let message: MailMessage
    private let front: Front
    private let withdrawn: Set<UInt64>
    private let failure: any Error
    private let state: Mutex<State>

    init(_ numbers: [UInt64], withdrawn: Set<UInt64> = [], failingToSettle: Int = 0, failure: any Error = Broken())
        throws
    {
        message = try MailFixture().message()
        guard let slug = Slug("north") else { throw Broken() }
        let black = Colour(red: 0, green: 0, blue: 0)
        front = Front(
            agency: Agency(
                id: Agency.ID(high: 1, low: 1), slug: slug, name: "North", timeZone: "UTC", language: "en",
                createdAt: message.date),
            brand: Brand(
                name: "North",
                light: Palette(
                    primary: black, onPrimary: black, accent: black, background: black, surface: black, text: black,
                    muted: black, border: black, danger: black), dark: nil, logo: nil, icon: nil, supportEmail: nil,
                revision: 1), primaryHost: message.host)
        self.withdrawn = withdrawn
        self.failure = failure
        state = Mutex(State(failingToSettle: failingToSettle))
        for number in numbers { try add(number) }
    }

    var settled: [UInt64] { state.withLock { $0.settled } }
    /// How often it was asked for what is due.
    var looks: Int { state.withLock { $0.looks } }

    func add(_ number: UInt64) throws {
        let job = MailJob(
            id: Mail.ID(high: 1, low: number), agency: Agency.ID(high: 1, low: 1 + number / 100),
            kind: .passwordChanged, user: User.ID(high: 1, low: 1), tries: 0, createdAt: message.date)
        state.withLock { $0.waiting.append(job) }
    }

    func write(_ dispatch: MailDispatch) -> MailMessage {
        MailMessage(
            id: dispatch.job.id, host: message.host, date: message.date, from: message.from, replyTo: nil,
            to: message.to, subject: message.subject, language: "en", text: message.text, html: message.html, logo: nil)
    }

    func dueMails(_ look: OutboxLook<Mail.ID>) async throws -> [MailJob] {
        state.withLock { state in
            state.looks += 1
            return look.jobs(of: state.waiting)
        }
    }

    func timeToNextMail() async throws -> TimeSpan? { state.withLock { $0.waiting.isEmpty ? nil : .seconds(0) } }

    func begin(_ job: MailJob) async throws -> MailDispatch? {
        guard !withdrawn.contains(job.id.low) else {
            state.withLock { state in state.waiting.removeAll { $0.id == job.id } }
            return nil
        }
        return MailDispatch(
            job: job, letter: .passwordChanged,
            recipient: Recipient(name: "Clara", email: message.to.address, language: nil, timeZone: nil), front: front,
            logo: nil, account: nil)
    }

    @discardableResult
    func settle(_ dispatch: MailDispatch, _ outcome: MailOutcome, size: Int) async throws -> MailNextStep {
        try state.withLock { state in
            if state.failingToSettle > 0 {
                state.failingToSettle -= 1
                throw failure
            }
            state.waiting.removeAll { $0.id == dispatch.job.id }
            state.settled.append(dispatch.job.id.low)
            return .done(.sent)
        }
    }
}

/// A mail server in memory, which may hang.
private final class MemoryCarrier: MailCarrying {
    private let state: Mutex<(held: Set<UInt64>, carried: [UInt64])>

    init(holding held: Set<UInt64> = []) { state = Mutex((held, [])) }

    var carried: [UInt64] { state.withLock { $0.carried } }

    func release() { state.withLock { $0.held = [] } }

    func carry(_ message: MailMessage, by account: MailAccount?) async -> Carried {
        state.withLock { $0.carried.append(message.id.low) }
        while state.withLock({ $0.held.contains(message.id.low) }) {
            guard (try? await Task.sleep(for: .milliseconds(5))) != nil else { break }
        }
        return Carried(.accepted, size: 1)
    }
}
