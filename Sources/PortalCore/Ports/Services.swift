/// What the rules need from outside that is not storage: cryptography, given by PortalServices or an embedder.
public struct Services: Sendable {
    public let passwords: any PasswordHashing
    public let digests: any Digesting
    public let sealing: any Sealing

    public init(passwords: any PasswordHashing, digests: any Digesting, sealing: any Sealing) {
        self.passwords = passwords
        self.digests = digests
        self.sealing = sealing
    }
}

/// Derives and checks passwords, a bounded number at a time.
public protocol PasswordHashing: Sendable {
    /// A hash at the current parameters, with a fresh salt.
    func hash(_ password: String) async throws -> PasswordHash

    /// Whether the password is the one behind the hash.
    ///
    /// Costs one derivation whatever the answer. With `nil` (nobody of that address, nobody with a password) it derives at the
    /// current parameters against a decoy and says no. Throws when too many wait already.
    func verify(_ password: String, against hash: PasswordHash?) async throws -> PasswordVerdict
}

public enum PasswordVerdict: Hashable, Sendable {
    case wrong
    case right
    /// Right, and kept with weaker parameters than today's.
    case rightButOutdated
}

/// Too many password derivations wait already; ask again in a moment.
public struct PasswordQueueFull: Error, Hashable, Sendable {
    public init() {}
}

public protocol Digesting: Sendable {
    /// SHA-256: 32 bytes.
    func sha256(_ bytes: [UInt8]) -> [UInt8]

    /// HMAC with SHA-256: 32 bytes.
    func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8]

    /// HMAC with SHA-1: 20 bytes. Authenticator apps know no other.
    func hmacSHA1(_ bytes: [UInt8], key: [UInt8]) -> [UInt8]
}

extension Digesting {
    /// What is stored of a secret.
    public func digest(of secret: Secret) -> SecretDigest { SecretDigest(bytes: sha256(secret.bytes)) }
}

/// Encrypts what must be kept and given back only to a machine: AES-256-GCM, a data key per agency under the master key.
public protocol Sealing: Sendable {
    /// A new data key, itself sealed under the master key for that agency.
    func makeDataKey(for agency: Agency.ID) throws -> WrappedKey

    /// Seals under an agency's data key, bound to what it belongs to.
    func seal(_ plaintext: [UInt8], under key: WrappedKey, as context: SealContext) throws -> Sealed

    /// Opens what ``seal(_:under:as:)`` made with the same key and context; throws for anything else.
    func open(_ sealed: Sealed, under key: WrappedKey, as context: SealContext) throws -> [UInt8]

    /// Thirty-two bytes that nobody can make without the agency's data key, and that are always the same for the same context: proof
    /// that we wrote what carries them.
    func proof(of context: SealContext, under key: WrappedKey) throws -> [UInt8]
}

/// An agency's data key as it is stored.
public struct WrappedKey: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }
}

/// Ciphertext with its nonce and tag.
public struct Sealed: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }
}

/// What a sealed value belongs to. It is authenticated with it, so that ciphertext cannot be moved to another row.
public struct SealContext: Hashable, Sendable {
    public let agency: Agency.ID
    /// The kind of value, such as `engine-credential`.
    public let purpose: String
    /// The text form of the id of the row it lies in.
    public let subject: String

    public init(agency: Agency.ID, purpose: String, subject: String) {
        self.agency = agency
        self.purpose = purpose
        self.subject = subject
    }

    public static func runError(_ run: Run.ID, agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "run-error", subject: run.description)
    }

    public static func engineCredential(_ engine: Engine.ID, agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "engine-credential", subject: engine.description)
    }

    public static func engineSigningSecret(_ engine: Engine.ID, agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "engine-signing-secret", subject: engine.description)
    }

    public static func connectionCredential(_ connection: Connection.ID, agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "connection-credential", subject: connection.description)
    }

    public static func mailSecret(_ mail: Mail.ID, agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "mail-secret", subject: mail.description)
    }

    public static func noticeStop(_ notice: Notice, of user: User.ID, agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "stop \(notice.rawValue)", subject: user.description)
    }

    public static func mailPassword(_ agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "mail-password", subject: agency.description)
    }
}
