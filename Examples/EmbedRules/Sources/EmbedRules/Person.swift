import PortalCore

/// A person of a server that is not the portal: its own numbers for people and firms, its own names for projects.
public struct Person: Sendable {
    public let number: Int
    public var isBlocked: Bool
    /// The firms the person works for, and as what.
    public var jobs: [Int: AccountRole]
    /// The projects the person was let into as a customer, and how far.
    public var projects: [String: Areas]

    public init(number: Int, isBlocked: Bool = false, jobs: [Int: AccountRole] = [:], projects: [String: Areas] = [:]) {
        self.number = number
        self.isBlocked = isBlocked
        self.jobs = jobs
        self.projects = projects
    }
}

extension Person {
    /// The person as the portal's rules see one.
    public var principal: AccessPrincipal<Int, Int, String> {
        let staff = jobs.map { firm, role in
            Membership<Int, String>.account(agency: firm, role: role, status: .active)
        }
        let customer = projects.map { project, areas in
            Membership<Int, String>.client(workspace: project, areas: areas, status: .active)
        }
        return AccessPrincipal(id: number, status: isBlocked ? .suspended : .active, memberships: staff + customer)
    }
}
