import HTTPTypes
import PortalCore

@testable import PortalHTTP

/// A place in a request where an id of somebody's stands: in the path, or the workspace that the API's queries name.
enum Slot: Hashable, Sendable {
    case path(PathPattern.Parameter)
    case queriedWorkspace

    var parameter: PathPattern.Parameter {
        switch self {
        case .path(let parameter): parameter
        case .queriedWorkspace: .workspace
        }
    }
}

extension Route {
    /// The ids that a request to this route names, outermost first.
    var slots: [Slot] {
        let ids = path.parameters.filter(\.isID).map(Slot.path)
        let namesWorkspace = audience == .engine && action != nil && !path.parameters.contains(.workspace)
        return namesWorkspace ? [.queriedWorkspace] + ids : ids
    }

    /// The target of a request with an id in every slot.
    func target(_ ids: [String]) -> String {
        var pathIDs: [String] = []
        var query = ""
        for (slot, id) in zip(slots, ids) {
            switch slot {
            case .path: pathIDs.append(id)
            case .queriedWorkspace: query = "?workspace=\(id)"
            }
        }
        return path.path(pathIDs) + query
    }
}

/// Whose the id in a slot is.
enum Source: String, CaseIterable, Sendable {
    /// The visitor's own.
    case own
    /// That of the workspace beside theirs, in the same agency.
    case sibling
    /// That of the other agency's twin.
    case twin
    /// That of the agency's archived workspace.
    case archived
    /// Of the visitor's own workspace, and in a state that no client sees.
    case hidden
    /// Well formed and never issued: what every refusal is compared with.
    case nobodys
    case malformed
    /// The visitor's own in capitals, which is no id.
    case capitals
}

/// Finds ids for slots.
struct IDs: Sendable {
    let seed: Seed
    let visitor: Visitor

    /// What this route is asked for, where not just any thing of its kind would do.
    let wanted: Wanted

    init(_ seed: Seed, _ visitor: Visitor, for route: Route) {
        self.seed = seed
        self.visitor = visitor
        wanted = Wanted(route)
    }

    /// The id for each slot from one source; `nil` if it has none for one of them.
    func all(_ slots: [Slot], from source: Source) -> [String]? {
        var ids: [String] = []
        for slot in slots {
            guard let id = id(slot.parameter, from: source) else { return nil }
            ids.append(id)
        }
        return ids
    }

    private func id(_ parameter: PathPattern.Parameter, from source: Source) -> String? {
        switch source {
        case .own: id(parameter, of: .north, home)
        case .sibling: id(parameter, of: .north, home == 1 ? 2 : 1)
        case .twin: id(parameter, of: .south, home == 2 ? 2 : 1)
        case .archived: id(parameter, of: .north, Place.archived)
        case .hidden: hidden(parameter)
        case .nobodys: neverIssued(parameter)
        case .malformed: "not-an-id"
        case .capitals: id(parameter, of: .north, home)?.uppercased()
        }
    }

    /// The workspace that counts as theirs: for somebody who has none, the first.
    private var home: Int {
        guard let home = visitor.home, home != Place.empty else { return 1 }
        return home
    }

    private func id(_ parameter: PathPattern.Parameter, of side: Side, _ number: Int) -> String? {
        let house = seed.house(side)
        let place = house.place(wanted.isArchived && side == .north && number == home ? Place.archived : number)
        let client = house.person(number == 1 ? .client : number == 2 ? .neighbour : .exile)
        switch parameter {
        case .workspace: return place.workspace.description
        case .workflow: return place.startable.description
        case .run: return wanted.run(place).description
        case .connection: return place.connections[.healthy]?.description
        case .form: return place.forms[.published]?.description
        case .invoice: return place.invoices[.open]?.description
        case .user: return (wanted.isOfStaff ? house.person(.member) : client).user.description
        case .invitation: return (wanted.isOfStaff ? house.staffInvitation : place.invitation).description
        case .session:
            let isOwn = side == .north && number == home
            return (isOwn ? visitor.person?.spareSession ?? client.spareSession : client.spareSession)?.description
        case .key: return house.key(.reading).id.description
        case .file: return nil
        }
    }

    private func hidden(_ parameter: PathPattern.Parameter) -> String? {
        let place = seed.house(.north).place(home)
        switch parameter {
        case .workflow: return place.workflows[.draft]?.description
        case .run: return place.hiddenRun.description
        case .form: return place.hiddenForm.description
        case .invoice: return place.invoices[.draft]?.description
        case .workspace, .connection, .user, .session, .key, .invitation, .file: return nil
        }
    }

    private func neverIssued(_ parameter: PathPattern.Parameter) -> String? {
        func id<Entity: Identified>(_ kind: Entity.Type) -> String {
            Identifier<Entity>(at: TownClock.morning, random: (7, 7)).description
        }
        switch parameter {
        case .workspace: return id(Workspace.self)
        case .workflow: return id(Workflow.self)
        case .run: return id(Run.self)
        case .connection: return id(Connection.self)
        case .form: return id(Form.self)
        case .invoice: return id(Invoice.self)
        case .user: return id(User.self)
        case .session: return id(Session.self)
        case .key: return id(APIKey.self)
        case .invitation: return id(Invitation.self)
        case .file: return nil
        }
    }
}

/// The state that a route's thing has to be in for it to succeed, where it is not the usual one.
struct Wanted: Sendable {
    /// The workspace has to be put away.
    let isArchived: Bool
    /// It is one of the agency's own people, or somebody who is to be.
    let isOfStaff: Bool
    private let last: String
    private let method: String

    init(_ route: Route) {
        last = route.path.text.split(separator: "/").last.map(String.init) ?? ""
        method = route.method.rawValue
        isArchived = last == "restoration"
        isOfStaff = route.path.text.hasPrefix("/dashboard/team/")
    }

    func run(_ place: Place) -> Run.ID {
        switch last {
        case "cancellation": place.pendingRun
        case "retry": place.runs[.failed] ?? .neverIssued
        default: place.runs[.succeeded] ?? .neverIssued
        }
    }
}
