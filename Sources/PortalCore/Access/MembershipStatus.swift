/// Whether a membership counts.
public enum MembershipStatus: String, CaseIterable, Hashable, Sendable {
    /// Counts.
    case active
    /// Offered, and not yet accepted.
    case invited
    /// Taken away again.
    case removed
}
