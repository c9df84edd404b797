import PortalCore
import Testing

/// What a client may enter is narrowed and widened after they came.
@Suite struct AreaTests {
    private func setAreas(
        _ areas: [String], of cast: Cast = .client, by asker: Cast = .admin, in town: Town, place: Int = 1
    ) async throws -> Answer {
        let user = town.north.person(cast).user
        let path = "/dashboard/clients/\(town.north.place(place).workspace)/members/\(user)/areas"
        return try await Browser(asker, in: town).post(path, areas.map { ("area", $0) })
    }

    private static let pages = ["workflows", "connections", "forms", "billing"]

    @Test(arguments: [[], ["billing"], ["workflows", "forms"], pages])
    func `areas are given and taken, in effect at the next request`(_ areas: [String]) async throws {
        try await Town.open { town in
            let client = Browser(.client, in: town)
            #expect(try await client.get("/portal/billing").status == 200)
            let answer = try await setAreas(areas, in: town)
            #expect(answer.status == 303)
            for page in Self.pages {
                let status = try await client.get("/portal/\(page)").status
                #expect(status == (areas.contains(page) ? 200 : 404), "\(page)")
            }
            // These are always there.
            #expect(try await client.get("/portal").status == 200)
            #expect(try await client.get("/portal/account").status == 200)
            #expect(try await setAreas(Self.pages, in: town).status == 303)
            #expect(try await client.get("/portal/billing").status == 200)
        }
    }

    @Test func `it is written down, and the other workspaces of the person stay as they were`() async throws {
        try await Town.open { town in
            let user = town.north.person(.both).user
            #expect(try await setAreas(["forms"], of: .both, in: town).status == 303)
            let rows = try town.rows.texts(
                "SELECT areas FROM client_membership WHERE user_id = x'\(user.hex)' ORDER BY areas")
            #expect(rows == ["4", "15"])
            let detail = try town.rows.texts(
                """
                SELECT action || ' ' || detail FROM audit JOIN audit_detail USING (agency_id, number)
                WHERE agency_id = x'\(town.north.agency.hex)' ORDER BY number DESC LIMIT 1
                """)
            #expect(detail.first?.hasPrefix("workspace.removeClient ") == true)
            #expect(detail.first?.hasSuffix(": forms") == true)
            let entries = try town.rows.count("audit")
            #expect(try await setAreas(["forms"], of: .both, in: town).status == 303)
            #expect(try town.rows.count("audit") == entries, "what is so already is not written again")
        }
    }

    @Test func `members may not, nobody may for who is no client there, and what is no area changes nothing`()
        async throws
    {
        try await Town.open { town in
            let before = try town.rows.everything()
            #expect(try await setAreas([], by: .member, in: town).status == 403)
            #expect(try await setAreas([], of: .neighbour, in: town).status == 404)
            #expect(try await setAreas([], of: .removed, in: town).status == 404)
            #expect(try await setAreas([], of: .member, in: town).status == 404)
            #expect(try await setAreas(["workflows", "everything"], in: town).status == 422)
            #expect(try await setAreas([], of: .exile, in: town, place: Place.archived).status == 409)
            #expect(try town.rows.everything() == before)
        }
    }
}
