import PortalCore
import Synchronization

@testable import PortalServices

/// An outbox in memory.
final class TestQueue: TriggerQueue {
    struct Broken: Error {}

    private struct State {
        var jobs: [(job: TriggerJob, due: ContinuousClock.Instant)] = []
        var begun: [Outbox.ID] = []
        var settled: [Outbox.ID: [TriggerOutcome]] = [:]
        var failingToSettle = 0
        var failingToRead = 0
        var retries: [Duration] = []
        var looks: [OutboxLook<Outbox.ID>] = []
    }

    private let readsTake: Duration
    private let template: TriggerDispatch
    private let failingToBegin: Set<Outbox.ID>
    private let withdrawn: Set<Outbox.ID>
    private let failure: any Error
    private let state: Mutex<State>

    init(
        _ template: TriggerDispatch, _ jobs: [TriggerJob], failingToBegin: Set<Outbox.ID> = [],
        withdrawn: Set<Outbox.ID> = [], failingToSettle: Int = 0, failure: any Error = Broken(), failingToRead: Int = 0,
        readsTake: Duration = .zero, retries: [Duration] = []
    ) {
        self.readsTake = readsTake
        self.template = template
        self.failingToBegin = failingToBegin
        self.withdrawn = withdrawn
        self.failure = failure
        state = Mutex(
            State(
                jobs: jobs.map { ($0, .now) }, failingToSettle: failingToSettle, failingToRead: failingToRead,
                retries: retries))
    }

    var begun: [Outbox.ID] { state.withLock { $0.begun } }
    /// How it was asked for what is due.
    var looks: [OutboxLook<Outbox.ID>] { state.withLock { $0.looks } }
    var settled: [Outbox.ID: [TriggerOutcome]] { state.withLock { $0.settled } }

    func add(_ job: TriggerJob, dueIn time: Duration = .zero) {
        state.withLock { $0.jobs.append((job, .now.advanced(by: time))) }
    }

    func dueTriggers(_ look: OutboxLook<Outbox.ID>) async throws -> [TriggerJob] {
        let due = try state.withLock { state in
            state.looks.append(look)
            if state.failingToRead > 0 {
                state.failingToRead -= 1
                throw Broken()
            }
            return look.jobs(of: state.jobs.filter { $0.due <= .now }.map(\.job))
        }
        if readsTake > .zero { try await Task.sleep(for: readsTake) }
        return due
    }

    func timeToNextTrigger() async throws -> TimeSpan? {
        state.withLock { state in
            state.jobs.map(\.due).min().map { due in
                TimeSpan(milliseconds: max(0, Int64(ContinuousClock.now.duration(to: due) / .milliseconds(1))))
            }
        }
    }

    func begin(_ job: TriggerJob) async throws -> TriggerDispatch? {
        if failingToBegin.contains(job.id) { throw Broken() }
        return state.withLock { state in
            guard !withdrawn.contains(job.id) else {
                state.jobs.removeAll { $0.job.id == job.id }
                return nil
            }
            state.begun.append(job.id)
            return TriggerDispatch(job: job, workflow: template.workflow, engine: template.engine)
        }
    }

    @discardableResult
    func settle(_ dispatch: TriggerDispatch, _ outcome: TriggerOutcome) async throws -> TriggerNextStep {
        try Task.checkCancellation()
        return try state.withLock { state in
            if state.failingToSettle > 0 {
                state.failingToSettle -= 1
                throw failure
            }
            state.settled[dispatch.job.id, default: []].append(outcome)
            state.jobs.removeAll { $0.job.id == dispatch.job.id }
            if !state.retries.isEmpty {
                state.jobs.append((dispatch.job, .now.advanced(by: state.retries.removeFirst())))
                return .retry(at: Instant(milliseconds: 0))
            }
            return .done(.accepted)
        }
    }
}

/// Engines that answer, or hang until they are released.
final class TestSender: TriggerSending {
    private struct State {
        var held: Set<Outbox.ID>
        var running: Set<Outbox.ID> = []
        var sent: [Outbox.ID] = []
    }

    private let outcomes: [Outbox.ID: TriggerOutcome]
    private let onCancel: TriggerOutcome
    private let state: Mutex<State>

    init(
        outcomes: [Outbox.ID: TriggerOutcome] = [:], holding held: Set<Outbox.ID> = [],
        onCancel: TriggerOutcome = .unconfirmed(reason: "canceled")
    ) {
        self.outcomes = outcomes
        self.onCancel = onCancel
        state = Mutex(State(held: held))
    }

    var running: Set<Outbox.ID> { state.withLock { $0.running } }
    var sent: [Outbox.ID] { state.withLock { $0.sent } }

    func releaseAll() { state.withLock { $0.held = [] } }

    func send(_ dispatch: TriggerDispatch) async -> TriggerOutcome {
        let id = dispatch.job.id
        state.withLock { state in
            state.sent.append(id)
            state.running.insert(id)
        }
        defer { state.withLock { _ = $0.running.remove(id) } }
        while state.withLock({ $0.held.contains(id) }) {
            guard (try? await Task.sleep(for: .milliseconds(5))) != nil else { return onCancel }
        }
        return outcomes[id] ?? .accepted(externalID: nil)
    }
}
