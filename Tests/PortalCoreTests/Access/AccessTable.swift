import PortalCore

/// Who may do what, written down a second time: section 3 of the design as a table of words, read by an interpreter
/// that knows nothing of the policy.
///
/// Columns: owner, admin, member, client. `live`: the workspace is not archived. A cell is `yes`, `no`, or conditions
/// that must all hold.
enum AccessTable {
    static let text = """
        agency.dashboard          | yes             | yes             | yes             | no
        agency.viewTeam           | yes             | yes             | yes             | no
        agency.invite             | yes             | yes             | no              | no
        agency.removeStaff        | yes             | yes             | no              | no
        agency.changeRole         | yes             | yes             | no              | no
        agency.resetFactor        | yes             | yes             | no              | no
        agency.update             | yes             | yes             | no              | no
        agency.branding           | yes             | yes             | no              | no
        agency.domain             | yes             | yes             | no              | no
        agency.createWorkspace    | yes             | yes             | no              | no
        agency.viewAudit          | yes             | yes             | no              | no
        agency.apiKeys            | yes             | yes             | no              | no
        agency.engines            | yes             | yes             | no              | no
        agency.providers          | yes             | yes             | no              | no
        agency.viewOutbox         | yes             | yes             | yes             | no
        product.manage            | yes             | yes             | no              | no
        agency.connectStripe      | yes             | no              | no              | no
        agency.viewRevenue        | yes             | no              | no              | no
        agency.viewPlan           | yes             | no              | no              | no
        agency.changePlan         | yes             | no              | no              | no
        agency.transferOwnership  | yes             | no              | no              | no
        agency.delete             | yes             | no              | no              | no
        portal.open               | no              | no              | no              | live
        workspace.dashboard       | yes             | yes             | yes             | no
        workspace.viewMembers     | yes             | yes             | yes             | no
        workspace.preview         | live            | live            | no              | no
        workspace.update          | live            | live            | no              | no
        workspace.archive         | live            | live            | no              | no
        workspace.restore         | yes             | yes             | no              | no
        workspace.delete          | yes             | yes             | no              | no
        workspace.inviteClient    | live            | live            | no              | no
        workspace.removeClient    | live            | live            | no              | no
        billing.view              | yes             | yes             | yes             | live, billing area
        billing.paymentPortal     | no              | no              | no              | live, billing area
        subscription.manage       | live            | live            | no              | no
        invoice.create            | live            | live            | no              | no
        workflow.create           | live            | live            | live            | no
        connection.create         | live            | live            | live            | no
        form.create               | live            | live            | live            | no
        workflow.view             | yes             | yes             | yes             | live, workflows area, published
        workflow.trigger          | live            | live            | live            | live, workflows area, published, triggerable
        workflow.edit             | live            | live            | live            | no
        workflow.publish          | live            | live            | live            | no
        workflow.setTriggerable   | live            | live            | live            | no
        workflow.delete           | live            | live            | live            | no
        run.view                  | yes             | yes             | yes             | live, workflows area, published
        run.viewPayload           | yes             | yes             | yes             | no
        run.retry                 | live            | live            | live            | no
        run.cancel                | live            | live            | live            | live, workflows area, published, triggerable
        connection.view           | yes             | yes             | yes             | live, connections area
        connection.reauthorize    | live            | live            | live            | live, connections area
        connection.confirmAccount | no              | no              | no              | live, connections area
        connection.edit           | live            | live            | live            | no
        connection.delete         | live            | live            | live            | no
        form.view                 | yes             | yes             | yes             | live, forms area, published
        form.viewSubmissions      | yes             | yes             | yes             | live, forms area, published
        form.submit               | live, published | live, published | live, published | live, forms area, published
        form.decide               | no              | no              | no              | live, forms area, published
        form.edit                 | live            | live            | live            | no
        form.publish              | live            | live            | live            | no
        form.delete               | live            | live            | live            | no
        invoice.view              | yes             | yes             | yes             | live, billing area, not draft
        invoice.pay               | no              | no              | no              | live, billing area, open
        invoice.void              | live            | live            | no              | no
        profile.edit              | own             | own             | own             | own
        runs.ingest               | no              | no              | no              | no
        runs.read                 | no              | no              | no              | no
        workflows.upsert          | no              | no              | no              | no
        workflows.publish         | no              | no              | no              | no
        workflows.read            | no              | no              | no              | no
        connections.token         | no              | no              | no              | no
        """

