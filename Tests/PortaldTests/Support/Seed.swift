import Foundation
import PortalCore
import PortalServices
import PortalStore

/// Two agencies full of twins, as one database file and what one has to know to ask for what is in it.
///
/// It is made once in a test run; each ``Town`` gets a copy of the file.
struct Seed: Sendable {
    /// The database file, whole.
    let file: [UInt8]
    let houses: [Side: House]
    /// Who may be shown which id.
    let ids: [String: Belonging]

    static let shared = Task { try await make() }

    func house(_ side: Side) -> House {
        guard let house = houses[side] else { preconditionFailure("there is no house \(side)") }
        return house
    }

    private static func make() async throws -> Seed {
        let directory = try TownDirectory()
        let storage = try SQLiteStorage.open(
            at: directory.database, options: SQLiteOptions(digests: CryptoDigests()))
        let entropy = TownEntropy("seed")
        let portal = Portal(
            storage: storage,
            services: try Town.services(ScryptPasswords(parameters: try Town.cheap(), entropy: entropy)),
            clock: TownClock(), entropy: entropy)
        let register = Register()
        var houses: [Side: House] = [:]
        // The other agency first: what falls back to the first of anything shows itself to the north's visitors.
        for side in [Side.south, .north] {
            houses[side] = try await HouseBuilder(side: side, portal: portal, entropy: entropy, register: register)
                .build()
        }
        try await sendMails(Operator(portal))
        try await storage.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: directory.database))
        return Seed(file: Array(file), houses: houses, ids: register.ids)
    }

    /// What the seed's own invitations put into the outbox has gone out before any test begins.
    private static func sendMails(_ hand: Operator) async throws {
        for job in try await hand.dueMails(limit: 1_000) {
            guard let dispatch = try await hand.begin(job) else { continue }
            try await hand.settle(dispatch, .accepted, size: 4_096)
        }
    }
}

/// A directory for one database, deleted with everything in it when nobody holds it any more.
final class TownDirectory: Sendable {
    let path: String

    var database: String { "\(path)/portal.sqlite" }

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("town-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The bytes of every file in it, by name.
    func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            files[name] = Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
        }
        return files
    }
}
