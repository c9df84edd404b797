import Testing

@testable import PortalCore

@Suite struct EmailTests {
    private static func email(_ text: String) throws -> EmailAddress { try #require(EmailAddress(text)) }

    @Test(arguments: StorageAdapter.all)
    func `a person gets another address, and is found by it and by no other`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let clara = world.north.people.clara
        let new = try Self.email("Clara.Neumann@Example.com")
        try await world.storage.write { try $0.setEmail(new, of: clara.id, in: world.north.scope) }
        try await world.storage.read { snapshot throws in
            let found = try snapshot.user(email: Self.email("clara.neumann@example.com"), in: world.north.scope)?.user
            #expect(found?.id == clara.id && found?.email.text == new.text && found?.name == clara.name)
            #expect(try snapshot.user(email: clara.email, in: world.north.scope) == nil)
            let twin = world.south.people.clara
            #expect(try snapshot.user(email: clara.email, in: world.south.scope)?.user == twin)
            #expect(try snapshot.user(email: new, in: world.south.scope) == nil)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `an address that somebody has in the agency is not given twice`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let before = try await WorldDump(world)
        let taken = try Self.email("BILL@example.com")
        await expectAlreadyExists {
            try await world.storage.write {
                try $0.setEmail(taken, of: world.north.people.clara.id, in: world.north.scope)
            }
        }
        #expect(try await WorldDump(world) == before)
        // What is free here may be anybody's elsewhere.
        let own = try Self.email("only.south@example.com")
        try await world.storage.write { transaction throws in
            try transaction.setEmail(own, of: world.south.people.bill.id, in: world.south.scope)
            try transaction.setEmail(own, of: world.north.people.bill.id, in: world.north.scope)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a proof keeps the address and the session that it is about, and is found by its person`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let mint = Mint.seeded("email proofs", at: TwinWorld.start)
        let clara = world.north.people.clara
        let session = try world.north.people.session(of: clara).session
        let proof = MailProof(
            id: mint.id(), kind: .emailChange, user: clara.id, expiresAt: TwinWorld.start.adding(.hours(24)),
            email: try Self.email("new@example.com"), session: session.id)
        let reset = MailProof(id: mint.id(), kind: .passwordReset, user: clara.id, expiresAt: TwinWorld.start)
        try await world.storage.write { transaction throws in
            try transaction.insert(proof, in: world.north.scope)
            try transaction.insert(reset, in: world.north.scope)
        }
        try await world.storage.write { transaction throws in
            let scope = world.north.scope
            #expect(try transaction.mailProof(proof.id, in: scope) == proof)
            #expect(try transaction.mailProof(.emailChange, of: clara.id, in: scope) == proof)
            #expect(try transaction.mailProof(.passwordReset, of: clara.id, in: scope) == reset)
            #expect(try transaction.mailProof(.emailChange, of: world.north.people.bill.id, in: scope) == nil)
            #expect(try transaction.mailProof(.emailChange, of: clara.id, in: world.south.scope) == nil)
            // The session may end before the proof does.
            try transaction.endSession(session.id, of: clara.id, in: scope)
            try transaction.endMailProofs(.emailChange, of: clara.id, in: scope)
            #expect(try transaction.mailProof(.emailChange, of: clara.id, in: scope) == nil)
            #expect(try transaction.mailProof(.passwordReset, of: clara.id, in: scope) == reset)
        }
    }

    @Test(arguments: StorageAdapter.all, MailStatus.allCases.filter { $0 != .waiting })
    func `where a mail goes that is not its reader's own address is known until it was sent or given up`(
        _ adapter: StorageAdapter, _ status: MailStatus
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let mint = Mint.seeded("elsewhere", at: TwinWorld.start)
        let (clara, scope) = (world.north.people.clara, world.north.scope)
        let old = try Self.email("old@example.com")
        try await world.storage.write { transaction throws in
            for (kind, email) in [(MailKind.emailChanged, old), (.passwordChanged, nil)] {
                let order = MailOrder(id: mint.id(), kind: kind, user: clara.id, email: email)
                try transaction.enqueue(order, at: TwinWorld.start, in: scope)
            }
            #expect(try transaction.mails(in: scope, limit: 9).map(\.recipient) == [clara.email, old])
            for job in try transaction.dueMails(at: TwinWorld.start, limit: 9, in: OperatorScope()) {
                #expect(job.email == (job.kind == .emailChanged ? old : nil))
                try transaction.finish(job, as: status, reason: "", size: 1, at: TwinWorld.start, in: OperatorScope())
            }
            #expect(try transaction.mails(in: scope, limit: 9).map(\.recipient) == [clara.email, nil])
        }
    }
}
