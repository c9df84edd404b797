import PortalCore

/// The outbox of requests to engines, as a worker sees it. ``Operator`` is one.
public protocol TriggerQueue: Sendable {
    /// Jobs that are due, oldest first.
    func dueTriggers(limit: Int) async throws -> [TriggerJob]

    /// How long until the next is due; zero if one is due already, `nil` if none waits.
    func timeToNextTrigger() async throws -> TimeSpan?

    /// Writes down that a try begins; `nil` if there is nothing to send any more.
    func begin(_ job: TriggerJob) async throws -> TriggerDispatch?

    /// Writes down what came of a try, and decides what follows.
    @discardableResult
    func settle(_ dispatch: TriggerDispatch, _ outcome: TriggerOutcome) async throws -> TriggerNextStep
}

extension Operator: TriggerQueue {}
