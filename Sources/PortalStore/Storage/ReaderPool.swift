import PortalCore
import Synchronization

/// Lends read-only connections to bodies: opened when first needed, up to a bound, then waited for.
///
/// The body runs on the thread that asks. Waiting suspends the task and holds no thread; it cannot deadlock, because a
/// body is synchronous and so never waits for a second connection while it holds one.
final class ReaderPool: Sendable {
    private let limit: Int
    private let open: @Sendable () throws -> SQLiteConnection
    private let state = Mutex(State())

    private struct State {
        var idle: [SQLiteConnection] = []
        var opened = 0
        var waiting: [CheckedContinuation<SQLiteConnection, any Error>] = []
        var isClosed = false
    }

    private enum Turn {
        case take(SQLiteConnection)
        case open
        case wait
    }

    init(limit: Int, open: @escaping @Sendable () throws -> SQLiteConnection) {
        self.limit = limit
        self.open = open
    }

    func lend() async throws -> SQLiteConnection {
        switch try state.withLock({ try Self.turn(&$0, limit: limit) }) {
        case .take(let connection): return connection
        case .open: return try openOne()
        case .wait: return try await waitForOne()
        }
    }

    func giveBack(_ connection: SQLiteConnection) {
        let next = state.withLock { state -> CheckedContinuation<SQLiteConnection, any Error>? in
            if state.isClosed {
                state.opened -= 1
                return nil
            }
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            // The one used last is the one lent next: its caches are warm.
            state.idle.append(connection)
            return nil
        }
        next?.resume(returning: connection)
    }

    /// Closes the idle ones now, and those that are lent when they come back.
    func close() {
        let (idle, waiting) = state.withLock { state in
            defer {
                state.isClosed = true
                state.opened -= state.idle.count
                state.idle = []
                state.waiting = []
            }
            return (state.idle, state.waiting)
        }
        for connection in idle { connection.finalizeStatements() }
        for continuation in waiting { continuation.resume(throwing: StorageError.unavailable("the storage is closed")) }
    }

    private static func turn(_ state: inout State, limit: Int) throws -> Turn {
        guard !state.isClosed else { throw StorageError.unavailable("the storage is closed") }
        if let connection = state.idle.popLast() { return .take(connection) }
        guard state.opened < limit else { return .wait }
        state.opened += 1
        return .open
    }

    private func openOne() throws -> SQLiteConnection {
        do { return try open() } catch {
            // Whoever waits would wait for this one too.
            let next = state.withLock { state -> CheckedContinuation<SQLiteConnection, any Error>? in
                state.opened -= 1
                return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
            }
            next?.resume(throwing: error)
            throw error
        }
    }

    private func waitForOne() async throws -> SQLiteConnection {
        try await withCheckedThrowingContinuation { continuation in
            do {
                // One may have come back since; ask again, now with somewhere to send it.
                let turn = try state.withLock { state -> Turn in
                    let turn = try Self.turn(&state, limit: limit)
                    if case .wait = turn { state.waiting.append(continuation) }
                    return turn
                }
                switch turn {
                case .take(let connection): continuation.resume(returning: connection)
                case .open: continuation.resume(returning: try openOne())
                case .wait: break
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
