import Synchronization
import Testing

@testable import PortalCore
@testable import PortalStore

/// What a look into an outbox costs, and that everybody has a turn.
@Suite struct OutboxTurnsTests {
    private let mint = Mint.seeded("turns")

    /// How many operations a look takes where so many jobs of one workspace are due, and one of another agency.
    private func cost(backlog: Int) async throws -> (triggers: Int, mails: Int) {
        let steps = Mutex(0)
        let house = try await TestHouse.make { options in
            options.observer = { run in steps.withLock { $0 += run.steps } }
        }
        try await house.storage.write { transaction in
            for (home, count) in [(house.north, backlog), (house.south, 1)] {
                for _ in 0..<count {
                    let run = Run.sample(
                        mint.id(), of: home.workflows[0], in: home.workspaces[0], listedAt: mint.now, status: .queued)
                    try transaction.insert(run, state: .queued, sealedError: nil, at: mint.now, in: home.first)
                    try transaction.enqueueTrigger(
                        mint.id(), of: run.id, workflow: run.workflow, at: mint.now, in: home.first)
                    try transaction.enqueue(
                        MailOrder(id: mint.id(), kind: .passwordChanged, user: home.client), at: mint.now,
                        in: home.scope)
                }
            }
        }
        func measured(_ look: @escaping @Sendable (any Snapshot) throws -> Set<Agency.ID>) async throws -> Int {
            let (found, taken) = try await house.storage.read { snapshot in
                steps.withLock { $0 = 0 }
                return (try look(snapshot), steps.withLock { $0 })
            }
            #expect(found == [house.north.agency.id, house.south.agency.id])
            return taken
        }
        return (
            try await measured { snapshot in
                Set(
                    try snapshot.dueTriggers(
                        at: mint.now, look: OutboxLook(limit: 8, limitPerAgency: 4), in: OperatorScope()
                    ).map(\.agency))
            },
            try await measured { snapshot in
                Set(
                    try snapshot.dueMails(
                        at: mint.now, look: OutboxLook(limit: 4, limitPerAgency: 2), in: OperatorScope()
                    ).map(\.agency))
            }
        )
    }

    @Test func `a look takes as many operations with a backlog of twelve hundred as with one of twelve`() async throws {
        let (short, long) = (try await cost(backlog: 12), try await cost(backlog: 1_200))
        #expect(short == long)
        #expect(short.triggers > 0 && short.mails > 0)
    }

    @Test func `everybody has a turn before anybody has a second, however many there are`() throws {
        let lanes = (1...100).map { Agency.ID(high: 7, low: UInt64($0)) }
        var (last, served): (Agency.ID?, [Agency.ID]) = (nil, [])
        for _ in 0..<50 {
            let jobs = try OutboxTurns.jobs(
                limit: 4, at: .testStart, behind: last, underWay: [:],
                next: { lane, end in lanes.first { lane < $0 && $0 <= end }.map { ($0, .testStart) } },
                jobs: { lane in [lane, lane] })
            served += jobs
            last = jobs.last
        }
        #expect(served == lanes + lanes)
    }

    @Test func `nobody has a turn with what is due later, or with nothing that can be begun`() throws {
        let lanes = (1...9).map { Agency.ID(high: 7, low: UInt64($0)) }
        let jobs = try OutboxTurns.jobs(
            limit: 4, at: .testStart, behind: lanes[4], underWay: [lanes[5]: 1],
            next: { lane, end in
                lanes.first { lane < $0 && $0 <= end }.map { ($0, $0.low.isMultiple(of: 2) ? .testStart : .minutes(1)) }
            },
            jobs: { lane in lane == lanes[7] ? [] : [lane, lane] })
        // The sixth has one under way: what it has due comes with the second turn of the others.
        #expect(jobs == [lanes[1], lanes[3], lanes[5], lanes[1]])
    }
}
