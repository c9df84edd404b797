/// Whether a person may use the portal at all.
public enum UserStatus: String, CaseIterable, Hashable, Sendable {
    /// May do what their memberships allow.
    case active
    /// May do nothing at all, their own profile included.
    case suspended
}
