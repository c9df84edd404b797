import Logging
import PortalCore
import ServiceLifecycle

/// Sends what the outbox holds for engines, as soon as it is due.
///
/// Several at once, and agencies in turn, so that an engine that hangs holds up only its own agency, however much that has asked for; a job
/// that fails leaves the others alone. Asked to
/// stop, it begins nothing new, and ends when every request that is under way has its outcome written down.
public final class TriggerWorker: Service {
    private let queue: any TriggerQueue
    private let sender: any TriggerSending
    private let delivered: WorkSignal?
    private let logger: Logger
    private let rounds: OutboxRounds<TriggerJob>

    /// How many requests are under way at once.
    public static let concurrency = 8
    /// How many of them for one agency.
    public static let concurrencyPerAgency = 4

    /// - Parameters:
    ///   - signal: Raise it when a run was asked for, and it is sent at once.
    ///   - delivered: Raised when an engine took a request: what it has to tell of the run comes soon.
    public convenience init(
        queue: any TriggerQueue, sender: any TriggerSending, signal: WorkSignal, delivered: WorkSignal? = nil,
        logger: Logger
    ) {
        self.init(
            queue: queue, sender: sender, signal: signal, delivered: delivered, logger: logger,
            recordingPauses: OutboxLimits.recordingPauses)
    }

    /// - Parameter recordingPauses: How long to wait before an outcome that could not be recorded is recorded again.
    init(
        queue: any TriggerQueue, sender: any TriggerSending, signal: WorkSignal, delivered: WorkSignal? = nil,
        logger: Logger, recordingPauses: [Duration]
    ) {
        self.queue = queue
        self.sender = sender
        self.delivered = delivered
        self.logger = logger
        rounds = OutboxRounds(
            name: "triggers",
            limits: OutboxLimits(concurrency: Self.concurrency, concurrencyPerAgency: Self.concurrencyPerAgency),
            signal: signal, recordingPauses: recordingPauses, logger: logger)
    }

    public func run() async throws {
        await rounds.run(
            due: { try await self.queue.dueTriggers($0) }, next: { try await self.queue.timeToNextTrigger() },
            deliver: { try await self.deliver($0) })
    }

    private func deliver(_ job: TriggerJob) async throws {
        guard let dispatch = try await queue.begin(job) else { return }
        let outcome = await sender.send(dispatch)
        let next = await rounds.record(job) { [queue] in try await queue.settle(dispatch, outcome) }
        guard let next else { return }
        logger.info("An engine was asked for a run", metadata: Self.metadata(of: job, outcome, next))
        if case .accepted = outcome { delivered?.raise() }
    }

    /// No addresses, no answers, no secrets.
    private static func metadata(
        of job: TriggerJob, _ outcome: TriggerOutcome, _ next: TriggerNextStep
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["job": "\(job.id)", "run": "\(job.run)", "agency": "\(job.agency)"]
        switch outcome {
        case .accepted: metadata["outcome"] = "accepted"
        case .notDelivered(let reason): metadata["outcome"] = "not delivered: \(reason)"
        case .unconfirmed(let reason): metadata["outcome"] = "unconfirmed: \(reason)"
        case .rejected(let status): metadata["outcome"] = "rejected with status \(status)"
        case .deferred(let seconds): metadata["outcome"] = "deferred\(seconds.map { " for \($0) s" } ?? "")"
        }
        switch next {
        case .done(let delivery): metadata["next"] = "\(delivery.rawValue)"
        case .retry: metadata["next"] = "retry"
        }
        return metadata
    }
}
