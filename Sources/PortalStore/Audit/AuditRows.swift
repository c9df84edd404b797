import PortalCore

extension SQLiteSnapshot {
    func auditEntries(in scope: AgencyScope, limit: Int) throws -> [AuditEntry] {
        try database.all(Query.newest, [.id(scope.agency), .count(limit)]) { row in
            let link = try AuditLink(row: row)
            guard let action = Action(rawValue: link.action) else {
                throw StorageError.damaged("\(link.action) is no action")
            }
            return AuditEntry(
                agency: link.agency, at: link.at, actor: try AuditActor(link), action: action, subject: link.subject,
                workspace: link.workspace, detail: row.optionalText(AuditLink.columnCount) ?? "")
        }
    }
}

extension SQLiteTransaction {
    func append(_ entry: AuditEntry, salt: [UInt8], in scope: AgencyScope) throws {
        guard entry.agency == scope.agency else { throw StorageError.notFound }
        let head = try database.first(Query.head, [.id(scope.agency)]) { (number: $0.int(0), hash: $0.bytes(1)) }
        guard let head else { throw StorageError.notFound }
        let chain = AuditChain(digests: shared.digests)
        let link = AuditLink(
            agency: scope.agency, number: head.number + 1, at: entry.at, actor: entry.actor.word,
            actorID: entry.actor.idBytes, action: entry.action.rawValue, subject: entry.subject,
            workspace: entry.workspace, commitment: chain.commitment(to: entry.detail, salt: salt))
        let hash = chain.hash(of: link, after: head.hash)
        try database.change(
            Query.insert,
            [
                .id(link.agency), .int(link.number), .instant(link.at), .text(link.actor), .blob(link.actorID),
                .text(link.action), .text(link.subject), .id(link.workspace), .blob(link.commitment), .blob(hash),
            ])
        try database.change(
            Query.insertDetail, [.id(link.agency), .int(link.number), .blob(salt), .text(entry.detail)])
        try database.changeOne(Query.setHead, [.id(link.agency), .int(link.number), .blob(hash)])
    }
}

extension AuditActor {
    fileprivate var word: String {
        switch self {
        case .user: "user"
        case .key: "key"
        case .operatorConsole: "operator"
        }
    }

    fileprivate var idBytes: [UInt8]? {
        switch self {
        case .user(let id): id.bytes
        case .key(let id): id.bytes
        case .operatorConsole: nil
        }
    }

    fileprivate init(_ link: AuditLink) throws {
        switch (link.actor, link.actorID) {
        case ("user", let bytes?):
            guard let id = User.ID(bytes: bytes) else { throw StorageError.damaged("an audit entry names no user") }
            self = .user(id)
        case ("key", let bytes?):
            guard let id = APIKey.ID(bytes: bytes) else { throw StorageError.damaged("an audit entry names no key") }
            self = .key(id)
        case ("operator", nil):
            self = .operatorConsole
        default:
            throw StorageError.damaged("an audit entry names no actor")
        }
    }
}

private enum Query {
    static let newest = SQL(
        """
        SELECT \(AuditLink.columns), detail.detail FROM audit
        LEFT JOIN audit_detail detail ON detail.agency_id = audit.agency_id AND detail.number = audit.number
        WHERE audit.agency_id = ?1 ORDER BY audit.number DESC LIMIT ?2
        """)
    static let head = SQL("SELECT audit_count, audit_head FROM agency WHERE id = ?1")
    static let setHead = SQL("UPDATE agency SET audit_count = ?2, audit_head = ?3 WHERE id = ?1")
    static let insert = SQL(
        """
        INSERT INTO audit (agency_id, number, at, actor, actor_id, action, subject, workspace_id, commitment, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
    static let insertDetail = SQL("INSERT INTO audit_detail (agency_id, number, salt, detail) VALUES (?1, ?2, ?3, ?4)")
}
