import PortalCore
import Testing

@Suite struct StandingTests {
    private typealias Row = Membership<Int, Int>

    // Place 1 is asked about; the agency and the workspace share that id, and what is called 2 lies elsewhere.
    private static let accountRows: [Row] =
        AccountRole.allCases.flatMap { role in
            MembershipStatus.allCases.map { .account(agency: 1, role: role, status: $0) }
        } + [.account(agency: 2, role: .owner, status: .active), .client(workspace: 2, areas: .all, status: .active)]

    private static let clientRows: [Row] =
        [Areas(), .workflows, [.forms, .billing], .all].flatMap { areas in
            MembershipStatus.allCases.map { .client(workspace: 1, areas: areas, status: $0) }
        } + [.account(agency: 2, role: .owner, status: .active), .client(workspace: 2, areas: .all, status: .active)]

    private static func persons(_ rows: [Row]) -> [[Row]] {
        let pairs = rows.flatMap { one in rows.map { [one, $0] } }
        return [[]] + rows.map { [$0] } + pairs + rows.flatMap { one in pairs.map { [one] + $0 } }
    }

    private func standing(_ rows: [Row], _ user: UserStatus = .active) -> Standing {
        Standing(of: user, rows, agency: 1, workspace: 1)
    }

    @Test func `any active row counts, the highest role, and all areas together`() {
        for rows in Self.persons(Self.accountRows + Self.clientRows) {
            let roles = AccountRole.allCases.filter { role in
                rows.contains(.account(agency: 1, role: role, status: .active))
            }
            let areas = Areas.every.filter { rows.contains(.client(workspace: 1, areas: $0, status: .active)) }
            let expected: AccessRow.Person =
                if let highest = roles.first {
                    .staff(highest)
                } else if !areas.isEmpty {
                    .client(areas.reduce([]) { $0.union($1) })
                } else {
                    .outsider
                }
            guard standing(rows).person == expected else {
                Issue.record("\(rows) resolve to \(standing(rows))")
                return
            }
        }
    }

    @Test func `the order of rows means nothing`() {
        for rows in Self.persons(Self.accountRows + Self.clientRows) where rows.count > 1 {
            let turned = Array(rows.dropFirst()) + rows.prefix(1)
            guard standing(rows) == standing(rows.reversed()), standing(rows) == standing(turned) else {
                Issue.record("\(rows)")
                return
            }
        }
    }

    @Test func `a suspended user has no standing whatever the rows say`() {
        for rows in Self.persons(Self.accountRows + Self.clientRows) {
            guard standing(rows, .suspended) == .nobody(.suspended) else {
                Issue.record("\(rows)")
                return
            }
        }
    }

    @Test func `who has no standing is told apart`() {
        #expect(standing([]) == .nobody(.stranger))
        #expect(standing([.client(workspace: 2, areas: .all, status: .active)]) == .nobody(.stranger))
        let removed = Row.client(workspace: 1, areas: .all, status: .removed)
        let invited = Row.account(agency: 1, role: .owner, status: .invited)
        #expect(standing([removed]) == .nobody(.removed))
        #expect(standing([invited, removed]) == .nobody(.invited))
        #expect(standing([removed, invited]) == .nobody(.invited))
        #expect(standing([.client(workspace: 1, areas: .all, status: .invited)]) == .nobody(.invited))
        #expect(standing([.account(agency: 1, role: .owner, status: .removed)]) == .nobody(.removed))
    }

    @Test func `an agency and a workspace of the same id are two places`() {
        let client = [Row.client(workspace: 1, areas: .all, status: .active)]
        #expect(Standing(of: .active, client, at: .agency(1)) == .nobody(.stranger))
        #expect(Standing(of: .active, client, at: .workspace(1, of: 7)) == .client(.all))
        #expect(Standing(of: .active, client, at: .workspace(7, of: 1)) == .nobody(.stranger))
        #expect(Standing(of: .active, client, at: .nowhere) == .nobody(.stranger))

        let owner = [Row.account(agency: 1, role: .owner, status: .active)]
        #expect(Standing(of: .active, owner, at: .agency(1)) == .staff(.owner))
        #expect(Standing(of: .active, owner, at: .workspace(1, of: 7)) == .nobody(.stranger))
        #expect(Standing(of: .active, owner, at: .workspace(7, of: 1)) == .staff(.owner))
        #expect(Standing(of: .active, owner, at: .nowhere) == .nobody(.stranger))
    }

    @Test func `staff wins over client`() {
        let both = [
            Row.client(workspace: 1, areas: .all, status: .active), .account(agency: 1, role: .member, status: .active),
        ]
        #expect(standing(both) == .staff(.member))
    }

    // MARK: Monotonicity

    /// Every question there is, answered for one standing.
    private static let answers: [Standing: [Bool]] = Dictionary(
        uniqueKeysWithValues: Standing.every.map { standing in
            let answers = Action.allCases.flatMap { action in
                AccessFacts.everyCombination.map { AccessPolicy.decide(standing, action, $0).isAllowed }
            }
            return (standing, answers)
        })

    /// For every two standings, whether the first allows nothing that the second denies.
    private static let allowsNoMore: Set<[Standing]> = {
        var pairs: Set<[Standing]> = []
        for (less, few) in answers {
            for (more, many) in answers where zip(few, many).allSatisfy({ !$0 || $1 }) { pairs.insert([less, more]) }
        }
        return pairs
    }()

    @Test func `taking a membership away never allows more`() {
        for rows in Self.persons(Self.accountRows) + Self.persons(Self.clientRows) {
            for index in rows.indices {
                var fewer = rows
                fewer.remove(at: index)
                guard Self.allowsNoMore.contains([standing(fewer), standing(rows)]) else {
                    Issue.record("\(rows) without row \(index)")
                    return
                }
            }
        }
    }

    @Test func `ending a membership never allows more`() {
        for rows in Self.persons(Self.accountRows) + Self.persons(Self.clientRows) {
            for index in rows.indices {
                for status in [MembershipStatus.invited, .removed] {
                    var ended = rows
                    switch rows[index] {
                    case .account(let agency, let role, _):
                        ended[index] = .account(agency: agency, role: role, status: status)
                    case .client(let workspace, let areas, _):
                        ended[index] = .client(workspace: workspace, areas: areas, status: status)
                    }
                    guard Self.allowsNoMore.contains([standing(ended), standing(rows)]) else {
                        Issue.record("\(rows) with row \(index) \(status)")
                        return
                    }
                }
            }
        }
    }

    @Test func `narrowing areas never allows more`() {
        for areas in Areas.every {
            for area in Area.allCases {
                #expect(Self.allowsNoMore.contains([.client(areas.subtracting(Areas(area))), .client(areas)]))
            }
        }
    }

    @Test func `archiving a workspace never allows more`() {
        for standing in Standing.every {
            for action in Action.allCases {
                for live in AccessFacts.everyCombination where !live.archived {
                    var archived = live
                    archived.archived = true
                    let after = AccessPolicy.decide(standing, action, archived).isAllowed
                    #expect(!after || AccessPolicy.decide(standing, action, live).isAllowed)
                }
            }
        }
    }

    @Test func `suspension allows nothing at all`() {
        #expect(Self.answers[.nobody(.suspended)]?.contains(true) == false)
    }
}
