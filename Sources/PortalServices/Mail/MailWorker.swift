import Logging
import PortalCore
import ServiceLifecycle

/// Sends the mails of the outbox, as soon as they are due.
///
/// A few at once, few of one agency, and agencies in turn, so that a mail server which hangs holds up nobody else, however much is to go
/// there. Asked to stop, it begins nothing new,
/// and ends when every mail that is under way has its outcome written down.
public final class MailWorker: Service {
    private let queue: any MailQueue
    private let write: @Sendable (MailDispatch) -> MailMessage
    private let carrier: any MailCarrying
    private let logger: Logger
    private let rounds: OutboxRounds<MailJob>

    /// How many mails are under way at once.
    public static let concurrency = 4
    /// How many of them of one agency.
    public static let concurrencyPerAgency = 2
    /// How long the worker waits once it is told of a mail, before it looks: making a mail must not show in how long the answer takes to
    /// whoever asked for it, or it would tell which addresses somebody has.
    public static let lull = Duration.milliseconds(100)

    /// - Parameters:
    ///   - write: Makes the mail that a dispatch stands for: its words are not this module's.
    ///   - signal: Raise it when a mail was put into the outbox, and it is sent after ``lull``.
    public convenience init(
        queue: any MailQueue, write: @escaping @Sendable (MailDispatch) -> MailMessage, carrier: any MailCarrying,
        signal: WorkSignal, logger: Logger
    ) {
        self.init(
            queue: queue, write: write, carrier: carrier, signal: signal, logger: logger, lull: Self.lull,
            recordingPauses: OutboxLimits.recordingPauses)
    }

    /// - Parameter recordingPauses: How long to wait before an outcome that could not be recorded is recorded again.
    init(
        queue: any MailQueue, write: @escaping @Sendable (MailDispatch) -> MailMessage, carrier: any MailCarrying,
        signal: WorkSignal, logger: Logger, lull: Duration = .zero, recordingPauses: [Duration]
    ) {
        self.queue = queue
        self.write = write
        self.carrier = carrier
        self.logger = logger
        rounds = OutboxRounds(
            name: "mails",
            limits: OutboxLimits(concurrency: Self.concurrency, concurrencyPerAgency: Self.concurrencyPerAgency),
            signal: signal, lull: lull, recordingPauses: recordingPauses, logger: logger)
    }

    public func run() async throws {
        await rounds.run(
            due: { try await self.queue.dueMails($0) }, next: { try await self.queue.timeToNextMail() },
            deliver: { try await self.deliver($0) })
    }

    private func deliver(_ job: MailJob) async throws {
        guard let dispatch = try await queue.begin(job) else { return }
        let carried = await carrier.carry(write(dispatch), by: dispatch.account)
        let next = await rounds.record(job) { [queue] in
            try await queue.settle(dispatch, carried.outcome, size: carried.size)
        }
        guard let next else { return }
        logger.info("A mail was tried", metadata: Self.metadata(of: job, carried, next))
    }

    /// No addresses, no texts, no secrets.
    private static func metadata(of job: MailJob, _ carried: Carried, _ next: MailNextStep) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "mail": "\(job.id)", "kind": "\(job.kind.rawValue)", "agency": "\(job.agency)",
        ]
        switch carried.outcome {
        case .accepted: metadata["outcome"] = "accepted"
        case .deferred(let reason): metadata["outcome"] = "deferred: \(reason)"
        case .unconfirmed(let reason): metadata["outcome"] = "unconfirmed: \(reason)"
        case .refused(let reason): metadata["outcome"] = "refused: \(reason)"
        }
        switch next {
        case .done(let status): metadata["next"] = "\(status.rawValue)"
        case .retry: metadata["next"] = "retry"
        }
        return metadata
    }
}
