import Logging
import PortalCore
import ServiceLifecycle
import Synchronization

/// Something that waits in an outbox to leave the house.
protocol OutboxJob: Sendable {
    associatedtype ID: Hashable, Sendable

    var id: ID { get }
    var agency: Agency.ID { get }
    /// Which of the agency's workspaces it takes a turn of; `nil` where they take none.
    var turnOf: Workspace.ID? { get }
}

extension TriggerJob: OutboxJob {
    var turnOf: Workspace.ID? { workspace }
}

extension MailJob: OutboxJob {
    var turnOf: Workspace.ID? { nil }
}

/// Works off an outbox, each job as soon as it is due.
///
/// Several at once, few of one agency, and agencies in turn, so that nothing that hangs holds up anybody else, however much of it there
/// is; a job that fails leaves the others alone. Asked to stop, it begins nothing new, and ends when every job that is under way has its
/// outcome written down.
final class OutboxRounds<Job: OutboxJob>: Sendable {
    private let name: String
    private let limits: OutboxLimits
    private let signal: WorkSignal
    private let lull: Duration
    private let recordingPauses: [Duration]
    private let logger: Logger
    private let claims = Mutex(Claims())

    /// - Parameters:
    ///   - name: What the log calls the outbox.
    ///   - signal: Raised when something was put into the outbox.
    ///   - lull: How long to wait then, so that whoever put it there is answered first.
    ///   - recordingPauses: How long to wait before an outcome that could not be recorded is recorded again.
    init(
        name: String, limits: OutboxLimits, signal: WorkSignal, lull: Duration = .zero, recordingPauses: [Duration],
        logger: Logger
    ) {
        self.name = name
        self.limits = limits
        self.signal = signal
        self.lull = lull
        self.recordingPauses = recordingPauses
        self.logger = logger
    }

    /// - Parameters:
    ///   - due: The jobs that are due, as a look asks for them.
    ///   - next: How long until the next is due; `nil` if none waits.
    ///   - deliver: One job, from its beginning to its outcome's ``record(_:_:)``. What it throws happened before anything was sent.
    func run(
        due: @Sendable (OutboxLook<Job.ID>) async throws -> [Job], next: @Sendable () async throws -> TimeSpan?,
        deliver: @escaping @Sendable (Job) async throws -> Void
    ) async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                var failures = 0
                while !Task.isShuttingDownGracefully, !Task.isCancelled {
                    let pause: Duration
                    do {
                        // What is under way now would be listed as it stood in the middle of its try. It may have been settled by the
                        // time the list is here, so it is held, and left to the next look, which its end brings about.
                        if let look {
                            for job in try await due(look) where look.held[job.id] == nil && claim(job) {
                                group.addTask { await self.work(on: job, deliver) }
                            }
                            pause = self.pause(until: try await next())
                        } else {
                            pause = Self.longestPause
                        }
                        failures = 0
                    } catch {
                        failures += 1
                        pause = .seconds(1 << min(failures, 5))
                        logger.error("The outbox cannot be read", metadata: ["outbox": "\(name)", "error": "\(error)"])
                    }
                    if await signal.wait(atMost: pause), lull > .zero { try? await Task.sleep(for: lull) }
                }
            }
        } onGracefulShutdown: {
            self.signal.raise()
        }
    }

    /// Records an outcome, even if this task was canceled meanwhile: once something may have been sent, that must be known.
    ///
    /// While the disk refuses, it is tried again, until the process is to end; an outbox that refuses for another reason is not asked
    /// forever. A job whose outcome cannot be recorded is not touched any more by this process, so that nothing is sent twice; `nil` then.
    func record<Answer: Sendable>(
        _ job: Job, _ write: @escaping @Sendable () async throws -> Answer
    ) async -> Answer? {
        var pauses = recordingPauses[...]
        while true {
            do {
                return try await Task { try await write() }.value
            } catch {
                logger.error("What came of a job could not be recorded", metadata: metadata(of: job, error))
                guard let pause = pauses.popFirst() ?? furtherPause(after: error) else { break }
                _ = await Task { try await Task.sleep(for: pause) }.result
            }
        }
        claims.withLock { $0.unsettled[job.id] = job }
        return nil
    }

    private func furtherPause(after error: any Error) -> Duration? {
        guard case StorageError.unavailable = error, !Task.isShuttingDownGracefully, !Task.isCancelled else {
            return nil
        }
        return recordingPauses.last
    }

    private func work(on job: Job, _ deliver: @Sendable (Job) async throws -> Void) async {
        do {
            try await deliver(job)
        } catch {
            logger.error("A job could not begin", metadata: metadata(of: job, error))
            // It is still due: not in a circle that keeps the disk busy.
            try? await Task.sleep(for: .seconds(1))
        }
        release(job)
    }

    private static var longestPause: Duration { .seconds(30) }

    /// What is due and under way stays due until it is settled: each end raises the signal, nothing need be asked till then.
    private func pause(until next: TimeSpan?) -> Duration {
        let isBusy = claims.withLock { !$0.underWay.isEmpty || !$0.unsettled.isEmpty }
        let wanted = next.map { Duration.milliseconds($0.milliseconds) } ?? Self.longestPause
        return min(max(wanted, isBusy ? .seconds(1) : .zero), Self.longestPause)
    }

    private func metadata(of job: Job, _ error: any Error) -> Logger.Metadata {
        ["outbox": "\(name)", "job": "\(job.id)", "agency": "\(job.agency)", "error": "\(error)"]
    }

    // MARK: Claims

    /// What is due and must not be begun again.
    private struct Claims {
        var underWay: [Job.ID: Job] = [:]
        var unsettled: [Job.ID: Job] = [:]
        var lastAgency: Agency.ID?
        var lastWorkspaces: [Agency.ID: Workspace.ID] = [:]
    }

    /// What to look for; `nil` while there is room for nothing.
    private var look: OutboxLook<Job.ID>? {
        claims.withLock { claims in
            guard claims.underWay.count < limits.concurrency else { return nil }
            var held: [Job.ID: OutboxLook<Job.ID>.Held] = [:]
            for (id, job) in claims.unsettled {
                held[id] = .init(agency: job.agency, workspace: job.turnOf, isUnderWay: false)
            }
            for (id, job) in claims.underWay {
                held[id] = .init(agency: job.agency, workspace: job.turnOf, isUnderWay: true)
            }
            return OutboxLook(
                limit: limits.concurrency - claims.underWay.count, limitPerAgency: limits.concurrencyPerAgency,
                held: held, lastAgency: claims.lastAgency, lastWorkspaces: claims.lastWorkspaces)
        }
    }

    private func claim(_ job: Job) -> Bool {
        claims.withLock { claims in
            guard claims.underWay[job.id] == nil, claims.unsettled[job.id] == nil,
                claims.underWay.count < limits.concurrency,
                claims.underWay.values.count(where: { $0.agency == job.agency }) < limits.concurrencyPerAgency
            else { return false }
            claims.underWay[job.id] = job
            claims.lastAgency = job.agency
            claims.lastWorkspaces[job.agency] = job.turnOf
            return true
        }
    }

    private func release(_ job: Job) {
        claims.withLock { $0.underWay[job.id] = nil }
        signal.raise()
    }
}

/// How much of an outbox is under way at once, in all and of one agency.
struct OutboxLimits: Hashable, Sendable {
    let concurrency: Int
    let concurrencyPerAgency: Int

    static let recordingPauses: [Duration] = [.milliseconds(100), .seconds(1), .seconds(3), .seconds(6)]
}
