import ServiceLifecycle

/// Goes a worker's round at the start and again after every pause, until it is time to stop.
func goRounds(every pause: Duration, _ round: @escaping @Sendable () async -> Void) async {
    await cancelWhenGracefulShutdown {
        repeat {
            await round()
        } while await hasPaused(pause)
    }
}

/// `false` when it is time to stop.
private func hasPaused(_ pause: Duration) async -> Bool {
    do {
        try await Task.sleep(for: pause)
        return true
    } catch {
        return false
    }
}
