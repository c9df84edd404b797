import Testing

@testable import PortalCore
@testable import PortalStore

@Suite struct SummaryTests {
    @Test func `a summary counts what is live, what ended lately and what is owed`() async throws {
        let house = try await TestHouse.make()
        let (north, scope) = (house.north, house.north.first)
        let mint = Mint.seeded("summary")
        let dollar = try #require(Currency("usd"))
        let euro = try Currency.euro
        try await house.storage.write { transaction in
            for (status, day) in [
                (RunStatus.succeeded, 0), (.succeeded, 1), (.failed, 2), (.failed, 9), (.canceled, 1),
            ] {
                let end = Instant.testStart.adding(.days(-Int64(day)))
                let run = Run.sample(
                    mint.id(), of: north.workflows[0], in: scope.workspace, listedAt: end, status: status, endedAt: end)
                try transaction.insert(run, state: run.state, sealedError: nil, at: .testStart, in: scope)
            }
            for (status, amount, currency, due) in [
                (InvoiceStatus.open, Int64(100), euro, Int64(-1)), (.open, 250, euro, 1), (.open, 7, dollar, 1),
                (.paid, 900, euro, -1), (.draft, 900, euro, -1), (.open, .max, dollar, 1),
            ] {
                let money = Money(minorUnits: amount, currency: currency)
                try transaction.insert(
                    Invoice(
                        id: mint.id(), workspace: scope.workspace, number: "", status: status, total: money,
                        amountDue: money, note: "", issuedAt: nil, dueAt: .minutes(due), paidAt: nil,
                        paymentInstructions: "", stripeID: nil, createdAt: .testStart), lines: [], in: scope)
            }
            for health in ConnectionHealth.allCases {
                try transaction.insert(
                    Connection(
                        id: mint.id(), workspace: scope.workspace, name: "C", provider: "P", method: .oauth,
                        health: health, accountLabel: "", checkedAt: nil, expiresAt: nil, createdAt: .testStart),
                    usedBy: [], credential: nil, in: scope)
            }
        }
        let since = Instant.testStart.adding(.days(-7))
        let page = try await house.storage.read {
            try $0.workspaceSummaries(
                in: north.scope, archived: false, since: since, now: .testStart, after: nil, size: PageSize(1))
        }
        let summary = try #require(page.items.first)
        #expect(summary.memberCount == 1)
        #expect(summary.publishedWorkflowCount == 1)
        #expect(summary.succeededRuns == 2)
        #expect(summary.failedRuns == 1)
        #expect(summary.brokenConnections == 3)
        #expect(summary.owed == [Money(minorUnits: 350, currency: euro), Money(minorUnits: .max, currency: dollar)])
        #expect(summary.overdue == [Money(minorUnits: 100, currency: euro)])
        let alone = try await house.storage.read { try $0.workspaceSummary(in: scope, since: since, now: .testStart) }
        #expect(alone == summary)

        let rest = try await house.storage.read {
            try $0.workspaceSummaries(
                in: north.scope, archived: false, since: since, now: .testStart, after: page.next, size: PageSize(1))
        }
        #expect(rest.items.map(\.workspace.id) == [north.workspaces[1]])
        #expect(rest.next == nil)
    }

    @Test func `what failed lately is told by workspace, the worst first and of equals the first by name`() async throws
    {
        let house = try await TestHouse.make()
        let (north, south) = (house.north, house.south)
        let mint = Mint.seeded("failures")
        let since = Instant.testStart.adding(.days(-7))
        func end(_ status: RunStatus, of tenant: TestHouse.Tenant, _ index: Int, at moments: [Instant]) async throws {
            let scope = index == 0 ? tenant.first : tenant.second
            try await house.storage.write { transaction in
                for moment in moments {
                    let run = Run.sample(
                        mint.id(), of: tenant.workflows[index], in: scope.workspace, listedAt: moment, status: status,
                        endedAt: moment)
                    try transaction.insert(run, state: run.state, sealedError: nil, at: .testStart, in: scope)
                }
            }
        }
        func told(_ limit: Int = 9) async throws -> [[String]] {
            try await house.storage.read { try $0.failures(since: since, limit: limit, in: north.scope) }
                .map { [$0.name, "\($0.failed) of \($0.failed + $0.succeeded)"] }
        }
        let day = Instant.testStart.adding(.days(-1))
        #expect(try await told() == [])
        try await end(.succeeded, of: north, 0, at: [day])
        #expect(try await told() == [], "nothing failed")
        // What ended before the span lies in the same row as what ended in it.
        try await end(.failed, of: north, 0, at: [day, since.adding(.hours(-1)), since.adding(.hours(-30))])
        try await end(.failed, of: north, 1, at: [day, day, since])
        try await end(.canceled, of: north, 1, at: [day])
        try await end(.failed, of: south, 0, at: [day, day, day, day, day])
        #expect(try await told() == [["Bakery 2", "3 of 3"], ["Bakery 1", "1 of 2"]])
        #expect(try await told(1) == [["Bakery 2", "3 of 3"]])
        try await end(.failed, of: north, 0, at: [day, day])
        #expect(try await told() == [["Bakery 1", "3 of 4"], ["Bakery 2", "3 of 3"]])
        try await house.storage.write { try $0.setArchived(at: .minutes(1), of: north.first) }
        #expect(try await told() == [["Bakery 2", "3 of 3"]])
    }

    @Test func `an archived workspace is on the other list`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        try await house.storage.write { try $0.setArchived(at: .minutes(1), of: north.second) }
        for (archived, expected) in [(false, north.workspaces[0]), (true, north.workspaces[1])] {
            let page = try await house.storage.read {
                try $0.workspaceSummaries(
                    in: north.scope, archived: archived, since: .testStart, now: .testStart, after: nil,
                    size: PageSize(5))
            }
            #expect(page.items.map(\.workspace.id) == [expected])
            #expect(page.next == nil)
        }
    }
}
