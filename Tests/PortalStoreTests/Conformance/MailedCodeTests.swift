import Testing

@testable import PortalCore

/// Codes that were mailed to sign in with: found by the browser that asked, at its agency alone.
@Suite struct MailedCodeTests {
    private static let mint = Mint.seeded("mailed codes", at: TwinWorld.start)
    private static let end = TwinWorld.start.adding(.minutes(15))

    private static func browser(_ byte: UInt8) -> SecretDigest {
        SecretDigest(bytes: Array(repeating: byte, count: 32))
    }

    private static func code(of user: User.ID?, until end: Instant = end) -> MailedCode {
        MailedCode(id: mint.id(), user: user, secret: Sealed(bytes: [4, 5]), expiresAt: end, triesLeft: 5)
    }

    @Test(arguments: StorageAdapter.all)
    func `a code is its browser's and its agency's, with tries of its own`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, clara) = (world.north.scope, world.north.people.clara)
        let (code, other) = (Self.code(of: clara.id), Self.code(of: nil))
        try await world.storage.write { transaction throws in
            try transaction.insert(code, browser: Self.browser(1), in: scope)
            try transaction.insert(other, browser: Self.browser(2), in: scope)
            #expect(try transaction.mailedCode(browser: Self.browser(1), in: scope) == code)
            #expect(try transaction.mailedCode(code.id, in: scope) == code)
            #expect(try transaction.mailedCode(browser: Self.browser(1), in: world.south.scope) == nil)
            #expect(try transaction.mailedCode(code.id, in: world.south.scope) == nil)
            try transaction.setTriesLeft(4, ofMailedCode: code.id, in: scope)
            #expect(try transaction.mailedCode(code.id, in: scope)?.triesLeft == 4)
            #expect(try transaction.mailedCode(other.id, in: scope) == other)
        }
        await #expect(throws: StorageError.notFound) {
            try await world.storage.write {
                try $0.setTriesLeft(3, ofMailedCode: code.id, in: world.south.scope)
            }
        }
        await #expect(throws: StorageError.notFound) {
            try await world.storage.write { try $0.endMailedCode(code.id, in: world.south.scope) }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a person's codes become nobody's together, and one ends alone`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, clara) = (world.north.scope, world.north.people.clara)
        let codes = [Self.code(of: clara.id), Self.code(of: world.north.people.owner.id), Self.code(of: nil)]
        try await world.storage.write { transaction throws in
            for (number, code) in codes.enumerated() {
                try transaction.insert(code, browser: Self.browser(UInt8(number)), in: scope)
            }
            let known = codes.map(\.user)
            func users() throws -> [User.ID?] {
                try codes.compactMap { try transaction.mailedCode($0.id, in: scope) }.map(\.user)
            }
            try transaction.disarmMailedCodes(of: clara.id, in: world.south.scope)
            #expect(try users() == known)
            try transaction.disarmMailedCodes(of: clara.id, in: scope)
            #expect(try users() == [nil, known[1], nil])
            try transaction.endMailedCode(codes[1].id, in: scope)
            #expect(try users() == [nil, nil])
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a code whose time is over is swept`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let scope = world.north.scope
        let codes = [
            Self.code(of: nil), Self.code(of: world.north.people.clara.id, until: Self.end.adding(.seconds(1))),
        ]
        try await world.storage.write { transaction throws in
            for (number, code) in codes.enumerated() {
                try transaction.insert(code, browser: Self.browser(UInt8(number)), in: scope)
            }
            _ = try transaction.sweep(at: Self.end, sessions: SessionLifetime(), in: OperatorScope())
            #expect(try codes.map { try transaction.mailedCode($0.id, in: scope) != nil } == [false, true])
        }
    }
}
