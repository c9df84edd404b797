import PortalCore

/// The outbox of requests to engines, as a worker sees it. ``Operator`` is one.
public protocol TriggerQueue: Sendable {
    /// Jobs that are due, agencies in turn, as many as the look has room for. Nothing that it holds is among them.
    func dueTriggers(_ look: OutboxLook<Outbox.ID>) async throws -> [TriggerJob]

    /// How long until the next is due; zero if one is due already, `nil` if none waits.
    func timeToNextTrigger() async throws -> TimeSpan?

    /// Writes down that a try begins; `nil` if there is nothing to send any more.
    func begin(_ job: TriggerJob) async throws -> TriggerDispatch?

    /// Writes down what came of a try, and decides what follows.
    @discardableResult
    func settle(_ dispatch: TriggerDispatch, _ outcome: TriggerOutcome) async throws -> TriggerNextStep
}

extension Operator: TriggerQueue {}
