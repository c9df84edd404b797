import PortalCore
import Testing

@Suite struct AccessCaseRandomTests {
    @Test func `random cases are answered as the table says`() throws {
        var dice = SeededDice(seed: 0xACCE55)
        for number in 0..<5000 {
            var random = RandomCase(&dice, id: "c\(number)")
            let line = random.line(&dice)
            let answer = try AccessCase.parse(line).answer()
            guard answer == "c\(number)\t\(random.isAllowed ? "allow" : "deny")" else {
                Issue.record("\(answer) for \(line)")
                return
            }
        }
    }

    @Test func `hostile lines are answered in one line or refused in one, and never crash`() throws {
        var dice = SeededDice(seed: 0xBAD)
        var refused = 0
        for number in 0..<20_000 {
            var random = RandomCase(&dice, id: "c")
            var bytes = Array(random.line(&dice).utf8)
            for _ in 0...number % 3 { Self.damage(&bytes, &dice) }
            do {
                let answer = try AccessCase.parse(bytes).answer(explain: true)
                let columns = answer.split(separator: "\t", omittingEmptySubsequences: false)
                #expect(columns.count == 3 && !answer.utf8.contains(UInt8(ascii: "\n")))
            } catch {
                refused += 1
                #expect(error.description.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(error)")
            }
        }
        // Most damage shows; what does not, such as a changed id, is still a case.
        #expect(refused > 10_000)
    }

    private static let tokens = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "true", "-", "0", "1e999", "\u{0}", "\t",
        "\"id\":", "\"user\":", "\"areas\":[]", "\u{FEFF}", "\u{202E}", "{\"a\":", String(repeating: "[", count: 500),
    ]

    private static func damage(_ bytes: inout [UInt8], _ dice: inout SeededDice) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: bytes.indices, using: &dice)
        let end = min(bytes.count, place + Int.random(in: 1...12, using: &dice))
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &dice)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: dice.pick(tokens).utf8, at: place)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: bytes.indices, using: &dice))
        default: bytes.removeSubrange(place...)
        }
    }
}

/// A case made up at random, with the answer that the table gives to it.
private struct RandomCase {
    private let id: String
    private let action: Action
    private let user: String
    private let suspended: Bool
    private let rows: [Row]
    private let agency: String
    private let workspace: String
    private let facts: AccessFacts
    private let profile: String

    private struct Row {
        let isAccount: Bool
        let place: String
        let role: AccountRole
        let areas: Areas
        let status: MembershipStatus
    }

    // Ids that are alike: composed and decomposed, upper case, and shared by agencies and workspaces.
    private static let ids = ["a", "A", "\u{E9}", "e\u{301}", "\"", "\u{1F511}"]

    init(_ dice: inout SeededDice, id: String) {
        self.id = id
        action = dice.pick(Action.allCases.filter { $0.resourceType != .key })
        user = dice.pick(Self.ids)
        profile = dice.once(in: 2) ? user : dice.pick(Self.ids)
        suspended = dice.once(in: 8)
        agency = dice.pick(Self.ids)
        workspace = dice.pick(Self.ids)
        var rows: [Row] = []
        for _ in 0..<Int.random(in: 0...4, using: &dice) {
            let isAccount = dice.once(in: 2)
            let here = isAccount ? agency : workspace
            rows.append(
                Row(
                    isAccount: isAccount, place: dice.once(in: 2) ? here : dice.pick(Self.ids),
                    role: dice.pick(AccountRole.allCases), areas: dice.once(in: 2) ? .all : dice.pick(Areas.every),
                    status: dice.once(in: 3) ? dice.pick(MembershipStatus.allCases) : .active))
        }
        self.rows = rows
        facts = AccessFacts(
            archived: dice.once(in: 4), published: !dice.once(in: 4), clientTriggerable: !dice.once(in: 4),
            invoice: dice.pick(InvoiceStatus.allCases))
    }

