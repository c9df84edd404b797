/// The answer of the rules, with its reason.
public enum Decision: Hashable, Sendable {
    /// Yes, by this rule.
    case allowed(Allowance)
    /// No, for want of this condition, the first that was missing.
    case denied(Denial)

    /// Whether the answer is yes.
    public var isAllowed: Bool {
        switch self {
        case .allowed: true
        case .denied: false
        }
    }

    /// The reason in a stable word for logs, tests and `--explain`. Never shown to clients.
    public var code: String {
        switch self {
        case .allowed(let rule): rule.code
        case .denied(let reason): reason.code
        }
    }
}

/// The rule by which something was allowed.
public enum Allowance: String, CaseIterable, Hashable, Sendable {
    /// Every account role may.
    case staff
    /// Owners and admins may.
    case ownerOrAdmin = "owner-or-admin"
    /// The owner alone may.
    case owner
    /// Clients of the workspace may.
    case client
    /// Everybody may, with their own.
    case ownProfile = "own-profile"
    /// The API key lists it.
    case key

    /// The rule's stable name.
    public var code: String { rawValue }
}

/// The first condition that was missing.
public enum Denial: Hashable, Sendable {
    /// The user is suspended.
    case suspended
    /// The invitation has not been accepted.
    case invited
    /// The membership was taken away.
    case removed
    /// There never was a membership of this place.
    case notAMember
    /// Staff alone may, and a client asked.
    case staffOnly
    /// Clients alone may, for themselves, and staff asked.
    case clientsOnly
    /// The owner alone may.
    case ownerOnly
    /// Owners and admins may, and a member asked.
    case ownerOrAdminOnly
    /// No person may: it is a permission of API keys.
    case keysOnly
    /// The profile is somebody else's.
    case notOwnProfile
    /// The workspace is archived.
    case workspaceArchived
    /// The client's membership leaves this area out.
    case outsideArea(Area)
    /// The workflow or form is in no status that clients see.
    case notPublished
    /// The agency has not let clients start this workflow.
    case notClientTriggerable
    /// The invoice is a draft, or its status is not known.
    case invoiceNotIssued
    /// The invoice is not waiting to be paid.
    case invoiceNotOpen
    /// The action is not one of this type of resource.
    case otherResourceType
    /// The API key does not list it.
    case keyLacksPermission

    /// The condition's stable name.
    public var code: String {
        switch self {
        case .suspended: "suspended"
        case .invited: "invited"
        case .removed: "removed"
        case .notAMember: "not-a-member"
        case .staffOnly: "staff-only"
        case .clientsOnly: "clients-only"
        case .ownerOnly: "owner-only"
        case .ownerOrAdminOnly: "owner-or-admin-only"
        case .keysOnly: "keys-only"
        case .notOwnProfile: "not-own-profile"
        case .workspaceArchived: "workspace-archived"
        case .outsideArea(.workflows): "outside-area-workflows"
        case .outsideArea(.connections): "outside-area-connections"
        case .outsideArea(.forms): "outside-area-forms"
        case .outsideArea(.billing): "outside-area-billing"
        case .notPublished: "not-published"
        case .notClientTriggerable: "not-client-triggerable"
        case .invoiceNotIssued: "invoice-not-issued"
        case .invoiceNotOpen: "invoice-not-open"
        case .otherResourceType: "other-resource-type"
        case .keyLacksPermission: "key-lacks-permission"
        }
    }
}
