/// Where ids and secrets get their randomness from: a cryptographic generator in production, a seeded one in tests.
public protocol Entropy: Sendable {
    /// `count` unpredictable bytes.
    func bytes(_ count: Int) -> [UInt8]
}

/// What a change makes new: its one moment, and fresh ids and secrets.
///
/// The moment is fixed before the transaction begins, so that a body that is run again writes the same times.
public struct Mint: Sendable {
    public let now: Instant
    private let entropy: any Entropy

    public init(now: Instant, entropy: any Entropy) {
        self.now = now
        self.entropy = entropy
    }

    /// A new identifier of the change's moment.
    public func id<Entity>(_ kind: Entity.Type = Entity.self) -> Identifier<Entity> {
        id(at: now)
    }

    /// A new identifier of a given moment, for things that were made earlier than they were told.
    public func id<Entity>(at instant: Instant) -> Identifier<Entity> {
        let random = entropy.bytes(10)
        let first = UInt16(random[0]) << 8 | UInt16(random[1])
        let second = random[2..<10].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Identifier(at: instant, random: (first, second))
    }

    /// A new 256-bit secret.
    public func secret() -> Secret { Secret(bytes: entropy.bytes(32)) }

    /// Fresh random bytes, such as a salt.
    public func bytes(_ count: Int) -> [UInt8] { entropy.bytes(count) }
}
