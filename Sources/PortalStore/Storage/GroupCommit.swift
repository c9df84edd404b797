import GRDB
import PortalCore
import Synchronization

/// A write body that waits for its commit, with whoever waits for its answer.
struct PendingWrite: Sendable {
    /// Runs the body. What it gives back tells the answer to the caller, once that is true.
    let attempt: @Sendable (SQLiteTransaction) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
}

/// Runs write bodies on the writer's queue, many to a commit.
///
/// Flushing the disk costs most of a small write, and costs one commit as much as a hundred; so whatever is waiting
/// shares one. Nobody is answered before the commit is on disk. A body that throws having changed nothing fails alone.
/// One that throws after it changed something, or a commit that fails, rolls everything back, and each body of the
/// batch runs again by itself: so one cannot spoil another.
final class GroupCommit: Sendable {
    private let queue: DatabaseQueue
    private let connection: SQLiteConnection
    private let shared: Shared
    private let batchLimit: Int
    private let batchTime: Duration
    private let state = Mutex(State())

    private struct State {
        var waiting: [PendingWrite] = []
        var isDraining = false
        var isClosed = false
    }

    init(queue: DatabaseQueue, connection: SQLiteConnection, shared: Shared, options: SQLiteOptions) {
        self.queue = queue
        self.connection = connection
        self.shared = shared
        batchLimit = options.batchLimit
        batchTime = options.batchTime
    }

    deinit { connection.finalizeStatements() }

    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            submit(
                PendingWrite(
                    attempt: { transaction in
                        let answer = try body(transaction)
                        return { continuation.resume(returning: answer) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// How many writes wait behind those that are under way.
    var backlog: Int { state.withLock { $0.waiting.count } }

    /// Takes no further writes; those that wait are still done. Answers `false` if it was closed already.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    private func submit(_ write: PendingWrite) {
        enum Turn { case refused, queued, first }
        let turn = state.withLock { state -> Turn in
            guard !state.isClosed else { return .refused }
            state.waiting.append(write)
            defer { state.isDraining = true }
            return state.isDraining ? .queued : .first
        }
        switch turn {
        case .refused: write.fail(StorageError.unavailable("the storage is closed"))
        case .queued: break
        case .first: queue.asyncWriteWithoutTransaction { [self] _ in drain() }
        }
    }

    // MARK: On the writer's queue

    private func drain() {
        var writes: ArraySlice<PendingWrite> = []
        while true {
            if writes.isEmpty { writes = takeWaiting(endsDrain: true) }
            if writes.isEmpty { return }
            commitSome(of: &writes)
        }
    }

    /// Everything that waits, in order. If a drain ends because there is nothing, the next write begins another.
    private func takeWaiting(endsDrain: Bool) -> ArraySlice<PendingWrite> {
        state.withLock { state in
            defer { state.waiting = [] }
            if endsDrain, state.waiting.isEmpty { state.isDraining = false }
            return state.waiting[...]
        }
    }

    /// One commit with as many of the writes as its bounds allow, and those that come meanwhile.
    private func commitSome(of writes: inout ArraySlice<PendingWrite>) {
        var tried: [PendingWrite] = []
        var answers: [@Sendable () -> Void] = []
        do {
            let clock = ContinuousClock()
            let last = clock.now.advanced(by: batchTime)
            try connection.beginWriting()
            while let write = writes.popFirst() {
                tried.append(write)
                answers.append(try attempt(write))
                if tried.count >= batchLimit || clock.now >= last { break }
                if writes.isEmpty { writes = takeWaiting(endsDrain: false) }
            }
            try connection.commit()
        } catch {
            connection.rollback()
            // The transaction could not even begin: whoever is first is told why.
            if tried.isEmpty { return writes.removeFirst().fail(error) }
            for write in tried { commitAlone(write) }
            return
        }
        for answer in answers { answer() }
    }

    /// Runs one body of a batch. Its own failure is an answer too, which waits for the commit like every other: it may
    /// rest on what an earlier body of the batch wrote. Throws only when the batch is spoiled.
    private func attempt(_ write: PendingWrite) throws -> @Sendable () -> Void {
        let changesBefore = connection.totalChanges
        do {
            let answer = try run(write)
            guard connection.isInTransaction else { throw StorageError.unavailable("the transaction was given up") }
            return answer
        } catch {
            guard connection.isInTransaction, connection.totalChanges == changesBefore else { throw error }
            return { write.fail(error) }
        }
    }

    private func commitAlone(_ write: PendingWrite) {
        let answer: @Sendable () -> Void
        do {
            try connection.beginWriting()
            answer = try run(write)
            try connection.commit()
        } catch {
            connection.rollback()
            return write.fail(error)
        }
        answer()
    }

    private func run(_ write: PendingWrite) throws -> @Sendable () -> Void {
        let transaction = SQLiteTransaction(lent: connection, shared: shared)
        defer { transaction.end() }
        return try write.attempt(transaction)
    }
}
