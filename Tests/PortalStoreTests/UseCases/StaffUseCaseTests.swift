import Testing

@testable import PortalCore

@Suite struct StaffUseCaseTests {
    private func staff(_ house: PortalHouse) -> [(role: AccountRole, user: User)] {
        let people = house.north.people
        return [(.owner, people.owner), (.admin, people.admin), (.member, people.member)]
    }

    @Test func `every role may do what the policy says, and is told what it lacks`() async throws {
        let house = try await PortalHouse.make()
        for useCase in StaffUseCase.every {
            for (role, user) in staff(house) {
                for home in house.north.workspaces {
                    let words: Comment = "\(useCase.testDescription) by \(role.rawValue)"
                    _ = house.decisions.take()
                    let refusal = try await house.tryOut(useCase, as: user, on: house.world.names(of: home))
                    let isAllowed = AccessPolicy.decide(.staff(role), useCase.action, .profile(isOwn: true)).isAllowed
                    #expect(refusal == (isAllowed ? nil : .roleLacks(useCase.action)), words)

                    let claimed = house.decisions.take().filter { $0.action == useCase.action }
                    #expect(!claimed.isEmpty, words)
                    #expect(claimed.filter { $0.decision.isAllowed != isAllowed } == [], words)
                }
            }
        }
    }

    @Test func `what lies in another agency and what never existed get the same answer, after the same statements`()
        async throws
    {
        let house = try await PortalHouse.make()
        for useCase in StaffUseCase.every where useCase.naming != .nothing {
            for (role, user) in staff(house) {
                let words: Comment = "\(useCase.testDescription) by \(role.rawValue)"
                let isAllowed = AccessPolicy.decide(.staff(role), useCase.action, .none).isAllowed
                _ = house.statements.take()
                let refusal = try await house.tryOut(useCase, as: user, on: .nobody)
                let statements = house.statements.take()
                #expect(
                    refusal == (useCase.asksRoleFirst && !isAllowed ? .roleLacks(useCase.action) : .notFound), words)
                for foreign in house.south.workspaces {
                    let names = try house.world.names(of: foreign)
                    #expect(try await house.tryOut(useCase, as: user, on: names) == refusal, words)
                    #expect(house.statements.take() == statements, words)
                }
            }
        }
    }

    @Test func `an archived workspace may be looked at, restored, and nothing else`() async throws {
        let house = try await PortalHouse.make()
        let names = try house.world.names(of: house.home)
        try await house.worker.provision(house.north.agency.id) {
            try $0.setArchived(at: $0.mint.now, of: names.workspace)
        }
        for useCase in StaffUseCase.every where useCase.naming == .workspaceThing {
            for (role, user) in staff(house) {
                let refusal = try await house.tryOut(useCase, as: user, on: names)
                let expected: Refusal? =
                    switch AccessPolicy.decide(.staff(role), useCase.action, .workspace(archived: true)) {
                    // What an engine is may be changed; what in the archive it is to do may not.
                    case .allowed: useCase.action == .agencyEngines ? .notNow(.workspaceArchived) : nil
                    case .denied(.workspaceArchived): .notNow(.workspaceArchived)
                    case .denied: .roleLacks(useCase.action)
                    }
                #expect(refusal == expected, "\(useCase.testDescription) by \(role.rawValue)")
            }
        }
    }

    @Test func `what a role lacks, it leaves as it was`() async throws {
        let house = try await PortalHouse.make()
        let before = try await WorldDump(house.world)
        let names = try house.world.names(of: house.home)
        let member = house.north.people.member
        var refused = 0
        for useCase in StaffUseCase.every where try await house.tryOut(useCase, as: member, on: names) != nil {
            refused += 1
            _ = try await refusal { try await house.changingStaff(member) { try useCase.perform($0, names) } }
        }
        #expect(refused > 8)
        #expect(try await WorldDump(house.world) == before)
    }

    @Test func `whoever is no staff has none of its use cases`() async throws {
        let house = try await PortalHouse.make()
        let people = house.north.people
        let names = try house.world.names(of: house.home)
        for user in [people.clara, people.ivan, people.tom, people.nora, people.sam] + house.south.people.all {
            for useCase in StaffUseCase.every {
                await #expect(throws: PortalHouse.WrongRoom.self) {
                    _ = try await house.tryOut(useCase, as: user, on: names)
                }
            }
        }
    }

    @Test(arguments: StaffUseCase.every)
    func `whatever staff change is written into the agency's log, once`(_ useCase: StaffUseCase) async throws {
        let house = try await PortalHouse.make()
        let names = try house.world.names(of: house.home)
        let before = try await WorldDump(house.world)
        func entries() async throws -> [AuditEntry] {
            try await house.world.storage.read { try $0.auditEntries(in: house.north.scope, limit: 99) }
        }
        let known = try await entries()
        try await house.changingStaff(house.north.people.owner) { try useCase.perform($0, names) }
        let changed = try await WorldDump(house.world).differences(from: before)
        let written = Array(try await entries().dropLast(known.count))
        #expect(written.count == (changed.isEmpty ? 0 : 1))
        guard let entry = written.first else { return }
        let actions: Set<Action> = [useCase.action, .workflowEdit]
        #expect(actions.contains(entry.action))
        #expect(entry.actor == .user(house.north.people.owner.id))
        #expect(entry.at == house.clock.now)
        #expect(entry.agency == house.north.agency.id)
        #expect(changed.filter { !$0.hasPrefix("north/") } == [])
    }
}
