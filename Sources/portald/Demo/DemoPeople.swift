import PortalCore

/// Somebody of the demonstration: who they are in both agencies.
///
/// Clients have the same name and address in both, and are two people all the same: each agency has a password of its own.
struct DemoPerson: Sendable {
    let name: String
    /// What stands before the `@`, and in the password.
    let key: String
    let belonging: Belonging
    /// Whether they are written into the list of sign-ins; who cannot sign in is not.
    var isListed = true
    var status: UserStatus = .active

    enum Belonging: Sendable {
        case staff(AccountRole)
        case client([DemoMembership])
    }
}

/// A client's place in one workspace, by the workspace's name.
struct DemoMembership: Sendable {
    let workspace: String
    var areas: Areas = .all
    var status: MembershipStatus = .active
}

extension DemoPerson {
    /// Everybody of one agency: staff first.
    static func all(of agency: DemoAgency) -> [DemoPerson] {
        [
            DemoPerson(name: agency.owner, key: "owner", belonging: .staff(.owner)),
            DemoPerson(name: agency.admin, key: "admin", belonging: .staff(.admin)),
            DemoPerson(name: agency.member, key: "member", belonging: .staff(.member)),
        ] + clients
    }

    private static let clients: [DemoPerson] = [
        DemoPerson(name: "Ada Miller", key: "ada", belonging: .client([DemoMembership(workspace: "Acme Bakery")])),
        DemoPerson(
            name: "Ben Ortiz", key: "ben",
            belonging: .client([
                DemoMembership(workspace: "Acme Bakery"), DemoMembership(workspace: "Harbour Dental"),
            ])),
        DemoPerson(
            name: "Carla Nowak", key: "carla",
            belonging: .client([DemoMembership(workspace: "Acme Bakery", areas: .billing)])),
        DemoPerson(name: "Dev Patel", key: "dev", belonging: .client([DemoMembership(workspace: "Fern & Field")])),
        DemoPerson(name: "Elif Kaya", key: "elif", belonging: .client([DemoMembership(workspace: "Orchard Yoga")])),
        DemoPerson(
            name: "Finn Larsen", key: "finn",
            belonging: .client([
                DemoMembership(workspace: "Lakeside Cycles"),
                DemoMembership(workspace: "Acme Bakery", status: .removed),
            ])),
        DemoPerson(
            name: "Gina Rossi", key: "gina", belonging: .client([DemoMembership(workspace: "Harbour Dental")]),
            isListed: false, status: .suspended),
        DemoPerson(
            name: "Hugo Blanc", key: "hugo",
            belonging: .client([DemoMembership(workspace: "Lakeside Cycles", status: .invited)]), isListed: false),
    ]

    /// Staff have addresses at their agency, clients one that is the same at both.
    func email(at agency: DemoAgency) -> EmailAddress? {
        switch belonging {
        case .staff: EmailAddress("\(key)@\(agency.slug.text).example")
        case .client: EmailAddress("\(key)@clients.example")
        }
    }

    /// Published with the demonstration, and another one at each agency.
    func password(at agency: DemoAgency) -> String { "\(agency.slug.text)-\(key)-demo" }

    /// The workspaces that this person can enter as a client.
    func openWorkspaces(of catalogue: [DemoWorkspace]) -> [DemoMembership] {
        guard case .client(let memberships) = belonging else { return [] }
        let live = Set(catalogue.filter { !$0.isArchived }.map(\.name))
        return memberships.filter { $0.status == .active && live.contains($0.workspace) }
    }
}
