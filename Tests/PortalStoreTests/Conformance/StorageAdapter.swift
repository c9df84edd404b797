import PortalCore
import PortalStore
import Testing

/// A storage engine that the conformance suite is run against: what it is called, and a way to a fresh, empty storage.
///
/// The suite states the promises of the ports and asks for nothing else. Whoever writes an adapter for another engine adds it to
/// ``all``, and is done when everything passes.
struct StorageAdapter: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable () async throws -> any PortalStorage

    var testDescription: String { name }

    static let all: [StorageAdapter] = [
        StorageAdapter(name: "SQLite") {
            try SQLiteStorage.temporary(options: SQLiteOptions(digests: MixingDigests()))
        }
    ]
}

/// One twin world for each adapter, for tests that leave nothing behind in it: making one takes longer than what they ask.
actor SharedWorld {
    private static let instance = SharedWorld()
    private var worlds: [String: Task<TwinWorld, any Error>] = [:]

    static func of(_ adapter: StorageAdapter) async throws -> TwinWorld { try await instance.world(of: adapter) }

    private func world(of adapter: StorageAdapter) async throws -> TwinWorld {
        let making = worlds[adapter.name] ?? Task { try await TwinWorld.make(adapter) }
        worlds[adapter.name] = making
        return try await making.value
    }
}
