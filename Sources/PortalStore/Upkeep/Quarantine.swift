import PortalCore

/// After a restore nothing leaves the house until the operator has looked: what the outbox holds may have been sent
/// since the backup was made.
enum Quarantine {
    static let key = "quarantine"

    static let begin = SQL("INSERT INTO setting (key, value) VALUES ('\(key)', '1') ON CONFLICT (key) DO NOTHING")
    static let end = SQL("DELETE FROM setting WHERE key = '\(key)'")
    static let endSessions = SQL("DELETE FROM session")
    static let endChallenges = SQL("DELETE FROM sign_in_challenge")
    static let endProofs = SQL("DELETE FROM mail_proof")
    static let endMailedCodes = SQL("DELETE FROM mailed_code")
    static let disarmInvitations = SQL("UPDATE invitation SET digest = NULL")
    static let endSecrets = SQL("UPDATE mail SET secret = NULL WHERE secret IS NOT NULL")
}

extension SQLiteStorage {
    /// Whether the database was restored and not released yet.
    public var isQuarantined: Bool {
        get async throws { try await read { try ($0 as? SQLiteSnapshot)?.isQuarantined ?? true } }
    }

    /// Lets a restored database act again; answers whether it was held.
    public func release() async throws -> Bool {
        try await write { transaction in
            guard let transaction = transaction as? SQLiteTransaction else { return false }
            return try transaction.database.change(Quarantine.end, []) > 0
        }
    }
}
