import Testing

@testable import PortalCore

@Suite struct AuditTests {
    private static func entry(
        _ agency: TwinAgency, _ number: Int, actor: AuditActor? = nil, action: Action = .workflowTrigger,
        workspace: Workspace.ID? = nil
    ) -> AuditEntry {
        AuditEntry(
            agency: agency.agency.id, at: TwinWorld.start.adding(.seconds(Int64(number))),
            actor: actor ?? .user(agency.people.owner.id), action: action, subject: "subject \(number)",
            workspace: workspace, detail: "Detail \(number) é\u{301}'")
    }

    @Test(arguments: StorageAdapter.all)
    func `entries are told newest first, as they were written, and no more than asked for`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let (north, scope) = (world.north, world.north.scope)
        let actors: [AuditActor] = [.user(north.people.admin.id), .key(north.key.key.id), .operatorConsole]
        var written: [AuditEntry] = []
        for (number, action) in Action.allCases.enumerated() {
            written.append(
                Self.entry(
                    north, number, actor: actors[number % 3], action: action,
                    workspace: number.isMultiple(of: 2) ? north.bakery.workspace.id : nil))
        }
        let entries = written
        try await world.storage.write { transaction throws in
            for (number, entry) in entries.enumerated() {
                try transaction.append(entry, salt: [UInt8(number)], in: scope)
            }
        }
        try await world.storage.read { snapshot throws in
            let told = try snapshot.auditEntries(in: scope, limit: entries.count)
            #expect(told == entries.reversed())
            #expect(try snapshot.auditEntries(in: scope, limit: 2) == Array(told.prefix(2)))
            #expect(try snapshot.auditEntries(in: scope, limit: 999).count == entries.count + 3)
            #expect(try snapshot.auditEntries(in: world.south.scope, limit: 999).count == 3)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `entries name what may be gone`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let entry = Self.entry(world.north, 1, actor: .user(.neverIssued), workspace: .neverIssued)
        try await world.storage.write { try $0.append(entry, salt: [], in: world.north.scope) }
        #expect(try await world.storage.read { try $0.auditEntries(in: world.north.scope, limit: 1) } == [entry])
    }

    @Test(arguments: StorageAdapter.all)
    func `of many entries at once none is lost, and one whose change was undone was never there`(
        _ adapter: StorageAdapter
    ) async throws {
        struct Undo: Error {}
        let world = try await TwinWorld.make(adapter)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<80 {
                let agency = world.agencies[number % 2]
                let entry = Self.entry(agency, number)
                group.addTask {
                    try? await world.storage.write { transaction throws in
                        try transaction.append(entry, salt: [UInt8(number)], in: agency.scope)
                        if number % 8 >= 6 { throw Undo() }
                    }
                }
            }
        }
        try await world.storage.read { snapshot throws in
            for (place, agency) in world.agencies.enumerated() {
                let numbers = (0..<80).filter { $0 % 2 == place && $0 % 8 < 6 }
                let told = try snapshot.auditEntries(in: agency.scope, limit: 999).dropLast(3)
                #expect(Set(told.map(\.subject)) == Set(numbers.map { "subject \($0)" }))
                #expect(told.count == numbers.count)
            }
        }
    }
}
