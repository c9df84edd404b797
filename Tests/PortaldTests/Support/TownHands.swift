import PortalCore
import Testing

@testable import PortalStore

extension Town {
    /// Takes a client's membership away, as staff do.
    func remove(_ cast: Cast, from number: Int) async throws {
        let owner = Browser(.owner, in: self)
        let path = "/dashboard/clients/\(north.place(number).workspace)/members/\(north.person(cast).user)/removal"
        let answer = try await owner.post(path)
        #expect(answer.status == 303, "removing \(cast) → \(answer.status)")
    }

    /// Changes the schema under everybody's feet, as no operator should.
    func alter(_ sql: String) async throws {
        try await storage.write { transaction in
            try #require(transaction as? SQLiteTransaction).database.execute(sql)
        }
    }

    func suspend(_ cast: Cast) async throws {
        let user = north.person(cast).user
        try await Operator(portal).provision(north.agency) { try $0.setStatus(.suspended, of: user) }
    }

    func setRole(_ role: AccountRole, of cast: Cast) async throws {
        let user = north.person(cast).user
        try await Operator(portal).provision(north.agency) { rows in
            try rows.setStaff(user, role: role, status: .active, at: rows.mint.now)
        }
    }
}

extension [UInt8] {
    func contains(_ text: String) -> Bool { String(decoding: self, as: UTF8.self).contains(text) }
}
