import PortalCore
import Testing

@Suite struct AccessPolicyTests {
    /// Staff of every role, clients with every set of areas, and a person without a row.
    private static let rows: [Membership<Int, Int>?] =
        [nil]
        + MembershipStatus.allCases.flatMap { status in
            AccountRole.allCases.map { .account(agency: 1, role: $0, status: status) }
                + Areas.every.map { .client(workspace: 1, areas: $0, status: status) }
        }

    @Test func `the policy and the table agree over the whole state space`() throws {
        var asked = 0
        var disagreements: [String] = []

        for user in UserStatus.allCases {
            for row in Self.rows {
                let person = expectedPerson(user, row)
                let standing = Standing(of: user, row.map { [$0] } ?? [], agency: 1, workspace: 1)
                for action in Action.allCases {
                    let expected = try #require(AccessRow.all[action])
                    for facts in AccessFacts.everyCombination {
                        asked += 1
                        if AccessPolicy.decide(standing, action, facts).isAllowed != expected.allows(person, facts) {
                            disagreements.append("\(person) \(action.rawValue) \(facts)")
                        }
                    }
                }
            }
        }

        #expect(disagreements == [])
        #expect(asked == 2 * (1 + 3 * 19) * 71 * 96)
    }

    private func expectedPerson(_ user: UserStatus, _ row: Membership<Int, Int>?) -> AccessRow.Person {
        switch (user, row) {
        case (.suspended, _): .suspended
        case (.active, .account(_, let role, .active)): .staff(role)
        case (.active, .client(_, let areas, .active)): .client(areas)
        case (.active, _): .outsider
        }
    }

    @Test func `the table has one row for every action and no other`() {
        #expect(Set(AccessTable.cells.keys) == Set(Action.allCases.map(\.rawValue)))
        #expect(AccessTable.cells.values.allSatisfy { $0.count == 4 })
    }

    @Test func `a denial names the first condition that is missing`() {
        let live = AccessFacts(archived: false)
        let archived = AccessFacts(archived: true)
        let published = AccessFacts(archived: false, published: true)
        let code = { (standing: Standing, action: Action, facts: AccessFacts) in
            AccessPolicy.decide(standing, action, facts).code
        }

        #expect(code(.staff(.owner), .agencyChangePlan, .none) == "owner")
        #expect(code(.staff(.admin), .agencyChangePlan, .none) == "owner-only")
        #expect(code(.staff(.admin), .workspaceRestore, archived) == "owner-or-admin")
        #expect(code(.staff(.member), .workspaceUpdate, archived) == "owner-or-admin-only")
        #expect(code(.staff(.admin), .workspaceUpdate, archived) == "workspace-archived")
        #expect(code(.staff(.member), .workflowTrigger, live) == "staff")
        #expect(code(.staff(.member), .formSubmit, live) == "not-published")
        #expect(code(.staff(.owner), .invoicePay, .invoice(.open, archived: false)) == "clients-only")
        #expect(code(.staff(.owner), .runsIngest, .none) == "keys-only")

        #expect(code(.client(.all), .workflowTrigger, archived) == "workspace-archived")
        #expect(code(.client(.billing), .workflowTrigger, live) == "outside-area-workflows")
        #expect(code(.client(.workflows), .workflowTrigger, live) == "not-published")
        #expect(code(.client(.workflows), .workflowTrigger, published) == "not-client-triggerable")
        #expect(code(.client(.workflows), .workflowView, published) == "client")
        #expect(code(.client([]), .connectionView, live) == "outside-area-connections")
        #expect(code(.client([]), .formView, published) == "outside-area-forms")
        #expect(code(.client([]), .billingView, live) == "outside-area-billing")
        #expect(code(.client(.all), .invoiceView, .invoice(.draft, archived: false)) == "invoice-not-issued")
        #expect(code(.client(.all), .invoicePay, .invoice(.paid, archived: false)) == "invoice-not-open")
        #expect(code(.client(.all), .invoiceView, live) == "invoice-not-issued")
        #expect(code(.client(.all), .workflowEdit, published) == "staff-only")

        #expect(code(.nobody(.suspended), .profileEdit, .profile(isOwn: true)) == "suspended")
        #expect(code(.nobody(.stranger), .profileEdit, .profile(isOwn: true)) == "own-profile")
        #expect(code(.nobody(.stranger), .profileEdit, .profile(isOwn: false)) == "not-own-profile")
        #expect(code(.nobody(.stranger), .portalOpen, live) == "not-a-member")
        #expect(code(.nobody(.invited), .portalOpen, live) == "invited")
        #expect(code(.nobody(.removed), .portalOpen, live) == "removed")
    }

