import PortalCore
import PortalServices

/// Whether the master key is the one that this database's secrets are sealed with.
///
/// It opens one sealed secret of an engine. A database without engines has nothing to try on; then it says nothing.
struct SealCheck: Sendable {
    private let portal: Portal

    init(_ portal: Portal) { self.portal = portal }

    func run() async throws {
        for kind in EngineKind.allCases {
            guard let contact = try await Operator(portal).enginesToAsk(kind: kind).first else { continue }
            do {
                _ = try portal.services.sealing.open(
                    contact.signingSecret, under: contact.dataKey,
                    as: .engineSigningSecret(contact.engine.id, agency: contact.agency))
                return
            } catch {
                throw Complaint(
                    .configuration, "master-key: it is not the key that this database's secrets are sealed with")
            }
        }
    }
}

extension Portal {
    /// A portal for commands that neither seal nor open secrets and check no password.
    static func withoutSecrets(_ storage: any PortalStorage) -> Portal {
        Portal(
            storage: storage,
            services: Services(passwords: NoPasswords(), digests: CryptoDigests(), sealing: NoSealing()),
            clock: SystemClock(), entropy: SystemEntropy())
    }
}

/// Refuses: the command has no master key.
private struct NoSealing: Sealing {
    struct NoKey: Error {}

    func makeDataKey(for agency: Agency.ID) throws -> WrappedKey { throw NoKey() }
    func seal(_ plaintext: [UInt8], under key: WrappedKey, as context: SealContext) throws -> Sealed { throw NoKey() }
    func open(_ sealed: Sealed, under key: WrappedKey, as context: SealContext) throws -> [UInt8] { throw NoKey() }
    func proof(of context: SealContext, under key: WrappedKey) throws -> [UInt8] { throw NoKey() }
}

/// Refuses: the command has nothing to do with passwords.
private struct NoPasswords: PasswordHashing {
    func hash(_ password: String) async throws -> PasswordHash { throw PasswordQueueFull() }
    func verify(_ password: String, against hash: PasswordHash?) async throws -> PasswordVerdict {
        throw PasswordQueueFull()
    }
}
