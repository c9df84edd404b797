import Foundation
import PortalCore

/// How a database is opened. Only ``digests`` has no default.
public struct SQLiteOptions: Sendable {
    /// Hashes the chain of the audit log.
    public var digests: any Digesting
    /// How many bodies may read at once; further ones wait for their turn without holding a thread.
    public var readerLimit: Int
    /// Page cache of each reader.
    public var readerCacheKiB: Int
    /// Page cache of the writer.
    public var writerCacheKiB: Int
    /// How much of the file readers map instead of copying pages, at most what SQLite was built for (2 GiB, as Debian builds it); clean
    /// pages of it are the system's to take back. With 0 they copy: a disk that fails then fails a read, not the process.
    public var mappedBytes: Int64
    /// How long to wait for another process that writes.
    public var busyTimeout: TimeSpan
    /// How many bodies one commit may carry.
    public var batchLimit: Int
    /// After so long no further body joins a commit.
    public var batchTime: Duration
    /// Told of every statement that bodies run; for tests.
    public var observer: StatementObserver?

    public init(
        digests: any Digesting, readerLimit: Int = max(4, ProcessInfo.processInfo.activeProcessorCount + 2),
        readerCacheKiB: Int = 1_024, writerCacheKiB: Int = 3_072, mappedBytes: Int64 = .max,
        busyTimeout: TimeSpan = .seconds(5), batchLimit: Int = 128, batchTime: Duration = .milliseconds(10),
        observer: StatementObserver? = nil
    ) {
        self.digests = digests
        self.readerLimit = max(1, readerLimit)
        self.readerCacheKiB = readerCacheKiB
        self.writerCacheKiB = writerCacheKiB
        self.mappedBytes = mappedBytes
        self.busyTimeout = busyTimeout
        self.batchLimit = max(1, batchLimit)
        self.batchTime = batchTime
        self.observer = observer
    }
}
