import FoundationEssentials
import PortalCore
import PortalStore

/// A database that appears whole or not at all.
///
/// It is filled beside its place and moved there when it is complete, so that a start that was interrupted leaves nothing half done. The
/// caller holds the directory's lock.
struct NewDatabase: Sendable {
    private let directory: DataDirectory
    private var draft: String { "\(directory.database).making" }

    init(in directory: DataDirectory) { self.directory = directory }

    /// Fills a new database. A directory that has one already is a complaint.
    func make<Answer>(_ fill: (SQLiteStorage) async throws -> Answer) async throws -> Answer {
        guard !directory.hasDatabase else {
            throw Complaint(.cannotCreate, "\(directory.path): there is a portal here already")
        }
        clear()
        let storage = try SQLiteStorage.open(at: draft, options: DataDirectory.options)
        let answer: Answer
        do {
            answer = try await fill(storage)
            try await storage.close()
        } catch {
            try? await storage.close()
            clear()
            throw error
        }
        try System.move(draft, to: directory.database)
        clear()
        return answer
    }

    private func clear() {
        for name in ["", "-wal", "-shm", "-journal", "-migration.lock"] {
            try? FileManager.default.removeItem(atPath: draft + name)
        }
    }
}
