import PortalCore
import PortalServices
import PortalStore

/// The portal's side of the example: a database of its own with one agency, one workspace and one client.
struct Rooms: Sendable {
    let storage: SQLiteStorage
    let portal: Portal
    /// Raised when somebody asked for a run.
    let triggers: WorkSignal
    /// The client, whom the shop signs in.
    let client: User.ID

    static let host = "portal.shop.localhost"

    static func make() async throws -> Rooms {
        let entropy = SystemEntropy()
        let digests = CryptoDigests()
        guard let masterKey = MasterKey(bytes: entropy.bytes(32)) else { throw Malformed() }
        // A real server opens a file: SQLiteStorage.open(at:options:), with a master key that it keeps.
        let storage = try SQLiteStorage.temporary(options: SQLiteOptions(digests: digests))
        let triggers = WorkSignal()
        let portal = Portal(
            storage: PromptStorage(storage, signal: triggers),
            services: Services(
                passwords: ScryptPasswords(), digests: digests, sealing: AESSealer(masterKey: masterKey)),
            clock: SystemClock(), entropy: entropy, onDecision: PromptStorage.observe)
        return Rooms(
            storage: storage, portal: portal, triggers: triggers, client: try await furnish(portal))
    }

    private static func furnish(_ portal: Portal) async throws -> User.ID {
        let agency = try await Operator(portal).createAgency(try draft())
        return try await Operator(portal).provision(agency.id) { rows in
            guard let email = EmailAddress("ada@example.com") else { throw Malformed() }
            let workspace = Workspace(
                id: rows.mint.id(), name: "Acme Bakery", createdAt: rows.mint.now, archivedAt: nil)
            let client = User(
                id: rows.mint.id(), email: email, name: "Ada Miller", status: .active, language: nil, timeZone: nil)
            try rows.add(workspace)
            // No password: the shop signs her in, never the portal.
            try rows.add(client, password: nil)
            try rows.setClient(client.id, of: workspace.id, areas: .all, status: .active, at: rows.mint.now)
            return client.id
        }
    }

    private static func draft() throws -> AgencyDraft {
        guard let slug = Slug("shop"), let host = HostName(host), let email = EmailAddress("owner@example.com") else {
            throw Malformed()
        }
        func grey(_ level: UInt8) -> Colour { Colour(red: level, green: level, blue: level) }
        let palette = Palette(
            primary: grey(0x22), onPrimary: grey(0xff), accent: grey(0x33), background: grey(0xf7), surface: grey(0xff),
            text: grey(0x11), muted: grey(0x55), border: grey(0x88), danger: Colour(red: 0xb4, green: 0x23, blue: 0x18))
        return AgencyDraft(
            slug: slug, name: "The Shop", host: host, timeZone: "UTC", language: "en",
            brand: Brand(
                name: "The Shop", light: palette, dark: nil, logo: nil, icon: nil, supportEmail: nil, revision: 1),
            ownerEmail: email, ownerName: "Owner",
            ownerPassword: try NewPassword(Secret(bytes: SystemEntropy().bytes(32)).text, for: email))
    }

    private struct Malformed: Error {}
}
