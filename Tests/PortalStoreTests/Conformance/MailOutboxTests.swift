import Testing

@testable import PortalCore

/// Which mails a look into the outbox finds, and in what order.
@Suite struct MailOutboxTests {
    private static let operatorScope = OperatorScope()
    private static let mint = Mint.seeded("mail outbox", at: TwinWorld.start)

    private static func minute(_ count: Int) -> Instant { TwinWorld.start.adding(.minutes(Int64(count))) }

    /// Puts a mail of each kind into the outbox, one a minute.
    private static func enqueue(
        _ kinds: [MailKind], of agency: TwinAgency, after start: Int = 0, in world: TwinWorld
    ) async throws -> [Mail.ID] {
        let orders = kinds.map { MailOrder(id: mint.id(), kind: $0, user: agency.people.clara.id) }
        try await world.storage.write { transaction throws in
            for (number, order) in orders.enumerated() {
                try transaction.enqueue(order, at: minute(start + number), in: agency.scope)
            }
        }
        return orders.map(\.id)
    }

    private static func look(
        _ world: TwinWorld, limit: Int = 500, perAgency: Int = 2, held: [MailJob] = [], isUnderWay: Bool = true,
        last: TwinAgency? = nil, at now: Instant = minute(5_000)
    ) async throws -> [MailJob] {
        let look = OutboxLook(
            limit: limit, limitPerAgency: perAgency,
            held: Dictionary(
                uniqueKeysWithValues: held.map {
                    ($0.id, .init(agency: $0.agency, workspace: nil, isUnderWay: isUnderWay))
                }), lastAgency: last?.agency.id)
        return try await world.storage.read { try $0.dueMails(at: now, look: look, in: operatorScope) }
    }

    @Test(arguments: StorageAdapter.all)
    func `however many mails of one agency are due, another's newer one is found in the first look`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let (north, south) = (world.north, world.south)
        let many = try await Self.enqueue(Array(repeating: .passwordChanged, count: 600), of: north, in: world)
        let one = try await Self.enqueue([.passwordChanged], of: south, after: 900, in: world)
        let first = try await Self.look(world, limit: 4)
        #expect(Set(first.map(\.id)) == [many[0], many[1], one[0]])
        #expect(try await Self.look(world, limit: 1, last: north).map(\.id) == one)
        let held = first.filter { $0.agency == north.agency.id }
        #expect(try await Self.look(world, limit: 4, held: held).map(\.id) == one)
        #expect(try await Self.look(world, limit: 4, held: [held[0]]).map(\.id) == [one[0], many[1]])
    }

    @Test(arguments: StorageAdapter.all)
    func `a mail that somebody waits for goes before all that nobody does, and awaited ones by age`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let many = Array(repeating: MailKind.invitation, count: 200)
        let mails = try await Self.enqueue(
            many + [.passwordReset, .passwordChanged, .mailedCode], of: world.north, in: world)
        let (reset, code) = (mails[200], mails[202])
        #expect(try await Self.look(world, perAgency: 1).map(\.id) == [reset])
        let jobs = try await Self.look(world, perAgency: 4)
        #expect(jobs.map(\.id) == [reset, code, mails[0], mails[1]])
        let held = [jobs[0], jobs[2]]
        #expect(
            try await Self.look(world, perAgency: 3, held: held, isUnderWay: false).map(\.id) == [
                code, mails[1], mails[2],
            ])
        // What is not due yet is not answered early, nor does it keep others back.
        #expect(try await Self.look(world, perAgency: 1, at: Self.minute(199)).map(\.id) == [mails[0]])
        #expect(try await Self.look(world, perAgency: 500).count == 203)
    }

    @Test(arguments: StorageAdapter.all)
    func `what is awaited of one agency puts none of another's back`(_ adapter: StorageAdapter) async throws {
        for isNorthBusy in [true, false] {
            let world = try await TwinWorld.make(adapter)
            let (busy, other) = isNorthBusy ? (world.north, world.south) : (world.south, world.north)
            _ = try await Self.enqueue(Array(repeating: .mailedCode, count: 50), of: busy, in: world)
            let one = try await Self.enqueue([.invitation], of: other, after: 900, in: world)
            let found = try await Self.look(world, limit: 2)
            #expect(found.filter { $0.agency == other.agency.id }.map(\.id) == one)
        }
    }
}
