import Testing

@testable import PortalCore

/// Second factors, what asks for their codes, and what people chose to be told of: one person's, of one agency.
@Suite struct SecondFactorTests {
    private static func digest(_ byte: UInt8) -> SecretDigest { SecretDigest(bytes: Array(repeating: byte, count: 32)) }

    private static func factor(_ step: Int64 = 5, left: Int = 0) -> SecondFactor {
        SecondFactor(key: Sealed(bytes: [1, 2, 3]), lastStep: step, since: TwinWorld.start, recoveryCodesLeft: left)
    }

    @Test(arguments: StorageAdapter.all)
    func `a second factor is one person's, with a step and codes of its own`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, clara, owner) = (world.north.scope, world.north.people.clara, world.north.people.owner)
        let session = try world.north.people.session(of: clara)
        try await world.storage.write { transaction throws in
            try transaction.insert(Self.factor(), of: clara.id, in: scope)
            try transaction.setLastStep(6, of: clara.id, in: scope)
            try transaction.setRecoveryCodes([Self.digest(1), Self.digest(2)], of: clara.id, in: scope)
            #expect(try transaction.secondFactor(of: clara.id, in: scope) == Self.factor(6, left: 2))
            #expect(try transaction.secondFactor(of: owner.id, in: scope) == nil)
            for agency in world.agencies {
                let isHers = agency.slug == "north"
                for member in try transaction.team(in: agency.scope) { #expect(!member.hasSecondFactor) }
                for workspace in agency.workspaces {
                    for member in try transaction.members(of: workspace.scope) {
                        #expect(member.hasSecondFactor == (isHers && member.user.id == clara.id))
                    }
                }
            }
            #expect(try transaction.signedIn(session: session.digest, in: scope)?.hasSecondFactor == true)
        }
        await expectAlreadyExists {
            try await world.storage.write { try $0.insert(Self.factor(), of: clara.id, in: scope) }
        }
        try await world.storage.write { transaction throws in
            #expect(try !transaction.spendRecoveryCode(Self.digest(1), of: owner.id, in: scope))
            #expect(try !transaction.spendRecoveryCode(Self.digest(1), of: clara.id, in: world.south.scope))
            #expect(try transaction.spendRecoveryCode(Self.digest(1), of: clara.id, in: scope))
            #expect(try !transaction.spendRecoveryCode(Self.digest(1), of: clara.id, in: scope))
            try transaction.setRecoveryCodes([Self.digest(3)], of: clara.id, in: scope)
            #expect(try !transaction.spendRecoveryCode(Self.digest(2), of: clara.id, in: scope))
            #expect(try transaction.secondFactor(of: clara.id, in: scope)?.recoveryCodesLeft == 1)
            try transaction.removeSecondFactor(of: clara.id, in: scope)
            #expect(try transaction.secondFactor(of: clara.id, in: scope) == nil)
            #expect(try transaction.signedIn(session: session.digest, in: scope)?.hasSecondFactor == false)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a challenge ends with the password, the factor, the person or its time`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, clara) = (world.north.scope, world.north.people.clara)
        let challenge = SignInChallenge(
            user: clara.id, expiresAt: TwinWorld.start.adding(.minutes(10)), triesLeft: 5)
        let ends: [(String, @Sendable (any Transaction) throws -> Void)] = [
            ("password", { try $0.setPassword(nil, of: clara.id, in: scope) }),
            ("suspension", { try $0.setStatus(.suspended, of: clara.id, in: scope) }),
            ("factor", { try $0.removeSecondFactor(of: clara.id, in: scope) }),
            ("answer", { try $0.endSignInChallenges(of: clara.id, in: scope) }),
            (
                "time",
                {
                    _ = try $0.sweep(at: challenge.expiresAt, sessions: SessionLifetime(), in: OperatorScope())
                }
            ),
        ]
        for (name, end) in ends {
            try await world.storage.write { transaction throws in
                if try transaction.secondFactor(of: clara.id, in: scope) == nil {
                    try transaction.insert(Self.factor(), of: clara.id, in: scope)
                }
                try transaction.insert(challenge, digest: Self.digest(8), at: TwinWorld.start, in: scope)
                #expect(try transaction.signInChallenge(Self.digest(8), in: scope) == challenge)
                #expect(try transaction.signInChallenge(Self.digest(8), in: world.south.scope) == nil)
                try transaction.setTriesLeft(2, of: Self.digest(8), in: scope)
                #expect(try transaction.signInChallenge(Self.digest(8), in: scope)?.triesLeft == 2)
                // Nobody else's are ended with hers.
                try transaction.endSignInChallenges(of: world.north.people.owner.id, in: scope)
                let early = challenge.expiresAt.adding(.seconds(-1))
                _ = try transaction.sweep(at: early, sessions: SessionLifetime(), in: OperatorScope())
                #expect(try transaction.signInChallenge(Self.digest(8), in: scope) != nil)
                try end(transaction)
                #expect(try transaction.signInChallenge(Self.digest(8), in: scope) == nil, "\(name)")
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a session's new secret replaces the old one`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, clara) = (world.north.scope, world.north.people.clara)
        let session = try world.north.people.session(of: clara)
        await #expect(throws: StorageError.notFound) {
            try await world.storage.write {
                try $0.renewSession(session.session.id, digest: Self.digest(9), in: world.south.scope)
            }
        }
        try await world.storage.write { transaction throws in
            try transaction.renewSession(session.session.id, digest: Self.digest(9), in: scope)
            #expect(try transaction.signedIn(session: session.digest, in: scope) == nil)
            #expect(try transaction.signedIn(session: Self.digest(9), in: scope)?.session == session.session)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `what one person chose to be told of is nobody else's choice`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, clara) = (world.north.scope, world.north.people.clara)
        let before = try await WorldDump(world)
        try await world.storage.write { transaction throws in
            for notice in Notice.allCases { try transaction.set(notice, isOn: false, of: clara.id, in: scope) }
            try transaction.set(.formWaits, isOn: true, of: clara.id, in: scope)
            let chosen = try transaction.noticeChoices(of: clara.id, in: scope)
            #expect(chosen.filter(\.value).keys.map(\.self) == [.formWaits] && chosen.count == Notice.allCases.count)
        }
        #expect(try await WorldDump(world).differences(from: before) == ["north/notices/Clara"])
    }

    @Test(arguments: StorageAdapter.all)
    func `whom an agency asks for a second factor shows at its front at once`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let before = try await WorldDump(world)
        for rule in [
            SecondFactorRule(forStaff: true, forClients: false), SecondFactorRule(forStaff: false, forClients: true),
            .none,
        ] {
            try await world.storage.write { try $0.set(rule, in: world.north.scope) }
            try await world.storage.read { snapshot throws in
                #expect(try snapshot.front(of: world.north.host)?.agency.secondFactor == rule)
                #expect(try snapshot.front(of: world.south.host)?.agency.secondFactor == SecondFactorRule.none)
            }
        }
        #expect(try await WorldDump(world) == before)
    }
}
