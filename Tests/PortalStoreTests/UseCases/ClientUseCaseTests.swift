import Testing

@testable import PortalCore

@Suite struct ClientUseCaseTests {
    private static let everyAreas = (0...Areas.all.rawValue).map(Areas.init(rawValue:))

    /// What is good enough for every action that clients have at all.
    private static let best = AccessFacts(
        archived: false, published: true, clientTriggerable: true, invoice: .open, ownProfile: true)

    @Test func `a client narrowed to any areas may do what the policy says and is told nothing of the rest`()
        async throws
    {
        let house = try await PortalHouse.make()
        let (home, bill) = (house.home, house.north.people.bill)
        let names = try house.world.names(of: home)
        for areas in Self.everyAreas {
            try await house.worker.provision(house.north.agency.id) { room in
                try room.setClient(bill.id, of: home.workspace.id, areas: areas, status: .active, at: room.mint.now)
            }
            for useCase in ClientUseCase.every {
                _ = house.decisions.take()
                let refusal = try await house.tryOut(useCase, as: bill, in: home, on: names)
                let isAllowed = AccessPolicy.decide(.client(areas), useCase.action, Self.best).isAllowed
                #expect(refusal == (isAllowed ? nil : .notFound), "\(useCase.testDescription) within \(areas.names)")

                // The action that was decided is the one that the use case claims to be. Where the areas leave a thing out,
                // looking for it finds nothing, and there is nothing left to decide.
                let claimed = house.decisions.take().filter { $0.action == useCase.action }
                #expect(!isAllowed || !claimed.isEmpty, "\(useCase.testDescription) never asked what it claims to")
                #expect(claimed.filter { $0.decision.isAllowed != isAllowed } == [], "\(useCase.testDescription)")
            }
        }
    }

    @Test func `what is not theirs and what never existed get the same answer, after the same statements`() async throws
    {
        let house = try await PortalHouse.make()
        let (home, clara) = (house.home, house.north.people.clara)
        let own = try house.world.names(of: home)
        for useCase in ClientUseCase.every where useCase.takesNames {
            #expect(try await house.tryOut(useCase, as: clara, in: home, on: own) == nil, "\(useCase.testDescription)")

            _ = house.statements.take()
            #expect(try await house.tryOut(useCase, as: clara, in: home, on: .nobody) == .notFound)
            let statements = house.statements.take()
            #expect(!statements.isEmpty)
            // Another workspace of hers is as far away as the other agency's while she is in this one.
            for other in house.world.workspaces where other.scope != home.scope {
                let names = try house.world.names(of: other)
                let refusal = try await house.tryOut(useCase, as: clara, in: home, on: names)
                #expect(refusal == .notFound, "\(useCase.testDescription) of \(other.path)")
                #expect(house.statements.take() == statements, "\(useCase.testDescription) of \(other.path)")
            }
        }
    }

    @Test func `what a client is refused leaves everything as it was`() async throws {
        let house = try await PortalHouse.make()
        let before = try await WorldDump(house.world)
        let (home, people) = (house.home, house.north.people)
        for useCase in ClientUseCase.every {
            for other in house.world.workspaces {
                let names = try house.world.names(of: other)
                for user in [people.clara, people.bill] {
                    guard try await house.tryOut(useCase, as: user, in: home, on: names) != nil else { continue }
                    _ = try await refusal {
                        try await house.changingClient(user, in: home.workspace.id) { try useCase.perform($0, names) }
                    }
                }
            }
        }
        #expect(try await WorldDump(house.world) == before)
    }

    @Test func `whoever is not let into a portal has none of its use cases`() async throws {
        let house = try await PortalHouse.make()
        let people = house.north.people
        let names = try house.world.names(of: house.home)
        let outsiders = [people.owner, people.ivan, people.rita, people.sam, people.tom, people.nora]
        for user in outsiders + house.south.people.all {
            for useCase in ClientUseCase.every {
                await #expect(throws: PortalHouse.WrongRoom.self) {
                    _ = try await house.tryOut(useCase, as: user, in: house.home, on: names)
                }
            }
        }
    }
}
