@testable import PortalCore
@testable import PortalStore

/// The few things for which neither the operator's hand nor a route has a way in.
enum SeedDoor {
    /// A picture of a brand, as an upload would leave it.
    static func insert(
        _ picture: House.Picture, of agency: Agency.ID, into storage: any PortalStorage, at now: Instant
    ) async throws {
        try await storage.write { transaction in
            try transaction.insert(picture.asset, bytes: picture.bytes, at: now, in: AgencyScope(agency: agency))
        }
    }

    /// Makes the mails that are due wait.
    static func postponeMails(until later: Instant, in storage: any PortalStorage, at now: Instant) async throws {
        try await storage.write { transaction in
            for job in try transaction.dueMails(at: now, limit: 100, in: OperatorScope()) {
                try transaction.schedule(job, at: later, reason: "", size: 0, in: OperatorScope())
            }
        }
    }

    /// Does to the database what no code of ours would.
    static func execute(_ sql: String, in storage: SQLiteStorage) async throws {
        try await storage.write { transaction in
            guard let transaction = transaction as? SQLiteTransaction else { throw StorageError.lentBodyEnded }
            try transaction.database.execute(sql)
        }
    }
}
