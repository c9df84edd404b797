import PortalCore
import Testing

/// Somebody who comes to the northern agency's host, with what they show at the door and what they may see.
struct Visitor: Sendable {
    /// What they turn out to be there.
    enum Seat: Hashable, Sendable {
        case nobody
        /// Signed in, and a member of nothing.
        case home
        case client(Areas)
        case staff(AccountRole)
        /// A system with a key: what it may, and the one workspace it is bound to.
        case key(Set<Action>, place: Int?)
    }

    let name: String
    let seat: Seat
    /// The secret of their session cookie.
    var session: String?
    /// Their API key.
    var key: String?
    /// The workspace whose things are theirs.
    let home: Int?
    /// What they may see in which workspace; 0 stands for the agency itself.
    let grants: [Int: Reach]
    /// The markers that name them.
    let own: Set<String>
    let person: House.Person?

    /// Whether something may be shown to them at the north's host.
    func maySee(_ belonging: Belonging) -> Bool {
        guard belonging.side == .north else { return false }
        if belonging.reach.contains(.everybody) { return true }
        return !belonging.reach.isDisjoint(with: grants[belonging.place] ?? [])
    }

    func maySee(_ marker: Marker) -> Bool { maySee(marker.belonging) || own.contains(marker.text) }
}

extension Visitor: CustomTestStringConvertible {
    var testDescription: String { name }
}

extension Visitor {
    /// Every kind of visitor there is.
    static func all(_ seed: Seed) -> [Visitor] {
        let people = Cast.allCases.filter(\.hasPassword).map { Visitor($0, seed) }
        let machines = Machine.allCases.map { Visitor($0, seed) }
        return [.nobody] + people + [.foreign(.client, seed), .foreign(.owner, seed)] + machines + [
            .foreignKey(seed)
        ]
    }

    /// Their names alone, which are known before anything was seeded: test arguments.
    static let names: [String] =
        ["nobody"] + Cast.allCases.filter(\.hasPassword).map(\.rawValue) + ["foreign client", "foreign owner"]
        + Machine.allCases.map { "\($0) key" } + ["foreign key"]

    static func named(_ name: String, _ seed: Seed) throws -> Visitor {
        try #require(all(seed).first { $0.name == name })
    }

    static let nobody = Visitor(name: "nobody", seat: .nobody, home: nil, grants: [:], own: [], person: nil)

    /// One of the northern agency's own people.
    init(_ cast: Cast, _ seed: Seed) {
        let person = seed.house(.north).person(cast)
        let open = cast.memberships.filter { $0.status == .active && $0.place != Place.archived }
        name = cast.rawValue
        session = person.session
        own = cast == .suspended ? [] : person.own
        self.person = person
        if let role = cast.role {
            seat = .staff(role)
            home = 1
            let reach: Reach = [.workflows, .connections, .forms, .billing, .clients, .staff]
            let all = role == .member ? reach : reach.union(.ownerAndAdmins)
            grants = Dictionary(uniqueKeysWithValues: (0...4).map { ($0, all) })
        } else if cast == .suspended {
            (seat, home, grants) = (.nobody, nil, [:])
        } else if let last = open.last {
            // Who belongs to several lands where they came to last.
            seat = .client(last.areas)
            home = last.place
            grants = Dictionary(
                uniqueKeysWithValues: open.map { ($0.place, $0.place == last.place ? Reach($0.areas) : .clients) })
        } else {
            (seat, home, grants) = (.home, nil, [:])
        }
    }

    /// One of the southern agency's people, with their session of there.
    static func foreign(_ cast: Cast, _ seed: Seed) -> Visitor {
        let person = seed.house(.south).person(cast)
        return Visitor(
            name: "foreign \(cast)", seat: .nobody, session: person.session, home: nil, grants: [:], own: [],
            person: person)
    }

    /// One of the northern agency's own systems.
    init(_ machine: Machine, _ seed: Seed) {
        name = "\(machine) key"
        key = seed.house(.north).key(machine).text
        own = []
        person = nil
        guard machine != .revoked else {
            (seat, home, grants) = (.nobody, nil, [:])
            return
        }
        seat = .key(machine.permissions, place: machine.place)
        home = machine.place ?? 1
        let places = machine.place.map { [$0] } ?? [1, 2, 4]
        grants = Dictionary(uniqueKeysWithValues: places.map { ($0, [.workflows, .clients, .staff]) })
            .merging([0: .systems]) { $1 }
    }

    static func foreignKey(_ seed: Seed) -> Visitor {
        Visitor(
            name: "foreign key", seat: .nobody, key: seed.house(.south).key(.wide).text, home: nil, grants: [:],
            own: [], person: nil)
    }
}

extension Reach {
    /// What a client of these areas may see in their workspace.
    init(_ areas: Areas) {
        self = .clients
        for area in areas.list {
            switch area {
            case .workflows: insert(.workflows)
            case .connections: insert(.connections)
            case .forms: insert(.forms)
            case .billing: insert(.billing)
            }
        }
    }
}
