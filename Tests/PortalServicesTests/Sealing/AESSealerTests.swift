import PortalCore
import Testing

@testable import PortalServices

struct AESSealerTests {
    private let agency = Agency.ID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
    private let otherAgency = Agency.ID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3211)

    private func sealer(_ first: UInt8 = 0) throws -> AESSealer {
        AESSealer(masterKey: try #require(MasterKey(bytes: [first] + [UInt8](1..<32))))
    }

    private func context(
        _ agency: Agency.ID? = nil, purpose: String = "engine-credential", subject: String = "eng_0"
    ) -> SealContext {
        SealContext(agency: agency ?? self.agency, purpose: purpose, subject: subject)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 5_000])
    func `what was sealed opens in its context`(_ count: Int) throws {
        let sealer = try sealer()
        let key = try sealer.makeDataKey(for: agency)
        let plaintext = [UInt8](repeating: 7, count: count)
        let sealed = try sealer.seal(plaintext, under: key, as: context())

        #expect(try sealer.open(sealed, under: key, as: context()) == plaintext)
        #expect(try self.sealer().open(sealed, under: key, as: context()) == plaintext, "after a restart too")
    }

    @Test func `what another implementation sealed in this format opens`() throws {
        // Made with Python's cryptography package.
        let key = WrappedKey(
            bytes: hex(
                """
                01111111111111111111111111c021d6fcfc4569e920366f490d685ef5b34ed2f64164c63e7582c15d743e9d
                0d58a0201e3c2499cf335a55bd4435253f
                """))
        let sealed = Sealed(
            bytes: hex("012222222222222222222222228f7c0b772632cd388be88c2130024a8297e128f5a003071f8f2efdd93721"))

        #expect(try sealer().open(sealed, under: key, as: context()) == Array("the secret ☂".utf8))
    }

    @Test func `a proof is the same every time, and another for every context, key and agency`() throws {
        let sealer = try sealer()
        let key = try sealer.makeDataKey(for: agency)
        let proof = try sealer.proof(of: context(), under: key)

        #expect(proof.count == 32)
        #expect(try self.sealer().proof(of: context(), under: key) == proof, "after a restart too")
        #expect(try sealer.proof(of: context(purpose: "other"), under: key) != proof)
        #expect(try sealer.proof(of: context(subject: "eng_1"), under: key) != proof)
        // No part can be moved into the next.
        #expect(try sealer.proof(of: context(purpose: "engine-credentiale", subject: "ng_0"), under: key) != proof)
        let other = try sealer.makeDataKey(for: agency)
        #expect(try sealer.proof(of: context(), under: other) != proof)
        #expect(throws: SealingFailure.self) { try sealer.proof(of: context(otherAgency), under: key) }
    }

    @Test func `no bit of it can be changed, and no byte left out or added`() throws {
        let sealer = try sealer()
        let key = try sealer.makeDataKey(for: agency)
        let sealed = try sealer.seal(Array("secret".utf8), under: key, as: context()).bytes

        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                #expect(throws: SealingFailure.self) {
                    try sealer.open(Sealed(bytes: changed), under: key, as: context())
                }
            }
        }
        for count in 0..<sealed.count {
            #expect(throws: SealingFailure.self) {
                try sealer.open(Sealed(bytes: Array(sealed.prefix(count))), under: key, as: context())
            }
        }
        #expect(throws: SealingFailure.notAuthentic) {
            try sealer.open(Sealed(bytes: sealed + [0]), under: key, as: context())
        }
    }

    @Test func `no bit of a data key can be changed`() throws {
        let sealer = try sealer()
        let key = try sealer.makeDataKey(for: agency)
        let sealed = try sealer.seal(Array("secret".utf8), under: key, as: context())

        for index in key.bytes.indices {
            var changed = key.bytes
            changed[index] ^= 1
            #expect(throws: SealingFailure.self) {
                try sealer.open(sealed, under: WrappedKey(bytes: changed), as: context())
            }
        }
    }

    @Test func `it opens for no other agency, purpose or row`() throws {
        let sealer = try sealer()
        let key = try sealer.makeDataKey(for: agency)
        let otherKey = try sealer.makeDataKey(for: otherAgency)
        let sealed = try sealer.seal(Array("secret".utf8), under: key, as: context())
        let others = [
            context(otherAgency), context(purpose: "engine-signing-secret"), context(subject: "eng_1"),
            context(purpose: "engine-credentia", subject: "leng_0"),
            context(purpose: "engine-credentialeng_0", subject: ""),
        ]

        for other in others {
            #expect(throws: SealingFailure.self) { try sealer.open(sealed, under: key, as: other) }
            #expect(throws: SealingFailure.self) { try sealer.open(sealed, under: otherKey, as: other) }
        }
        #expect(throws: SealingFailure.self) { try sealer.open(sealed, under: otherKey, as: context()) }
    }

    @Test func `a data key that was opened for its agency still does not serve another`() throws {
        let sealer = try sealer()
        let key = try sealer.makeDataKey(for: agency)
        _ = try sealer.seal([1], under: key, as: context())

        #expect(throws: SealingFailure.notAuthentic) { try sealer.seal([1], under: key, as: context(otherAgency)) }
    }

    @Test func `nothing opens under another master key`() throws {
        let key = try sealer().makeDataKey(for: agency)
        let sealed = try sealer().seal([1], under: key, as: context())

        #expect(throws: SealingFailure.notAuthentic) { try sealer(1).open(sealed, under: key, as: context()) }
    }

    @Test func `a data key is not a value, nor a value a data key`() throws {
        let sealer = try sealer()
        let key = try sealer.makeDataKey(for: agency)
        let sealed = try sealer.seal([UInt8](repeating: 1, count: 32), under: key, as: context())

        #expect(throws: SealingFailure.self) { try sealer.open(Sealed(bytes: key.bytes), under: key, as: context()) }
        #expect(throws: SealingFailure.self) {
            try sealer.open(sealed, under: WrappedKey(bytes: sealed.bytes), as: context())
        }
    }

    @Test func `the same plaintext is sealed differently each time, and an unknown version is malformed`() throws {
        let sealer = try sealer()
        let key = try sealer.makeDataKey(for: agency)
        let sealed = try sealer.seal([1], under: key, as: context())

        #expect(try sealer.seal([1], under: key, as: context()) != sealed)
        #expect(try sealer.makeDataKey(for: agency) != key)
        #expect(sealed.bytes.first == 1)
        #expect(throws: SealingFailure.malformed) {
            try sealer.open(Sealed(bytes: [2] + sealed.bytes.dropFirst()), under: key, as: context())
        }
    }

    @Test func `owners that read alike end to end are different bytes`() {
        let owners: [SealOwner] = [
            .value(context(purpose: "ab", subject: "c")), .value(context(purpose: "a", subject: "bc")),
            .value(context(purpose: "", subject: "abc")), .value(context(otherAgency, purpose: "ab", subject: "c")),
            .dataKey(of: agency), .dataKey(of: otherAgency),
        ]
        #expect(Set(owners.map(\.encoded)).count == owners.count)
    }
}
