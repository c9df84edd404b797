import Synchronization

/// Wakes a worker before its time, such as when a request has put something into the outbox.
///
/// Raising it once or a hundred times before the worker looks wakes it once; raising it while nobody waits is not lost. One worker
/// waits on one signal.
public final class WorkSignal: Sendable {
    private struct State {
        var isRaised = false
        var waiter: CheckedContinuation<Bool, Never>?
        /// Counts the waits, so that what ends one of them late does not end the next.
        var turn = 0
        /// Whether the wait of this turn is over, perhaps before it has begun to wait.
        var isOver = true
    }

    private let state = Mutex(State())

    public init() {}

    /// There is work.
    public func raise() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isRaised = state.waiter == nil
            return state.waiter
        }
        waiter?.resume(returning: true)
    }

    /// Returns when it is raised (`true`), when the time is up, or when the task is canceled.
    @discardableResult
    public func wait(atMost time: Duration) async -> Bool {
        let turn = state.withLock { state in
            state.turn += 1
            state.isOver = false
            return state.turn
        }
        let alarm = Task {
            try await Task.sleep(for: time)
            end(turn)
        }
        let wasRaised = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    defer { state.isRaised = false }
                    if state.isRaised { return true }
                    if state.isOver { return false }
                    state.waiter = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            end(turn)
        }
        alarm.cancel()
        return wasRaised
    }

    private func end(_ turn: Int) {
        let waiter = state.withLock { state in
            guard state.turn == turn else { return CheckedContinuation<Bool, Never>?.none }
            defer { state.waiter = nil }
            state.isOver = true
            return state.waiter
        }
        waiter?.resume(returning: false)
    }
}
