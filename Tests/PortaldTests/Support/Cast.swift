import PortalCore

/// The people of each agency, the same on both sides.
enum Cast: String, CaseIterable, Sendable {
    case owner, admin, member
    /// Client of workspace 1.
    case client
    /// Client of workspace 2.
    case neighbour
    /// Client of both, and of 2 since later.
    case both
    /// Client of workspace 1 who sees billing and nothing else.
    case billing
    /// Client of workspace 1 who sees connections and forms.
    case clerk
    /// Client of workspace 1 without any area.
    case bare
    /// Client of the empty workspace.
    case newcomer
    /// Was a client of workspace 1.
    case removed
    /// A client of workspace 1 who is suspended.
    case suspended
    /// Client of the archived workspace only.
    case exile
    /// Invited to workspace 1, and has not accepted.
    case invited
    /// A user without any membership.
    case stranger
    /// A client of workspace 1 without a password.
    case passwordless

    var role: AccountRole? {
        switch self {
        case .owner: .owner
        case .admin: .admin
        case .member: .member
        case .client, .neighbour, .both, .billing, .clerk, .bare, .newcomer, .removed, .suspended, .exile, .invited,
            .stranger,
            .passwordless:
            nil
        }
    }

    /// The workspaces they belong to, with what their membership is by the end of the seeding.
    var memberships: [(place: Int, areas: Areas, status: MembershipStatus)] {
        switch self {
        case .owner, .admin, .member, .stranger: []
        case .client, .suspended, .passwordless: [(1, .all, .active)]
        case .neighbour: [(2, .all, .active)]
        case .both: [(1, .all, .active), (2, .all, .active)]
        case .billing: [(1, .billing, .active)]
        case .clerk: [(1, [.connections, .forms], .active)]
        case .bare: [(1, [], .active)]
        case .newcomer: [(Place.empty, .all, .active)]
        case .removed: [(1, .all, .removed)]
        case .exile: [(Place.archived, .all, .active)]
        case .invited: [(1, .all, .invited)]
        }
    }

    var hasPassword: Bool { self != .passwordless }

    /// The same address on both sides for one of them; markers for the others.
    func address(_ mark: String) -> String {
        switch self {
        case .client: "nora@mail.example"
        default: "\(rawValue)-\(mark)@mail.example"
        }
    }

    func password(at side: Side) -> String { "correct horse of the \(side)" }
}

/// The systems of each agency, by the key they have.
enum Machine: String, CaseIterable, Sendable {
    /// Everything that a key can be allowed, in workspace 1.
    case bound
    /// The same in workspace 2.
    case sibling
    /// The same in every workspace.
    case wide
    /// Workspace 1, and reading workflows only.
    case reading
    /// Workspace 1, everything, revoked.
    case revoked

    var place: Int? {
        switch self {
        case .bound, .reading, .revoked: 1
        case .sibling: 2
        case .wide: nil
        }
    }

    var permissions: Set<Action> {
        switch self {
        case .bound, .sibling, .wide, .revoked: Set(APIKey.grantable)
        case .reading: [.workflowsRead]
        }
    }
}
