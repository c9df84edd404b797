import Logging
import PortalCore
import ServiceLifecycle

/// What is told because its time has come. ``Operator`` does it.
public protocol NoticeKeeping: Sendable {
    /// Orders mails of what waits for clients. Answers how many things of one agency were told of, at most `limit`.
    func tellWhatWaits(by almanac: Almanac, limit: Int) async throws -> Int

    /// Orders the summaries of the week. Answers how many people of one agency were asked about, at most `limit` a zone.
    func summariseWeek(by almanac: Almanac, limit: Int) async throws -> Int
}

extension Operator: NoticeKeeping {}

/// Orders the mails that no change causes but the clock, at the start and every five minutes.
public struct NoticeWorker: Service {
    private let keeping: any NoticeKeeping
    private let almanac: Almanac
    private let interval: Duration
    private let logger: Logger

    /// - Parameter almanac: The day of a zone; PortalPages' `LocalDay(of:in:)` knows it.
    public init(
        _ keeping: any NoticeKeeping, almanac: @escaping Almanac, every interval: Duration = .seconds(300),
        logger: Logger
    ) {
        self.keeping = keeping
        self.almanac = almanac
        self.interval = interval
        self.logger = logger
    }

    public func run() async throws { await goRounds(every: interval) { await look() } }

    private static let batch = 50

    private func look() async {
        do {
            // One batch a transaction, so that requests find room between them.
            while try await keeping.tellWhatWaits(by: almanac, limit: Self.batch) >= Self.batch, !Task.isCancelled {}
            while try await keeping.summariseWeek(by: almanac, limit: Self.batch) >= Self.batch, !Task.isCancelled {}
        } catch is CancellationError {
            return
        } catch {
            logger.error("Notices were not ordered; it is tried again", metadata: ["error": "\(error)"])
        }
    }
}
