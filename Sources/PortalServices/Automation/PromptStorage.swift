import PortalCore
import Synchronization

/// Wakes the workers as soon as a run that somebody asked for, or a mail, is committed, so that nobody waits for their next look.
///
/// The rules say, through ``observe`` and ``observeMail``, that a change began a run or a mail; the storage knows when that change is
/// on disk. Whoever composes a ``Portal`` gives it all three:
///
/// ```swift
/// Portal(
///     storage: PromptStorage(storage, signal: signal, mails: mails), …, onDecision: PromptStorage.observe,
///     onMail: PromptStorage.observeMail)
/// ```
public struct PromptStorage: PortalStorage {
    private let base: any PortalStorage
    private let signal: WorkSignal
    private let mails: WorkSignal

    /// - Parameters:
    ///   - signal: What the ``TriggerWorker`` waits on.
    ///   - mails: What the ``MailWorker`` waits on.
    public init(_ base: any PortalStorage, signal: WorkSignal, mails: WorkSignal = WorkSignal()) {
        self.base = base
        self.signal = signal
        self.mails = mails
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
        if note.hasMail { mails.raise() }
        return answer
    }

    /// For ``Portal``: looks for what begins a run.
    public static let observe: Portal.DecisionObserver = { action, decision in
        switch action {
        case .workflowTrigger, .runRetry: if decision.isAllowed { note?.start() }
        default: return
        }
    }

    /// For ``Portal``: hears of what is put into the outbox of mails.
    public static let observeMail: Portal.MailObserver = { note?.post() }

    @TaskLocal private static var note: Note?

    private final class Note: Sendable {
        private let started = Atomic(false)
        private let posted = Atomic(false)

        var hasStarted: Bool { started.load(ordering: .acquiring) }
        var hasMail: Bool { posted.load(ordering: .acquiring) }
        func start() { started.store(true, ordering: .releasing) }
        func post() { posted.store(true, ordering: .releasing) }
    }
}
