import PortalCore

/// What every page knows: whose house it is, how its reader reads, and what its forms must carry.
public struct PageContext: Sendable {
    public let front: Front
    public let formats: Formats
    /// The token of the reader's session, or before sign-in of their nonce; printed in forms, and nowhere else.
    public let csrf: String
    /// What is said once after a change.
    public let flash: Flash?

    public init(front: Front, formats: Formats, csrf: String, flash: Flash? = nil) {
        self.front = front
        self.formats = formats
        self.csrf = csrf
        self.flash = flash
    }

    /// For a visitor who is not signed in.
    public init(_ front: Front, now: Instant, csrf: String, flash: Flash? = nil) {
        self.init(front: front, formats: Formats(user: nil, agency: front.agency, now: now), csrf: csrf, flash: flash)
    }

    var brand: Brand { front.brand }

    func say(_ phrase: Phrase) -> String { formats.say(phrase) }
}

/// What a client's pages know besides: who reads them, and where in the house.
public struct ClientContext: Sendable {
    public let page: PageContext
    public let user: User
    public let workspace: Workspace
    /// The workspaces that the switcher offers; this one among them.
    public let workspaces: [WorkspaceMembership]
    /// The areas that the sidebar shows.
    public let areas: Areas

    public init(
        page: PageContext, user: User, workspace: Workspace, workspaces: [WorkspaceMembership], areas: Areas
    ) {
        self.page = page
        self.user = user
        self.workspace = workspace
        self.workspaces = workspaces
        self.areas = areas
    }

    /// For whoever a capability was lent to.
    public init(_ portal: ClientPortal, csrf: String, flash: Flash? = nil) {
        self.init(
            page: PageContext(
                front: portal.front,
                formats: Formats(user: portal.user, agency: portal.front.agency, now: portal.now), csrf: csrf,
                flash: flash),
            user: portal.user, workspace: portal.workspace, workspaces: portal.workspaces, areas: portal.areas)
    }

    var formats: Formats { page.formats }
    var brand: Brand { page.brand }

    func say(_ phrase: Phrase) -> String { page.say(phrase) }
}

/// What the agency's pages know besides: which member of staff reads them.
public struct StaffContext: Sendable {
    public let page: PageContext
    public let user: User
    public let role: AccountRole

    public init(page: PageContext, user: User, role: AccountRole) {
        self.page = page
        self.user = user
        self.role = role
    }

    /// For whoever a capability was lent to. Figures are told in the agency's own zone.
    public init(_ console: AgencyConsole, csrf: String, flash: Flash? = nil) {
        let agency = console.front.agency
        self.init(
            page: PageContext(
                front: console.front,
                formats: Formats(
                    catalogue: Languages.catalogue(for: console.user.language ?? agency.language),
                    zone: .named(agency.timeZone), now: console.now),
                csrf: csrf, flash: flash),
            user: console.user, role: console.role)
    }

    var formats: Formats { page.formats }
    var brand: Brand { page.brand }

    func say(_ phrase: Phrase) -> String { page.say(phrase) }

    /// Whether the role may do something where the thing's state allows it: what is refused anyway is not offered.
    func may(_ action: Action, archived: Bool = false) -> Bool {
        let best = AccessFacts(archived: archived, published: true, clientTriggerable: true, invoice: .open)
        return AccessPolicy.decide(.staff(role), action, best).isAllowed
    }
}