    @Test func `reasons do not share a name`() {
        let denials: [Denial] =
            [
                .suspended, .invited, .removed, .notAMember, .staffOnly, .clientsOnly, .ownerOnly, .ownerOrAdminOnly,
                .keysOnly, .notOwnProfile, .workspaceArchived, .notPublished, .notClientTriggerable, .invoiceNotIssued,
                .invoiceNotOpen, .otherResourceType, .keyLacksPermission,
            ] + Area.allCases.map(Denial.outsideArea)
        let codes = denials.map(\.code) + Allowance.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
    }

    @Test func `a fact that nobody gave is never in favour`() {
        for archived in [false, true] {
            let facts = AccessFacts(archived: archived)
            #expect(!facts.published && !facts.clientTriggerable && facts.invoice == nil && !facts.ownProfile)
        }
        #expect(AccessFacts.none == AccessFacts(archived: false))
        #expect(AccessFacts.profile(isOwn: true) == AccessFacts(archived: false, ownProfile: true))
    }

    @Test func `paused workflows are visible and disabled ones are not`() {
        let visible = WorkflowStatus.allCases.filter(\.isVisibleToClients)
        #expect(visible == [.published, .paused])
        #expect(InvoiceStatus.allCases.filter(\.isVisibleToClients) == [.open, .paid, .void, .uncollectible])
        #expect(FormStatus.allCases.filter(\.isVisibleToClients) == [.published])
    }

    @Test func `an action asked on another type of resource is denied to everybody`() {
        let home = AccessResource<Int, Int, Int>.Home(workspace: 1, agency: 1, archived: false)
        let resources: [AccessResource<Int, Int, Int>] = [
            .agency(1), .user(1), .workspace(home), .workflow(in: home, published: true, clientTriggerable: true),
            .run(in: home, published: true, clientTriggerable: true), .connection(in: home),
            .form(in: home, published: true), .invoice(in: home, .open),
        ]
        #expect(Set(resources.map(\.type)) == Set(ResourceType.allCases).subtracting([.key]))

        for membership in Self.rows {
            let person = AccessPrincipal(id: 1, status: .active, memberships: membership.map { [$0] } ?? [])
            for resource in resources {
                let standing = Standing(of: .active, person.memberships, at: resource.place)
                for action in Action.allCases {
                    let expected: Decision =
                        action.resourceType == resource.type
                        ? AccessPolicy.decide(standing, action, resource.facts(for: 1)) : .denied(.otherResourceType)
                    #expect(AccessPolicy.decide(person, action, resource) == expected)
                }
            }
        }
    }

    @Test func `a list holds exactly what the rule allows, in the order given`() {
        let mine = AccessResource<Int, Int, Int>.Home(workspace: 1, agency: 1, archived: false)
        let other = AccessResource<Int, Int, Int>.Home(workspace: 2, agency: 1, archived: false)
        let things: [(Int, AccessResource<Int, Int, Int>)] = [
            (9, .invoice(in: mine, .paid)), (3, .invoice(in: other, .paid)), (7, .invoice(in: mine, .draft)),
            (1, .invoice(in: mine, .open)), (4, .workspace(mine)),
        ]
        let client = AccessPrincipal(
            id: 5, status: .active,
            memberships: [Membership<Int, Int>.client(workspace: 1, areas: .all, status: .active)])
        let admin = AccessPrincipal(
            id: 6, status: .active,
            memberships: [Membership<Int, Int>.account(agency: 1, role: .admin, status: .active)])
        let stranger = AccessPrincipal(id: 7, status: .active, memberships: [Membership<Int, Int>]())

        #expect(AccessPolicy.allowed(things, to: .invoiceView, for: client, as: \.1).map(\.0) == [9, 1])
        #expect(AccessPolicy.allowed(things, to: .invoiceView, for: admin, as: \.1).map(\.0) == [9, 3, 7, 1])
        #expect(AccessPolicy.allowed(things, to: .invoiceView, for: stranger, as: \.1).isEmpty)
        let viewers = AccessPolicy.allowed([stranger, admin, client], to: .invoiceView, on: .invoice(in: mine, .void))
        #expect(viewers.map(\.id) == [6, 5])
    }

    @Test func `areas have names in the order of the sidebar`() {
        #expect(Areas.all.names == ["workflows", "connections", "forms", "billing"])
        #expect(Areas(names: ["billing", "workflows"]) == [.workflows, .billing])
        #expect(Areas(names: [String]()) == [])
        #expect(Areas(names: ["billing", "Forms"]) == nil)
        #expect(Areas(rawValue: 0xFF) == .all)
        #expect(Areas.every.allSatisfy { Areas(names: $0.names) == $0 })
    }
}
