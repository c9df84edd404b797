/// Reading agencies, hosts and workspaces.
public protocol TenancyReading {
    /// Whose house a host is; `nil` for a host that is no agency's. The one question asked before any scope exists.
    func front(of host: HostName) throws -> Front?

    /// The agency's own front, for pages and mails made without a request.
    func front(in scope: AgencyScope) throws -> Front?

    /// The data key that the agency's secrets are sealed under.
    func dataKey(in scope: AgencyScope) throws -> WrappedKey

    func workspace(_ id: Workspace.ID, in scope: AgencyScope) throws -> Workspace?

    /// The agency's workspaces by name, with their figures: runs that ended since `since`, overdue as of `now`.
    func workspaceSummaries(
        in scope: AgencyScope, archived: Bool, since: Instant, now: Instant, after: WorkspaceKey?, size: PageSize
    ) throws -> Page<WorkspaceSummary, WorkspaceKey>

    /// One workspace's figures, as in ``workspaceSummaries(in:archived:since:now:after:size:)``.
    func workspaceSummary(in scope: WorkspaceScope, since: Instant, now: Instant) throws -> WorkspaceSummary?

    /// The clients of a workspace, removed ones left out, by name.
    func members(of scope: WorkspaceScope) throws -> [Member]

    /// The agency's staff, removed ones left out: owner first, then by name.
    func team(in scope: AgencyScope) throws -> [Member]

    /// A picture of the agency's brand by its content hash.
    func brandAsset(hash: String, in scope: AgencyScope) throws -> (asset: BrandAsset, bytes: [UInt8])?
}

/// A place in the list of workspaces by name.
public struct WorkspaceKey: Hashable, Sendable {
    public let name: String
    public let id: Workspace.ID

    public init(name: String, id: Workspace.ID) {
        self.name = name
        self.id = id
    }
}

/// Changing agencies, hosts and workspaces.
public protocol TenancyWriting {
    /// A new agency with its brand, its primary host under the base domain, and its data key.
    func insert(_ agency: Agency, brand: Brand, host: HostName, dataKey: WrappedKey, in scope: OperatorScope) throws

    /// One more host that leads to the agency.
    func insertHost(_ host: HostName, isPrimary: Bool, at now: Instant, in scope: AgencyScope) throws

    func insert(_ workspace: Workspace, in scope: AgencyScope) throws

    func setName(_ name: String, of scope: WorkspaceScope) throws

    /// Archives with an instant, restores with `nil`.
    func setArchived(at: Instant?, of scope: WorkspaceScope) throws

    /// Replaces the brand; its stored revision grows by one.
    func setBrand(_ brand: Brand, in scope: AgencyScope) throws

    /// Whom the agency lets in with a second factor only.
    func set(_ rule: SecondFactorRule, in scope: AgencyScope) throws

    /// Keeps a picture of the agency's brand; nothing happens if it is kept already.
    func insert(_ asset: BrandAsset, bytes: [UInt8], at now: Instant, in scope: AgencyScope) throws

    /// Makes a user a client of the workspace, or changes the areas and status of one who is.
    func setClient(
        _ user: User.ID, areas: Areas, status: MembershipStatus, at now: Instant, of scope: WorkspaceScope) throws

    /// Gives a user an account role, or changes it. The schema refuses a second owner and a user who is a client.
    func setStaff(
        _ user: User.ID, role: AccountRole, status: MembershipStatus, at now: Instant, in scope: AgencyScope) throws
}
