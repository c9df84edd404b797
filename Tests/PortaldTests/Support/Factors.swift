import PortalCore
import PortalServices
import Testing

extension Town {
    /// The key of everybody's second factor, where a test gives them one.
    static let factorKey: FactorKey = {
        guard let key = FactorKey(bytes: Array("12345678901234567890".utf8)) else { preconditionFailure("160 bits") }
        return key
    }()

    static let codes = TimeCode(factorKey, digests: CryptoDigests())

    /// What everybody's app shows now.
    var code: String { Self.codes.text(at: TimeCode.step(at: clock.now)) }

    /// Another code than that of any step that is good now.
    var wrongCode: String {
        let step = TimeCode.step(at: clock.now)
        let right = (step - 1...step + 1).map { Self.codes.text(at: $0) }
        return ["000000", "111111", "222222", "333333"].first { !right.contains($0) } ?? "444444"
    }

    func giveSecondFactor(to people: Cast...) async throws {
        let users = people.map { north.person($0).user }
        try await Operator(portal).provision(north.agency) { rows in
            for user in users { try rows.setSecondFactor(Town.factorKey, of: user) }
        }
    }

    func giveEverybodyASecondFactor() async throws {
        let users = Cast.allCases.map { north.person($0).user }
        try await Operator(portal).provision(north.agency) { rows in
            for user in users { try rows.setSecondFactor(Town.factorKey, of: user) }
        }
    }

    /// Asks staff, clients or both for a second factor, as the owner does.
    func requireSecondFactor(of fields: String...) async throws {
        let answer = try await Browser(.admin, in: self).post("/dashboard/settings/sign-in", fields.map { ($0, "yes") })
        #expect(answer.status == 303, "\(answer.status)")
    }
}

extension Browser {
    /// Types a code after the right password, and keeps what came of it.
    @discardableResult
    func typeCode(_ fields: (String, String)..., next: String = "") async throws -> Answer {
        let page = try await get("/sign-in/code")
        #expect(page.status == 200, "\(page.status)")
        let hidden = page.text.form(to: "/sign-in/code") ?? []
        let answer = try await send(form("/sign-in/code", hidden + fields))
        keep(answer)
        return answer
    }

    /// Gives the right password to somebody who has a second factor; the browser is then asked for a code.
    @discardableResult
    func givePassword(of cast: Cast) async throws -> Answer {
        let person = town.north.person(cast)
        let answer = try await signIn(person.email, person.password)
        keep(answer)
        return answer
    }

    /// Sets a second factor up where it is offered; answers the page that shows the recovery codes.
    func setUpSecondFactor(at path: String, password: String, code: String? = nil) async throws -> Answer {
        let page = try await get(path)
        #expect(page.status == 200, "\(path) → \(page.status)")
        let hidden = try #require(page.text.form(to: path), "no form at \(path)")
        let offered = try #require(hidden.first { $0.0 == "factor-key" }?.1)
        let key = try #require(FactorKey(text: offered))
        let step = TimeCode.step(at: town.clock.now)
        let right = TimeCode(key, digests: CryptoDigests()).text(at: step)
        let answer = try await send(
            form(path, hidden + [("code", code ?? right), ("current-password", password)]))
        keep(answer)
        return answer
    }
}

extension Answer {
    /// The recovery codes that a page shows.
    var recoveryCodes: [String] {
        text.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "-") }).map(String.init)
            .filter {
                $0.count == 19 && RecoveryCode($0) != nil && $0.split(separator: "-").map(\.count) == [4, 4, 4, 4]
            }
    }
}
