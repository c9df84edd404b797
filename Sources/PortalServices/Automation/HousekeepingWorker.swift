import Logging
import PortalCore
import ServiceLifecycle

/// What is tidied up as time goes by. ``Operator`` does it.
public protocol Housekeeping: Sendable {
    /// Calls runs silent that nobody reported on within their workflow's limit. Answers how many.
    func lapseSilentRuns(limit: Int) async throws -> Int

    /// Deletes what has outlived its keeping time. Answers how many rows.
    func sweep() async throws -> Int
}

extension Operator: Housekeeping {}

/// Calls silent runs silent and sweeps ended sessions, at the start and every minute.
public struct HousekeepingWorker: Service {
    private let housekeeping: any Housekeeping
    private let interval: Duration
    private let logger: Logger

    public init(_ housekeeping: any Housekeeping, every interval: Duration = .seconds(60), logger: Logger) {
        self.housekeeping = housekeeping
        self.interval = interval
        self.logger = logger
    }

    public func run() async throws { await goRounds(every: interval) { await tidyUp() } }

    private static let batch = 500

    private func tidyUp() async {
        do {
            // One batch a transaction, so that requests find room between them.
            while try await housekeeping.lapseSilentRuns(limit: Self.batch) == Self.batch, !Task.isCancelled {}
            let swept = try await housekeeping.sweep()
            if swept > 0 { logger.debug("Swept", metadata: ["rows": "\(swept)"]) }
        } catch is CancellationError {
            return
        } catch {
            logger.error("Housekeeping failed; it is tried again", metadata: ["error": "\(error)"])
        }
    }
}
