/// What became of one try to hand a mail to a server.
public enum MailOutcome: Hashable, Sendable {
    case accepted
    /// Not now: no connection, a server that asks to be asked later, an account that does not open.
    case deferred(reason: String)
    /// All was sent and no answer came: the server may have it.
    case unconfirmed(reason: String)
    /// The server will never take it.
    case refused(reason: String)

    /// A few words for staff; never a body, and no address.
    public var reason: String {
        switch self {
        case .accepted: ""
        case .deferred(let reason), .unconfirmed(let reason), .refused(let reason):
            DisplayText.line(reason, limit: 200)
        }
    }
}

/// What to do after a try.
public enum MailNextStep: Hashable, Sendable {
    case done(MailStatus)
    case retry(at: Instant)
}

/// When a mail is tried again.
public enum MailPolicy {
    /// Decides what follows a try: pure, so that the worker holds no rules.
    ///
    /// What may have arrived is sent once more all the same: it has the same Message-ID, and a mail twice is better than none.
    public static func next(after outcome: MailOutcome, job: MailJob, now: Instant) -> MailNextStep {
        switch outcome {
        case .accepted:
            return .done(.sent)
        case .refused:
            return .done(.dead)
        case .deferred, .unconfirmed:
            // 15 s, 30 s, 1 min … up to four hours.
            let doubling = TimeSpan.seconds(15 << Int64(min(max(job.tries, 0), 10)))
            let at = now.adding(min(doubling, .hours(4)))
            return at <= job.expiresAt ? .retry(at: at) : .done(.dead)
        }
    }
}
