import Logging
import PortalCore
import ServiceLifecycle
import Synchronization

/// Sends the mails of the outbox, as soon as they are due.
///
/// A few at once, and few of one agency, so that a mail server which hangs holds up nobody else. Asked to stop, it begins nothing new,
/// and ends when every mail that is under way has its outcome written down.
public final class MailWorker: Service {
    private let queue: any MailQueue
    private let write: @Sendable (MailDispatch) -> MailMessage
    private let carrier: any MailCarrying
    private let signal: WorkSignal
    private let logger: Logger
    private let claims = Mutex(Claims())

    /// How many mails are under way at once.
    public static let concurrency = 4
    /// How many of them of one agency.
    public static let concurrencyPerAgency = 2

    /// - Parameters:
    ///   - write: Makes the mail that a dispatch stands for: its words are not this module's.
    ///   - signal: Raise it when a mail was put into the outbox, and it is sent at once.
    public init(
        queue: any MailQueue, write: @escaping @Sendable (MailDispatch) -> MailMessage, carrier: any MailCarrying,
        signal: WorkSignal, logger: Logger
    ) {
        self.queue = queue
        self.write = write
        self.carrier = carrier
        self.signal = signal
        self.logger = logger
    }

    public func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                var failures = 0
                while !Task.isShuttingDownGracefully, !Task.isCancelled {
                    let pause: Duration
                    do {
                        pause = try await startDue(in: &group)
                        failures = 0
                    } catch {
                        failures += 1
                        pause = .seconds(1 << min(failures, 5))
                        logger.error("The outbox of mails cannot be read", metadata: ["error": "\(error)"])
                    }
                    await signal.wait(atMost: pause)
                }
            }
        } onGracefulShutdown: {
            self.signal.raise()
        }
    }

    /// Starts what is due and may start now; answers how long there is nothing to do.
    private func startDue(in group: inout DiscardingTaskGroup) async throws -> Duration {
        let busy = claims.withLock { Set($0.underWay.keys) }
        for job in try await queue.dueMails(limit: Self.lookAhead) where !busy.contains(job.id) && claim(job) {
            group.addTask {
                await self.deliver(job)
            }
        }
        let next =
            try await queue.timeToNextMail().map { Duration.milliseconds($0.milliseconds) } ?? Self.longestPause
        let isBusy = claims.withLock { !$0.underWay.isEmpty || !$0.unsettled.isEmpty }
        return min(max(next, isBusy ? Self.busyPause : .zero), Self.longestPause)
    }

    private static let lookAhead = 100
    private static let busyPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(30)

    private func deliver(_ job: MailJob) async {
        do {
            guard let dispatch = try await queue.begin(job) else { return release(job) }
            let carried = await carrier.carry(write(dispatch), by: dispatch.account)
            guard let next = await settle(dispatch, carried) else { return }
            logger.info("A mail was tried", metadata: Self.metadata(of: job, carried, next))
        } catch {
            logger.error(
                "A mail could not be begun",
                metadata: ["mail": "\(job.id)", "agency": "\(job.agency)", "error": "\(error)"])
            // It is still due: not in a circle that keeps the disk busy.
            try? await Task.sleep(for: Self.busyPause)
        }
        release(job)
    }

    /// Records an outcome, even if this task was canceled meanwhile.
    ///
    /// A mail whose outcome cannot be recorded is not touched any more by this process, so that nobody gets it in a circle; `nil` then.
    private func settle(_ dispatch: MailDispatch, _ carried: Carried) async -> MailNextStep? {
        let recording = Task { () -> MailNextStep? in
            for pause in Self.recordingPauses {
                do {
                    return try await queue.settle(dispatch, carried.outcome, size: carried.size)
                } catch {
                    logger.error(
                        "What came of a mail could not be recorded",
                        metadata: [
                            "mail": "\(dispatch.job.id)", "agency": "\(dispatch.job.agency)", "error": "\(error)",
                        ])
                    try? await Task.sleep(for: pause)
                }
            }
            return nil
        }
        let next = await recording.value
        if next == nil { abandon(dispatch.job) }
        return next
    }

    private static let recordingPauses: [Duration] = [.milliseconds(100), .seconds(1), .seconds(3), .seconds(6), .zero]

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

    // MARK: Claims

    /// What is due and must not be begun again.
    private struct Claims {
        var underWay: [Mail.ID: Agency.ID] = [:]
        var unsettled: Set<Mail.ID> = []
    }

    private func claim(_ job: MailJob) -> Bool {
        claims.withLock { claims in
            guard claims.underWay[job.id] == nil, !claims.unsettled.contains(job.id),
                claims.underWay.count < Self.concurrency,
                claims.underWay.values.count(where: { $0 == job.agency }) < Self.concurrencyPerAgency
            else { return false }
            claims.underWay[job.id] = job.agency
            return true
        }
    }

    private func release(_ job: MailJob) {
        claims.withLock { $0.underWay[job.id] = nil }
        signal.raise()
    }

    private func abandon(_ job: MailJob) {
        claims.withLock { claims in
            claims.underWay[job.id] = nil
            claims.unsettled.insert(job.id)
        }
        signal.raise()
    }
}
