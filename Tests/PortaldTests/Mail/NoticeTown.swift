import PortalCore
import PortalPages
import Testing

@testable import PortalStore

extension Town {
    static let almanac: Almanac = { LocalDay(of: $1, in: $0) }

    /// Reports runs as an engine does, in one batch; they ended just now.
    func report(
        _ ids: [String], _ status: RunStatus = .failed, attempt: Int = 1, endedAt: Instant? = nil,
        by machine: Machine = .bound
    ) async throws {
        let end = Timestamp.text(endedAt ?? clock.now)
        let reports = ids.map { id in
            """
            {"engine":"\(north.engine)","externalId":"\(id)","workflowExternalId":"twin-1","attempt":\(attempt),\
            "status":"\(status.rawValue)","endedAt":"\(end)","error":"the detail of \(id)"}
            """
        }
        let key = Browser(Visitor(machine, seed), in: self)
        let answer = try await key.json("POST", "/api/v1/runs", "[\(reports.joined(separator: ","))]")
        #expect(answer.status == 200 && !answer.text.contains("refused"), "\(answer.text)")
    }

    /// Chooses for somebody what they could choose, or could have chosen before something was taken from them.
    func choose(_ notice: Notice, isOn: Bool, by casts: [Cast]) async throws {
        let users = casts.map { north.person($0).user }
        let agency = north.agency
        try await storage.write { transaction in
            guard let transaction = transaction as? SQLiteTransaction else { return }
            for user in users {
                try transaction.database.execute(
                    """
                    INSERT INTO notice_choice (agency_id, user_id, notice, is_on)
                    VALUES (\(agency.sql), \(user.sql), '\(notice.rawValue)', \(isOn ? 1 : 0))
                    ON CONFLICT DO UPDATE SET is_on = excluded.is_on
                    """)
            }
        }
    }

    /// Orders what the clock says, as the worker does.
    @discardableResult
    func look() async throws -> Int {
        let hand = Operator(portal)
        return try await hand.tellWhatWaits(by: Self.almanac) + hand.summariseWeek(by: Self.almanac)
    }

    /// The people of the north that mails went to; the south's own mails are for the south.
    func readers(of mails: [MailMessage]) -> Set<Cast> {
        let mails = mails.filter { $0.host.text == House.host(of: .north) }
        let casts = mails.compactMap { mail in
            Cast.allCases.first { north.person($0).email == mail.to.address.text }
        }
        #expect(casts.count == mails.count, "a mail went to nobody of this house")
        #expect(Set(casts).count == casts.count, "somebody got two")
        return Set(casts)
    }
}

extension Cast {
    static let staff: Set<Cast> = [.owner, .admin, .member]
}

extension Identifier {
    /// The identifier as SQL writes bytes.
    var sql: String { "X'" + bytes.map { String(256 + Int($0), radix: 16).dropFirst() }.joined() + "'" }
}
