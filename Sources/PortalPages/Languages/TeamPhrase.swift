import PortalCore

/// What is said of the agency's staff and of what people may do: roles, areas, and handing the agency over.
public enum TeamPhrase: Hashable, Sendable {
    case you
    case roleHint
    case makeAdmin, makeAdminQuestion(name: String)
    case makeMember, makeMemberQuestion(name: String)
    case remove, removeQuestion(name: String)
    /// What a client enters.
    case chooseAreas, areasOf(name: String), areasHint
    case transfer, transferLede
    case newOwner, newOwnerHint, password
    case transferNote, transferQuestion
    case noHeirs, noHeirsHint
}
