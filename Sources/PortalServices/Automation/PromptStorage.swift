import PortalCore
import Synchronization

/// Wakes the trigger worker as soon as a run that somebody asked for is committed, so that nobody waits for the worker's next look.
///
/// The rules say, through ``observe``, that a change began a run; the storage knows when that change is on disk. Whoever composes a
/// ``Portal`` gives it both:
///
/// ```swift
/// Portal(storage: PromptStorage(storage, signal: signal), …, onDecision: PromptStorage.observe)
/// ```
public struct PromptStorage: PortalStorage {
    private let base: any PortalStorage
    private let signal: WorkSignal

    /// - Parameter signal: What the ``TriggerWorker`` waits on.
    public init(_ base: any PortalStorage, signal: WorkSignal) {
        self.base = base
        self.signal = signal
    }

    public func read<Answer: Sendable>(_ body: @Sendable (any Snapshot) throws -> Answer) async throws -> Answer {
        try await base.read(body)
    }

    public func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        let note = Note()
        let answer = try await base.write { transaction in
            try Self.$note.withValue(note) { try body(transaction) }
        }
        if note.hasStarted { signal.raise() }
        return answer
    }

    /// For ``Portal``: looks for what begins a run.
    public static let observe: Portal.DecisionObserver = { action, decision in
        switch action {
        case .workflowTrigger, .runRetry: if decision.isAllowed { note?.start() }
        default: return
        }
    }

    @TaskLocal private static var note: Note?

    private final class Note: Sendable {
        private let started = Atomic(false)

        var hasStarted: Bool { started.load(ordering: .acquiring) }
        func start() { started.store(true, ordering: .releasing) }
    }
}