    var isAllowed: Bool {
        var facts = facts
        facts.ownProfile = Array(profile.utf8) == Array(user.utf8)
        return AccessRow.all[action]?.allows(person, facts) ?? false
    }

    private var person: AccessRow.Person {
        if suspended { return .suspended }
        let type = action.resourceType
        let active = rows.filter { $0.status == .active }
        let roles = active.filter { $0.isAccount && Self.same($0.place, agency) && type != .user }.map(\.role)
        if let role = AccountRole.allCases.first(where: roles.contains) { return .staff(role) }
        let clients = active.filter {
            !$0.isAccount && Self.same($0.place, workspace) && type != .user && type != .agency
        }
        return clients.isEmpty ? .outsider : .client(clients.reduce([]) { $0.union($1.areas) })
    }

    private static func same(_ one: String, _ other: String) -> Bool {
        Array(one.utf8) == Array(other.utf8)
    }

    // MARK: Text

    mutating func line(_ dice: inout SeededDice) -> String {
        let rows = self.rows.map { row in
            var fields = [
                row.isAccount ? #""agency":\#(quoted(row.place))"# : #""workspace":\#(quoted(row.place))"#
            ]
            if row.isAccount { fields.append(#""role":"\#(row.role.rawValue)""#) }
            if !row.isAccount, dice.once(in: 2) { fields.append(#""role":"workspace-client""#) }
            if !row.isAccount, row.areas != .all || dice.once(in: 2) {
                fields.append(#""areas":[\#(row.areas.names.map { "\"\($0)\"" }.joined(separator: " , "))]"#)
            }
            if row.status != .active || dice.once(in: 2) { fields.append(#""status":"\#(row.status.rawValue)""#) }
            return object(fields, &dice)
        }
        var user = [#""id":\#(quoted(self.user))"#]
        if suspended { user.append(#""status":"suspended""#) }
        return object(
            [
                #""id":"\#(id)""#, #""user":\#(object(user, &dice))"#, #""action":"\#(action.rawValue)""#,
                #""memberships":[\#(rows.joined(separator: ","))]"#, #""resource":\#(resource(&dice))"#,
            ], &dice)
    }

    private func resource(_ dice: inout SeededDice) -> String {
        let archived = flag("archived", facts.archived, &dice)
        let home =
            #""workspace":"#
            + object([#""id":\#(quoted(workspace))"#, #""agency":\#(quoted(agency))"#] + archived, &dice)
        let published = flag("published", facts.published, &dice)
        let workflow = [home] + published + flag("clientTriggerable", facts.clientTriggerable, &dice)
        let type = #""type":"\#(action.resourceType.rawValue)""#
        let other = #""id":"x""#

        let fields: [String]
        switch action.resourceType {
        case .agency: fields = [#""id":\#(quoted(agency))"#]
        case .user: fields = [#""id":\#(quoted(profile))"#]
        case .workspace: fields = [#""id":\#(quoted(workspace))"#, #""agency":\#(quoted(agency))"#] + archived
        case .workflow: fields = [other] + workflow
        case .run: fields = [other, #""workflow":\#(object([other] + workflow, &dice))"#]
        case .connection: fields = [other, home]
        case .form: fields = [other, home] + published
        case .invoice: fields = [other, home, #""status":"\#(facts.invoice?.rawValue ?? "")""#]
        case .key: fields = []
        }
        return object([type] + fields, &dice)
    }

    private func flag(_ name: String, _ value: Bool, _ dice: inout SeededDice) -> [String] {
        value || dice.once(in: 2) ? [#""\#(name)":\#(value)"#] : []
    }

    private func object(_ fields: [String], _ dice: inout SeededDice) -> String {
        let separator = dice.once(in: 2) ? "," : " ,\t"
        return "{\(fields.shuffled(using: &dice).joined(separator: separator))}"
    }

    private func quoted(_ text: String) -> String {
        text == "\"" ? #""\"""# : "\"\(text)\""
    }
}
