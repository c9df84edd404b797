/// What a member of staff is at their agency.
///
/// The order is one of trust only. No permission is implied by rank: ``AccessPolicy`` lists what each role may do.
public enum AccountRole: String, CaseIterable, Hashable, Sendable {
    /// The one person who holds the agency: its plan, its money, its end.
    case owner
    /// Runs the agency: people, workspaces, billing, engines.
    case admin
    /// Builds and operates workflows.
    case member
}
