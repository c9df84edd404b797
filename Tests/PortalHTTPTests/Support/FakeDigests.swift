import PortalCore

/// Digests that are cheap, differ with every input, and prove nothing: enough to tell secrets apart.
struct FakeDigests: Digesting {
    func sha256(_ bytes: [UInt8]) -> [UInt8] { mixed(bytes, seed: 0x811C_9DC5) }

    func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] { mixed(key + [0] + bytes, seed: 0x01B3) }

    func hmacSHA1(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] { Array(hmacSHA256(bytes, key: key).prefix(20)) }

    private func mixed(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
        var dice = SeededDice(bytes.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
        return (0..<32).map { _ in UInt8.random(in: 0...255, using: &dice) }
    }
}
