import FoundationEssentials
import PortalCore
import PortalServices
import Testing

struct SystemTests {
    @Test func `the clock tells this moment`() {
        let before = Int64(Date.now.timeIntervalSince1970 * 1_000) - 1
        let now = SystemClock().now.milliseconds
        let after = Int64(Date.now.timeIntervalSince1970 * 1_000) + 1

        #expect((before...after).contains(now))
    }

    @Test(arguments: [0, 1, 7, 8, 9, 16, 31, 32, 100])
    func `as many random bytes come as were asked for, and not the same twice`(_ count: Int) {
        let first = SystemEntropy().bytes(count)

        #expect(first.count == count)
        if count >= 7 { #expect(first != SystemEntropy().bytes(count)) }
    }

    @Test func `random bytes use all eight bits at every place`() {
        var seen = [UInt8](repeating: 0, count: 16)
        for _ in 0..<200 {
            for (index, byte) in SystemEntropy().bytes(16).enumerated() { seen[index] |= byte }
        }
        #expect(seen == [UInt8](repeating: 255, count: 16))
    }

    @Test func `digests are those of the standards`() {
        // FIPS 180-4 and RFC 4231, case 2.
        let digests = CryptoDigests()

        #expect(
            digests.sha256(Array("abc".utf8))
                == hex("ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad"))
        #expect(
            digests.hmacSHA256(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
                == hex("5bdcc146 bf60754e 6a042426 089575c7 5a003f08 9d273983 9dec58b9 64ec3843"))
    }
}