    /// The cells of every row, by the action's name.
    static let cells: [String: [String]] = {
        let rows = text.split(separator: "\n").map { row in row.split(separator: "|").map(trimmed) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Array($0.dropFirst())) })
    }()

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// What the table says of one action, ready to be asked often.
struct AccessRow {
    private let owner: Cell
    private let admin: Cell
    private let member: Cell
    private let client: Cell
    private let isProfile: Bool

    init(_ action: Action) {
        let cells = (AccessTable.cells[action.rawValue] ?? []).map(Cell.init)
        (owner, admin, member, client) = (cells[0], cells[1], cells[2], cells[3])
        isProfile = action == .profileEdit
    }

    static let all = Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, AccessRow($0)) })

    /// Someone as the table knows people: active staff, an active client, active and nothing here, or suspended.
    enum Person: Hashable {
        case staff(AccountRole)
        case client(Areas)
        case outsider
        case suspended
    }

    func allows(_ person: Person, _ facts: AccessFacts) -> Bool {
        switch person {
        case .staff(.owner): owner.holds(facts, [])
        case .staff(.admin): admin.holds(facts, [])
        case .staff(.member): member.holds(facts, [])
        case .client(let areas): client.holds(facts, areas)
        case .outsider: isProfile && facts.ownProfile
        case .suspended: false
        }
    }

    private struct Cell {
        var never = false
        var live = false
        var areas: Areas = []
        var published = false
        var triggerable = false
        var own = false
        var invoices: Set<InvoiceStatus>?

        init(_ text: String) {
            for word in text.replacing(", ", with: ",").split(separator: ",") {
                switch word {
                case "yes": break
                case "no": never = true
                case "live": live = true
                case "workflows area": areas.insert(.workflows)
                case "connections area": areas.insert(.connections)
                case "forms area": areas.insert(.forms)
                case "billing area": areas.insert(.billing)
                case "published": published = true
                case "triggerable": triggerable = true
                case "own": own = true
                case "open": invoices = [.open]
                case "not draft": invoices = [.open, .paid, .void, .uncollectible]
                default: fatalError("the table says \(word)")
                }
            }
        }

        func holds(_ facts: AccessFacts, _ areas: Areas) -> Bool {
            if never || live && facts.archived { return false }
            if published && !facts.published || triggerable && !facts.clientTriggerable { return false }
            if own && !facts.ownProfile || !areas.isSuperset(of: self.areas) { return false }
            guard let invoices else { return true }
            return facts.invoice.map(invoices.contains) ?? false
        }
    }
}

extension AccessFacts {
    /// Every combination of facts there is.
    static let everyCombination: [AccessFacts] = (0..<16).flatMap { bits in
        (InvoiceStatus.allCases.map(Optional.some) + [nil]).map { invoice in
            AccessFacts(
                archived: bits & 1 != 0, published: bits & 2 != 0, clientTriggerable: bits & 4 != 0, invoice: invoice,
                ownProfile: bits & 8 != 0)
        }
    }
}

extension Areas {
    /// All sixteen.
    static let every = (0...15).map { Areas(rawValue: $0) }
}

extension Standing {
    /// All twenty-three.
    static let every: [Standing] =
        AccountRole.allCases.map(Standing.staff) + Areas.every.map(Standing.client)
        + Absence.allCases.map(Standing.nobody)

    /// The same person in the table's words.
    var person: AccessRow.Person {
        switch self {
        case .staff(let role): .staff(role)
        case .client(let areas): .client(areas)
        case .nobody(.suspended): .suspended
        case .nobody: .outsider
        }
    }
}
