import Logging
import PortalCore
import ServiceLifecycle
import Synchronization

/// Sends what the outbox holds for engines, as soon as it is due.
///
/// Several at once, so that an engine that hangs holds up only its own agency; a job that fails leaves the others alone. Asked to
/// stop, it begins nothing new, and ends when every request that is under way has its outcome written down.
public final class TriggerWorker: Service {
    private let queue: any TriggerQueue
    private let sender: any TriggerSending
    private let signal: WorkSignal
    private let delivered: WorkSignal?
    private let logger: Logger
    private let recordingPauses: [Duration]
    private let claims = Mutex(Claims())

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
            recordingPauses: [.milliseconds(100), .seconds(1), .seconds(3), .seconds(6)])
    }

    /// - Parameter recordingPauses: How long to wait before an outcome that could not be recorded is recorded again.
    init(
        queue: any TriggerQueue, sender: any TriggerSending, signal: WorkSignal, delivered: WorkSignal? = nil,
        logger: Logger, recordingPauses: [Duration]
    ) {
        self.recordingPauses = recordingPauses
        self.queue = queue
        self.sender = sender
        self.signal = signal
        self.delivered = delivered
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
                        logger.error("The outbox cannot be read", metadata: ["error": "\(error)"])
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
        // What is under way now is listed as it stood in the middle of its try. It may have been settled by the time the list is
        // here, so it is left to the next look, which its end brings about.
        let busy = claims.withLock { Set($0.underWay.keys) }
        for job in try await queue.dueTriggers(limit: Self.lookAhead) where !busy.contains(job.id) && claim(job) {
            group.addTask {
                await self.deliver(job)
            }
        }
        let next =
            try await queue.timeToNextTrigger().map { Duration.milliseconds($0.milliseconds) } ?? Self.longestPause
        // What is due and under way stays due until it is settled: each end raises the signal, nothing need be asked till then.
        let isBusy = claims.withLock { !$0.underWay.isEmpty || !$0.unsettled.isEmpty }
        return min(max(next, isBusy ? Self.busyPause : .zero), Self.longestPause)
    }

    private static let lookAhead = 200
    private static let busyPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(30)

    private func deliver(_ job: TriggerJob) async {
        do {
            guard let dispatch = try await queue.begin(job) else { return release(job) }
            let outcome = await sender.send(dispatch)
            guard let next = await settle(dispatch, outcome) else { return }
            logger.info("An engine was asked for a run", metadata: Self.metadata(of: job, outcome, next))
            if case .accepted = outcome { delivered?.raise() }
        } catch {
            logger.error(
                "A request to an engine could not begin",
                metadata: ["job": "\(job.id)", "agency": "\(job.agency)", "error": "\(error)"])
            // It is still due: not in a circle that keeps the disk busy.
            try? await Task.sleep(for: Self.busyPause)
        }
        release(job)
    }

    /// Records an outcome, even if this task was canceled meanwhile: once a request may have been sent, that must be known.
    ///
    /// While the disk refuses, it is tried again, until the worker is to end; an outbox that refuses for another reason is not asked
    /// forever. A job whose outcome cannot be recorded is not touched any more by this process, so that nothing is sent twice; `nil` then.
    private func settle(_ dispatch: TriggerDispatch, _ outcome: TriggerOutcome) async -> TriggerNextStep? {
        var pauses = recordingPauses[...]
        while true {
            do {
                return try await Task { try await queue.settle(dispatch, outcome) }.value
            } catch {
                logger.error(
                    "What came of a request to an engine could not be recorded",
                    metadata: [
                        "job": "\(dispatch.job.id)", "agency": "\(dispatch.job.agency)", "error": "\(error)",
                    ])
                guard let pause = pauses.popFirst() ?? furtherPause(after: error) else { break }
                _ = await Task { try await Task.sleep(for: pause) }.result
            }
        }
        abandon(dispatch.job)
        return nil
    }

    private func furtherPause(after error: any Error) -> Duration? {
        guard case StorageError.unavailable = error, !Task.isShuttingDownGracefully, !Task.isCancelled else {
            return nil
        }
        return recordingPauses.last
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

    // MARK: Claims

    /// What is due and must not be begun again.
    private struct Claims {
        var underWay: [Outbox.ID: Agency.ID] = [:]
        var unsettled: Set<Outbox.ID> = []
    }

    private func claim(_ job: TriggerJob) -> Bool {
        claims.withLock { claims in
            guard claims.underWay[job.id] == nil, !claims.unsettled.contains(job.id),
                claims.underWay.count < Self.concurrency,
                claims.underWay.values.count(where: { $0 == job.agency }) < Self.concurrencyPerAgency
            else { return false }
            claims.underWay[job.id] = job.agency
            return true
        }
    }

    private func release(_ job: TriggerJob) {
        claims.withLock { $0.underWay[job.id] = nil }
        signal.raise()
    }

    private func abandon(_ job: TriggerJob) {
        claims.withLock { claims in
            claims.underWay[job.id] = nil
            claims.unsettled.insert(job.id)
        }
        signal.raise()
    }
}
