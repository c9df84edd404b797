import PortalCore

/// How entries of an agency's audit log hang together.
///
/// Each entry's hash covers the hash before it, everything that the entry says by id, and a commitment to its words:
/// the salted hash of what lies beside the chain. So no entry can be changed, left out or moved unnoticed, and words
/// can be erased without breaking the chain. Every part is preceded by its length, so that no two entries have the same
/// bytes.
struct AuditChain {
    let digests: any Digesting

    static let start = [UInt8](repeating: 0, count: 32)

    func commitment(to detail: String, salt: [UInt8]) -> [UInt8] {
        digests.sha256(Self.framed([salt, Array(detail.utf8)]))
    }

    func hash(of link: AuditLink, after previous: [UInt8]) -> [UInt8] {
        digests.sha256(
            Self.framed([
                previous, link.agency.bytes, Self.bytes(link.number), Self.bytes(link.at.milliseconds),
                Array(link.actor.utf8), link.actorID ?? [], Array(link.action.utf8), Array(link.subject.utf8),
                link.workspace?.bytes ?? [], link.commitment,
            ]))
    }

    private static func framed(_ parts: [[UInt8]]) -> [UInt8] {
        parts.flatMap { bytes(Int64($0.count)) + $0 }
    }

    private static func bytes(_ value: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    }
}

/// One entry as the chain sees it.
struct AuditLink {
    let agency: Agency.ID
    let number: Int64
    let at: Instant
    let actor: String
    let actorID: [UInt8]?
    let action: String
    let subject: String
    let workspace: Workspace.ID?
    let commitment: [UInt8]
}

extension AuditLink {
    static let columns = """
        audit.agency_id, audit.number, audit.at, audit.actor, audit.actor_id, audit.action, audit.subject,
        audit.workspace_id, audit.commitment
        """
    static let columnCount: Int32 = 9

    init(row: Row) throws {
        self.init(
            agency: try row.id(0), number: row.int(1), at: row.instant(2), actor: row.text(3),
            actorID: row.optionalBytes(4), action: row.text(5), subject: row.text(6), workspace: try row.optionalID(7),
            commitment: row.bytes(8))
    }
}
