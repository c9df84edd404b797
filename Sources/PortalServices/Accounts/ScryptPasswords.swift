import Crypto
import CryptoExtras
import PortalCore

/// Passwords kept as scrypt derivations with their own salt and parameters.
///
/// Every check costs one derivation: the one behind the hash, or, where there is none, one against a decoy at the current parameters.
/// So the current parameters should be those that the stored hashes have: after they were raised, a hash answers in its old
/// time until its owner signs in (``PasswordVerdict/rightButOutdated``).
public final class ScryptPasswords: PasswordHashing {
    /// The parameters of new hashes and of the decoy.
    public let parameters: ScryptParameters
    private let entropy: any Entropy
    private let queue: DerivationQueue
    private let decoy: ScryptHash

    /// - Parameter capacity: How many derivations may wait or run before ``PasswordQueueFull`` is thrown. At the standard parameters
    ///   the last of 24 waits some eight seconds.
    public init(
        parameters: ScryptParameters = .standard, capacity: Int = 24, entropy: any Entropy = SystemEntropy()
    ) {
        self.parameters = parameters
        self.entropy = entropy
        queue = DerivationQueue(capacity: capacity)
        decoy = ScryptHash(
            parameters: parameters, salt: entropy.bytes(ScryptHash.saltCount),
            derived: entropy.bytes(ScryptHash.derivedCount))
    }

    /// How many derivations were made so far, so that a test can hold two answers to equal work.
    public var derivations: Int { queue.count }

    public func hash(_ password: String) async throws -> PasswordHash {
        let salt = entropy.bytes(ScryptHash.saltCount)
        let derived = try await derive(password, parameters, salt: salt, count: ScryptHash.derivedCount)
        return ScryptHash(parameters: parameters, salt: salt, derived: derived).text
    }

    public func verify(_ password: String, against hash: PasswordHash?) async throws -> PasswordVerdict {
        // A text that cannot be read is nobody's password: the same work, and no.
        let stored = hash.flatMap(ScryptHash.init)
        let target = stored ?? decoy
        let derived = try await derive(
            password, target.parameters, salt: target.salt, count: target.derived.count)
        let isRight = ConstantTime.areEqual(derived, target.derived)
        guard isRight, let stored else { return .wrong }
        return stored.parameters.areWeaker(than: parameters) ? .rightButOutdated : .right
    }

    private func derive(
        _ password: String, _ parameters: ScryptParameters, salt: [UInt8], count: Int
    ) async throws -> [UInt8] {
        try await queue.run {
            try Scrypt.derive(Array(password.utf8), salt: salt, parameters, count: count)
        }
    }
}

/// The function of RFC 7914.
enum Scrypt {
    static func derive(
        _ password: [UInt8], salt: [UInt8], _ parameters: ScryptParameters, count: Int
    ) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: password, salt: salt, outputByteCount: count, rounds: 1 << parameters.log2N,
            blockSize: parameters.blockSize, parallelism: parameters.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}
