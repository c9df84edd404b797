import PortalCore
import PortalStore
import Testing

/// What somebody shows who is nobody here: it costs and tells the same, whatever it once was or elsewhere is.
@Suite struct CredentialTests {
    private func asked(
        _ visitor: Visitor, _ target: String, in town: Town, as manner: Browser.Manner
    ) async throws -> (answer: Answer, statements: [String]) {
        let browser = Browser(visitor, in: town)
        // Whatever is read once in a town is read before.
        _ = try await browser.get(target, as: manner)
        try await town.settle()
        town.notebook.watch()
        let answer = try await browser.get(target, as: manner)
        try await town.settle()
        return (answer.comparable, town.notebook.read().statements.map(\.sql))
    }

    private func unknown(session: String? = nil, key: String? = nil) -> Visitor {
        Visitor(
            name: "unknown", seat: .nobody, session: session, key: key, home: nil, grants: [:], own: [], person: nil)
    }

    @Test func `a session that ended, one of the other agency's and one that never was are the same`() async throws {
        try await Town.open { town in
            let never = Secret(bytes: SystemBytes.random(32)).text
            for (target, manner) in [
                ("/portal", Browser.Manner.navigation), ("/portal/runs", .program), ("/dashboard", .program),
            ] {
                let expected = try await asked(unknown(session: never), target, in: town, as: manner)
                #expect([303, 401].contains(expected.answer.status))
                for visitor in [
                    Visitor(.suspended, town.seed), .foreign(.client, town.seed), .foreign(.owner, town.seed),
                ] {
                    let actual = try await asked(visitor, target, in: town, as: manner)
                    #expect(actual.answer == expected.answer, "\(visitor.name) at \(target)")
                    #expect(actual.statements == expected.statements, "\(visitor.name) at \(target)")
                }
            }
        }
    }

    @Test func `a key that was revoked, one of the other agency's and one that never was are the same`() async throws {
        try await Town.open { town in
            let never = Secret(bytes: SystemBytes.random(32)).text
            for target in ["/api/v1/workspaces", "/api/v1/runs", "/api/v1/nothing"] {
                let expected = try await asked(unknown(key: never), target, in: town, as: .program)
                #expect(expected.answer.status == 401)
                for visitor in [Visitor(.revoked, town.seed), .foreignKey(town.seed)] {
                    let actual = try await asked(visitor, target, in: town, as: .program)
                    #expect(actual.answer == expected.answer, "\(visitor.name) at \(target)")
                    #expect(actual.statements == expected.statements, "\(visitor.name) at \(target)")
                }
            }
        }
    }

    @Test func `a session is no key, and a key is no session`() async throws {
        try await Town.open { town in
            let session = try #require(town.north.person(.owner).session)
            let key = town.north.key(.wide).text
            let withKey = Browser(unknown(session: key), in: town)
            #expect(try await withKey.get("/dashboard").status == 303)
            let withSession = Browser(unknown(key: session), in: town)
            #expect(try await withSession.get("/api/v1/workspaces", as: .program).status == 401)
            let person = Browser(.owner, in: town)
            #expect(try await person.get("/api/v1/workspaces", as: .program).status == 401)
        }
    }
}
