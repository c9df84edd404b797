import PortalCore

/// The outbox of mails, as a worker sees it. ``Operator`` is one.
public protocol MailQueue: Sendable {
    /// Mails that are due, agencies in turn, as many as the look has room for. Nothing that it holds is among them.
    func dueMails(_ look: OutboxLook<Mail.ID>) async throws -> [MailJob]

    /// How long until the next is due; zero if one is due already, `nil` if none waits.
    func timeToNextMail() async throws -> TimeSpan?

    /// Writes down that a try begins; `nil` if there is nothing to send any more.
    func begin(_ job: MailJob) async throws -> MailDispatch?

    /// Writes down what came of a try, and decides what follows.
    @discardableResult
    func settle(_ dispatch: MailDispatch, _ outcome: MailOutcome, size: Int) async throws -> MailNextStep
}

extension Operator: MailQueue {}
