import PortalCore
import Synchronization

/// A clock that stands still until a test moves it.
final class TestClock: WallClock {
    private let moment: Mutex<Instant>

    init(_ now: Instant) { moment = Mutex(now) }

    var now: Instant { moment.withLock { $0 } }

    func advance(by span: TimeSpan) { moment.withLock { $0 = $0.adding(span) } }
}

/// Keeps a password in the open behind a mark, and counts what it is asked: a test reads how much work was done, and on what.
final class TestPasswords: PasswordHashing {
    private let asked = Mutex<[PasswordHash?]>([])

    /// What was derived against since the last call; `nil` for a decoy.
    func takeDerivations() -> [PasswordHash?] {
        asked.withLock { asked in
            defer { asked = [] }
            return asked
        }
    }

    static func hash(of password: String) -> PasswordHash { PasswordHash(text: "today:\(password)") }
    static func outdatedHash(of password: String) -> PasswordHash { PasswordHash(text: "yesterday:\(password)") }

    func hash(_ password: String) async throws -> PasswordHash { Self.hash(of: password) }

    func verify(_ password: String, against hash: PasswordHash?) async throws -> PasswordVerdict {
        asked.withLock { $0.append(hash) }
        if hash == Self.hash(of: password) { return .right }
        return hash == Self.outdatedHash(of: password) ? .rightButOutdated : .wrong
    }
}

/// Masks what is sealed with a stream of digests and marks it with key and context: what is opened with another of either is
/// refused, as the real one refuses it. It keeps nothing from anybody.
struct TestSealing: Sealing {
    struct Broken: Error {}

    private let digests = MixingDigests()

    func makeDataKey(for agency: Agency.ID) throws -> WrappedKey {
        WrappedKey(bytes: digests.sha256(Array("data key".utf8) + agency.bytes))
    }

    func seal(_ plaintext: [UInt8], under key: WrappedKey, as context: SealContext) throws -> Sealed {
        let frame = Self.frame(context)
        return Sealed(bytes: digests.hmacSHA256(frame + plaintext, key: key.bytes) + mask(plaintext, key, frame))
    }

    func open(_ sealed: Sealed, under key: WrappedKey, as context: SealContext) throws -> [UInt8] {
        let frame = Self.frame(context)
        let plaintext = mask(Array(sealed.bytes.dropFirst(32)), key, frame)
        guard Array(sealed.bytes.prefix(32)) == digests.hmacSHA256(frame + plaintext, key: key.bytes) else {
            throw Broken()
        }
        return plaintext
    }

    func proof(of context: SealContext, under key: WrappedKey) throws -> [UInt8] {
        digests.hmacSHA256(Self.frame(context), key: key.bytes)
    }

    private func mask(_ bytes: [UInt8], _ key: WrappedKey, _ frame: [UInt8]) -> [UInt8] {
        let blocks = (0...bytes.count / 32).flatMap { block in
            digests.sha256(
                key.bytes + frame + [UInt8(truncatingIfNeeded: block), UInt8(truncatingIfNeeded: block >> 8)])
        }
        return zip(bytes, blocks).map { $0 ^ $1 }
    }

    private static func frame(_ context: SealContext) -> [UInt8] {
        [Array(context.agency.bytes), Array(context.purpose.utf8), Array(context.subject.utf8)].flatMap { part in
            [UInt8(truncatingIfNeeded: part.count)] + part
        }
    }
}
