/// An address that was asked to join: a workspace as its client, or the agency as staff. It is pending until it is accepted or withdrawn.
public struct Invitation: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Invitation>
    public static var idPrefix: String { "ivt" }

    public let id: ID
    public let email: EmailAddress
    public let goal: InvitationGoal
    public let inviter: User.ID
    public let invitedAt: Instant
    /// From then on its link leads nowhere, until it is sent again.
    public let expiresAt: Instant

    /// How long a link is good.
    public static let lifetime = TimeSpan.days(7)

    public init(
        id: ID, email: EmailAddress, goal: InvitationGoal, inviter: User.ID, invitedAt: Instant, expiresAt: Instant
    ) {
        self.id = id
        self.email = email
        self.goal = goal
        self.inviter = inviter
        self.invitedAt = invitedAt
        self.expiresAt = expiresAt
    }
}

/// What an invitation is to: never more than was said when it was sent.
public enum InvitationGoal: Hashable, Sendable {
    case client(of: Workspace.ID)
    /// Admin or member; an owner is not invited.
    case staff(AccountRole)

    public var workspace: Workspace.ID? {
        switch self {
        case .client(let workspace): workspace
        case .staff: nil
        }
    }

    /// What its inviter has to be allowed.
    var action: Action {
        switch self {
        case .client: .workspaceInviteClient
        case .staff: .agencyInvite
        }
    }
}

/// What stands against inviting an address.
public struct AddressProblem: Hashable, Sendable {
    public let address: String
    public let kind: Kind

    public enum Kind: Hashable, Sendable {
        case malformed
        /// They belong there already.
        case isMember
        case isInvited
        /// Nobody is both staff and client of one agency.
        case isStaff, isClient
        case isSuspended
    }

    public init(_ address: String, _ kind: Kind) {
        self.address = DisplayText.line(address, limit: 254)
        self.kind = kind
    }
}

/// The addresses in what somebody typed or pasted: parted by commas, semicolons, spaces or lines, with names before them or not.
enum TypedAddresses {
    static let most = 50

    /// Reads no further than it takes to know what is wrong, however long the text is.
    static func read(_ text: String) throws(Refusal) -> [EmailAddress] {
        var found: [EmailAddress] = []
        var seen: Set<EmailAddress> = []
        var problems: [AddressProblem] = []
        let entries = text.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isNewline })
        for candidate in entries.lazy.flatMap(candidates) {
            guard found.count <= most, problems.count < most else { break }
            guard let email = EmailAddress(candidate) else {
                problems.append(AddressProblem(candidate, .malformed))
                continue
            }
            if seen.insert(email).inserted { found.append(email) }
        }
        guard problems.isEmpty else { throw .invalid([FieldProblem("emails", .addresses(problems))]) }
        guard !found.isEmpty else { throw .invalid([FieldProblem("emails", .missing)]) }
        guard found.count <= most else { throw .invalid([FieldProblem("emails", .tooMany(limit: most))]) }
        return found
    }

    /// What stands between angle brackets, or else every word.
    private static func candidates(in entry: Substring) -> [String] {
        if let start = entry.lastIndex(of: "<"), let end = entry.lastIndex(of: ">"), start < end {
            return [String(entry[entry.index(after: start)..<end])]
        }
        return entry.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
