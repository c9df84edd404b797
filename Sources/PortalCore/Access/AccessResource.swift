/// A person who asks, as the rules see one: an id, a status, and every membership they have anywhere.
public struct AccessPrincipal<
    UserID: Hashable & Sendable, AgencyID: Hashable & Sendable, WorkspaceID: Hashable & Sendable
>: Hashable, Sendable {
    public let id: UserID
    public let status: UserStatus
    public let memberships: [Membership<AgencyID, WorkspaceID>]

    public init(id: UserID, status: UserStatus, memberships: [Membership<AgencyID, WorkspaceID>]) {
        self.id = id
        self.status = status
        self.memberships = memberships
    }
}

/// A thing that is asked about, as the rules see one: where it lies, and the facts of its type.
public enum AccessResource<
    UserID: Hashable & Sendable, AgencyID: Hashable & Sendable, WorkspaceID: Hashable & Sendable
>: Hashable, Sendable {
    /// The agency itself.
    case agency(AgencyID)
    /// A person, as the holder of their profile.
    case user(UserID)
    /// The workspace itself.
    case workspace(Home)
    case workflow(in: Home, published: Bool, clientTriggerable: Bool)
    /// A run, with its workflow's facts.
    case run(in: Home, published: Bool, clientTriggerable: Bool)
    case connection(in: Home)
    /// A form; published when it and its workflow both are visible.
    case form(in: Home, published: Bool)
    case invoice(in: Home, InvoiceStatus)

    /// The workspace that something lies in, and the agency that the workspace lies in.
    public struct Home: Hashable, Sendable {
        public let workspace: WorkspaceID
        public let agency: AgencyID
        public let archived: Bool

        public init(workspace: WorkspaceID, agency: AgencyID, archived: Bool) {
            self.workspace = workspace
            self.agency = agency
            self.archived = archived
        }

        /// The workspace as a place.
        @inlinable
        public var place: Place<AgencyID, WorkspaceID> { .workspace(workspace, of: agency) }
    }

    /// Its type.
    @inlinable
    public var type: ResourceType {
        switch self {
        case .agency: .agency
        case .user: .user
        case .workspace: .workspace
        case .workflow: .workflow
        case .run: .run
        case .connection: .connection
        case .form: .form
        case .invoice: .invoice
        }
    }

    /// Where it lies.
    @inlinable
    public var place: Place<AgencyID, WorkspaceID> {
        switch self {
        case .agency(let agency): .agency(agency)
        case .user: .nowhere
        case .workspace(let home), .workflow(let home, _, _), .run(let home, _, _), .connection(let home),
            .form(let home, _), .invoice(let home, _):
            home.place
        }
    }

    /// Its facts, as they are for this person.
    @inlinable
    public func facts(for user: UserID) -> AccessFacts {
        switch self {
        case .agency: .none
        case .user(let id): .profile(isOwn: id == user)
        case .workspace(let home), .connection(let home): .workspace(archived: home.archived)
        case .workflow(let home, let published, let triggerable), .run(let home, let published, let triggerable):
            AccessFacts(archived: home.archived, published: published, clientTriggerable: triggerable)
        case .form(let home, let published): AccessFacts(archived: home.archived, published: published)
        case .invoice(let home, let status): .invoice(status, archived: home.archived)
        }
    }
}

extension AccessPolicy {
    /// Decides for a whole person and a whole thing: resolves the standing first, then asks the one rule.
    @inlinable
    public static func decide<UserID, AgencyID, WorkspaceID>(
        _ principal: AccessPrincipal<UserID, AgencyID, WorkspaceID>, _ action: Action,
        _ resource: AccessResource<UserID, AgencyID, WorkspaceID>
    ) -> Decision {
        guard action.resourceType == resource.type else { return .denied(.otherResourceType) }
        let standing = Standing(of: principal.status, principal.memberships, at: resource.place)
        return decide(standing, action, resource.facts(for: principal.id))
    }

    /// Of these things, those on which the person may do this, in the order given.
    @inlinable
    public static func allowed<Thing, UserID, AgencyID, WorkspaceID>(
        _ things: some Sequence<Thing>, to action: Action,
        for principal: AccessPrincipal<UserID, AgencyID, WorkspaceID>,
        as resource: (Thing) -> AccessResource<UserID, AgencyID, WorkspaceID>
    ) -> [Thing] {
        things.filter { decide(principal, action, resource($0)).isAllowed }
    }

    /// Of these people, those who may do this to the thing, in the order given.
    @inlinable
    public static func allowed<UserID, AgencyID, WorkspaceID>(
        _ principals: some Sequence<AccessPrincipal<UserID, AgencyID, WorkspaceID>>, to action: Action,
        on resource: AccessResource<UserID, AgencyID, WorkspaceID>
    ) -> [AccessPrincipal<UserID, AgencyID, WorkspaceID>] {
        principals.filter { decide($0, action, resource).isAllowed }
    }
}
