/// Where an execution stands, in the words clients read.
public enum RunStatus: String, CaseIterable, Hashable, Sendable {
    case queued, running, waiting, succeeded, failed, canceled, unknown

    /// Whether the execution is over. `unknown` is not: a later report still applies.
    public var isFinal: Bool {
        switch self {
        case .succeeded, .failed, .canceled: true
        case .queued, .running, .waiting, .unknown: false
        }
    }

    /// Which of two statuses of the same attempt is further on. Final ones share the highest rank and exclude each other.
    ///
    /// `running` and `waiting` alternate in a real engine; reports of the same attempt are told apart by their moment,
    /// so the two share a rank (see ``RunState/merge(_:)``).
    public var rank: Int {
        switch self {
        case .queued: 0
        case .unknown: 1
        case .running, .waiting: 2
        case .succeeded, .failed, .canceled: 3
        }
    }
}
