import Foundation
import GRDB
import PortalCore

extension SQLiteStorage {
    /// Makes a database from a backup, in quarantine.
    ///
    /// The backup is checked first: one that is damaged, or newer than this binary, is refused, and so is a target that
    /// exists. In the new database nobody is signed in, and the outbox is held until ``release()``, because what lies
    /// in it may have been sent since. Answers what ``verify()`` finds in it.
    public static func restore(
        from backup: String, to target: String, options: SQLiteOptions
    ) async throws -> [Finding] {
        guard FileManager.default.fileExists(atPath: backup) else { throw StorageError.notFound }
        let findings = try await offload {
            var findings: [Finding] = []
            try DatabaseCopy(target: target).make { path in
                let source = try SQLiteConnection(reading: backup, options: options)
                let damage = try Verification.damage(source)
                guard damage.isEmpty else {
                    throw StorageError.damaged(damage.map(\.detail).joined(separator: "; "))
                }
                try DatabaseCopy.copyPages(of: source, to: path)
                findings = try quarantine(path, options: options)
            }
            return findings
        }
        return findings
    }

    private static func quarantine(_ path: String, options: SQLiteOptions) throws -> [Finding] {
        let queue = try DatabaseFile.openWriter(at: path, options: options, upgrading: true)
        let findings = try queue.writeWithoutTransaction { database -> [Finding] in
            guard let handle = database.sqliteConnection else {
                throw StorageError.unavailable("the database is closed")
            }
            let connection = SQLiteConnection(borrowing: handle, observer: nil)
            try connection.beginWriting()
            defer { connection.rollback() }
            try connection.change(Quarantine.endSessions, [])
            try connection.change(Quarantine.endChallenges, [])
            try connection.change(Quarantine.endProofs, [])
            try connection.change(Quarantine.endMailedCodes, [])
            try connection.change(Quarantine.disarmInvitations, [])
            try connection.change(Quarantine.endSecrets, [])
            try connection.change(Quarantine.begin, [])
            let findings = try Verification(connection: connection, digests: options.digests).findings()
            try connection.commit()
            return findings
        }
        // The last one out folds the write-ahead log into the file and removes it.
        try queue.close()
        return findings
    }
}
