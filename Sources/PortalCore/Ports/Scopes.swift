/// Proof that whoever holds it may ask about one agency. Only PortalCore makes one, after a decision.
public struct AgencyScope: Hashable, Sendable {
    public let agency: Agency.ID

    init(agency: Agency.ID) { self.agency = agency }
}

/// Proof that whoever holds it may ask about one workspace. Only PortalCore makes one, after a decision.
public struct WorkspaceScope: Hashable, Sendable {
    public let agency: Agency.ID
    public let workspace: Workspace.ID

    init(agency: Agency.ID, workspace: Workspace.ID) {
        self.agency = agency
        self.workspace = workspace
    }

    /// The agency that the workspace lies in.
    public var agencyScope: AgencyScope { AgencyScope(agency: agency) }
}

/// Proof that the operator's command line or a worker asks. Only ``Operator`` holds one.
public struct OperatorScope: Sendable {
    init() {}
}
