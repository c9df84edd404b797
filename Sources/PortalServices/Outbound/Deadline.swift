/// Bounds the time of work that ends when it is canceled.
enum Deadline {
    /// Cancels the work at the deadline and waits for its end. Answers with what it answered, and whether it was cut off.
    static func cut<Answer: Sendable>(
        at deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () async -> Answer
    ) async -> (answer: Answer, wasCutOff: Bool) {
        let task = Task(operation: work)
        let alarm = Task {
            try await Task.sleep(until: deadline, clock: .continuous)
            task.cancel()
        }
        let answer = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        alarm.cancel()
        return (answer, task.isCancelled)
    }
}
