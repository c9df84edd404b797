import Crypto
import FoundationEssentials
import PortalCore
import Synchronization

/// Seals with AES-256-GCM: values under their agency's data key, data keys under the master key.
///
/// What was sealed says first by which version of this format. A data key opens only for the agency it was made for, a value only in
/// the context it was sealed in; what was changed in any bit does not open at all.
public final class AESSealer: Sealing {
    private let masterKey: MasterKey
    private let opened = Mutex<[KeyOfAgency: SymmetricKey]>([:])

    public init(masterKey: MasterKey) {
        self.masterKey = masterKey
    }

    public func makeDataKey(for agency: Agency.ID) throws -> WrappedKey {
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return WrappedKey(bytes: try Envelope.close(key, under: masterKey.symmetric, for: .dataKey(of: agency)))
    }

    public func seal(_ plaintext: [UInt8], under key: WrappedKey, as context: SealContext) throws -> Sealed {
        let dataKey = try unwrap(key, for: context.agency)
        return Sealed(bytes: try Envelope.close(plaintext, under: dataKey, for: .value(context)))
    }

    public func open(_ sealed: Sealed, under key: WrappedKey, as context: SealContext) throws -> [UInt8] {
        try Envelope.open(sealed.bytes, under: try unwrap(key, for: context.agency), for: .value(context))
    }

    public func proof(of context: SealContext, under key: WrappedKey) throws -> [UInt8] {
        // A key of its own, so that no proof says anything about what is sealed.
        let proving = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: try unwrap(key, for: context.agency), info: Array("proof".utf8), outputByteCount: 32)
        return Array(HMAC<SHA256>.authenticationCode(for: SealOwner.value(context).encoded, using: proving))
    }

    /// What an opened key is remembered by. With the agency, because it is the opening that holds a key to its agency: a key found
    /// here by its bytes alone would serve any other.
    private struct KeyOfAgency: Hashable {
        let agency: Agency.ID
        let key: WrappedKey
    }

    private func unwrap(_ key: WrappedKey, for agency: Agency.ID) throws(SealingFailure) -> SymmetricKey {
        let name = KeyOfAgency(agency: agency, key: key)
        if let known = opened.withLock({ $0[name] }) { return known }

        let bytes = try Envelope.open(key.bytes, under: masterKey.symmetric, for: .dataKey(of: agency))
        guard bytes.count == 32 else { throw .malformed }
        let dataKey = SymmetricKey(data: bytes)
        opened.withLock { opened in
            if opened.count >= Self.remembered { opened.removeAll() }
            opened[name] = dataKey
        }
        return dataKey
    }

    private static let remembered = 10_000
}

/// Why something sealed did not open.
public enum SealingFailure: Error, Hashable, Sendable {
    /// Too short, or of a version that this build does not know.
    case malformed
    /// Another key, another agency, another row, or changed bytes: which one cannot be told.
    case notAuthentic
    /// The cipher refused to work; nothing was sealed.
    case unavailable
}

/// The bytes of something sealed: version, nonce, ciphertext, tag.
enum Envelope {
    private static let version: UInt8 = 1
    private static let nonceCount = 12
    private static let tagCount = 16

    static func close(
        _ plaintext: [UInt8], under key: SymmetricKey, for owner: SealOwner
    ) throws(SealingFailure) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(plaintext, using: key, authenticating: [version] + owner.encoded)
            return [version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .unavailable
        }
    }

    static func open(
        _ bytes: [UInt8], under key: SymmetricKey, for owner: SealOwner
    ) throws(SealingFailure) -> [UInt8] {
        guard bytes.first == version, bytes.count >= 1 + nonceCount + tagCount else { throw .malformed }
        do {
            let box = try AES.GCM.SealedBox(combined: bytes.dropFirst())
            return Array(try AES.GCM.open(box, using: key, authenticating: [version] + owner.encoded))
        } catch {
            throw .notAuthentic
        }
    }
}

/// What something sealed belongs to, as bytes that no two owners share.
enum SealOwner {
    case dataKey(of: Agency.ID)
    case value(SealContext)

    /// Every part with its length before it, so that no byte can move from one part into the next.
    var encoded: [UInt8] {
        let parts: [[UInt8]] =
            switch self {
            case .dataKey(let agency):
                [Array("data-key".utf8), agency.bytes]
            case .value(let context):
                [
                    Array("value".utf8), context.agency.bytes, Array(context.purpose.utf8),
                    Array(context.subject.utf8),
                ]
            }
        return parts.flatMap { part in
            (0..<4).map { UInt8(truncatingIfNeeded: part.count >> (24 - 8 * $0)) } + part
        }
    }
}
