import PortalCore

/// Something that runs for a customer, with this server's own words for its facts.
public struct Automation: Sendable {
    public let name: String
    public let project: String
    public let firm: Int
    public var isShown: Bool
    public var hasButton: Bool
    public var projectIsClosed: Bool

    public init(
        name: String, project: String, firm: Int, isShown: Bool, hasButton: Bool, projectIsClosed: Bool = false
    ) {
        self.name = name
        self.project = project
        self.firm = firm
        self.isShown = isShown
        self.hasButton = hasButton
        self.projectIsClosed = projectIsClosed
    }
}

extension Automation {
    /// The automation as the portal's rules see a workflow.
    public var resource: AccessResource<Int, Int, String> {
        .workflow(
            in: .init(workspace: project, agency: firm, archived: projectIsClosed), published: isShown,
            clientTriggerable: hasButton)
    }
}

extension Person {
    /// Whether the person may start an automation now, and if not, what is missing.
    public func start(_ automation: Automation) -> Decision {
        AccessPolicy.decide(principal, .workflowTrigger, automation.resource)
    }

    /// Of these automations, those that the person's page lists.
    public func list(_ automations: [Automation]) -> [Automation] {
        AccessPolicy.allowed(automations, to: .workflowView, for: principal, as: \.resource)
    }
}
