/// The table of who may do what, read off the policy and never written by hand.
///
/// Each cell asks ``AccessPolicy`` about every combination of facts and areas and says what all the allowed ones have
/// in common. A test holds that this is also *enough*: the words of a cell decide exactly as the policy does.
public enum AccessMatrix {
    /// The table as Markdown, one section per type of resource.
    public static var markdown: String {
        ResourceType.allCases.map(section).joined(separator: "\n")
    }

    /// What the policy asks of someone in this column, in words: `yes`, `no`, or conditions separated by commas.
    public static func conditions(on action: Action, for column: Column) -> String {
        let allowed = everyFact.flatMap { facts in column.everyAreas.map { Combination(facts: facts, areas: $0) } }
            .filter { AccessPolicy.decide(column.standing(within: $0.areas), action, $0.facts).isAllowed }
        guard !allowed.isEmpty else { return "no" }

        var words: [String] = []
        if allowed.allSatisfy({ !$0.facts.archived }) { words.append("live") }
        for area in Area.allCases where allowed.allSatisfy({ $0.areas.contains(area) }) {
            words.append("\(area.rawValue) area")
        }
        if allowed.allSatisfy(\.facts.published) { words.append("published") }
        if allowed.allSatisfy(\.facts.clientTriggerable) { words.append("triggerable") }
        words += invoiceWords(Set(allowed.map(\.facts.invoice)))
        if allowed.allSatisfy(\.facts.ownProfile) { words.append("own") }
        return words.isEmpty ? "yes" : words.joined(separator: ", ")
    }

    /// Those who are compared.
    public enum Column: String, CaseIterable, Hashable, Sendable {
        case owner, admin, member, client

        func standing(within areas: Areas) -> Standing {
            switch self {
            case .owner: .staff(.owner)
            case .admin: .staff(.admin)
            case .member: .staff(.member)
            case .client: .client(areas)
            }
        }

        fileprivate var everyAreas: [Areas] {
            switch self {
            case .owner, .admin, .member: [[]]
            case .client: (0...Areas.all.rawValue).map(Areas.init(rawValue:))
            }
        }
    }

    private struct Combination {
        let facts: AccessFacts
        let areas: Areas
    }

    private static let everyFact: [AccessFacts] = {
        let invoices = InvoiceStatus.allCases.map(Optional.some) + [nil]
        return invoices.flatMap { invoice in
            (0..<16).map { bits in
                AccessFacts(
                    archived: bits & 1 != 0, published: bits & 2 != 0, clientTriggerable: bits & 4 != 0,
                    invoice: invoice, ownProfile: bits & 8 != 0)
            }
        }
    }()

    /// An unknown status admitted means that the status does not matter.
    private static func invoiceWords(_ admitted: Set<InvoiceStatus?>) -> [String] {
        if admitted.contains(nil) { return [] }
        let refused = InvoiceStatus.allCases.filter { !admitted.contains($0) }
        if refused.count == 1 { return refused.map { "not \($0.rawValue)" } }
        return [InvoiceStatus.allCases.filter(admitted.contains).map(\.rawValue).joined(separator: " or ")]
    }
}

// MARK: Markdown

extension AccessMatrix {
    private static func section(_ type: ResourceType) -> String {
        let rows = type.actions.map { action in
            ["`\(action.rawValue)`"] + Column.allCases.map { conditions(on: action, for: $0) }
        }
        return "### \(heading(type))\n\n\(table([["may"] + Column.allCases.map(\.rawValue)] + rows))"
    }

    private static func heading(_ type: ResourceType) -> String {
        switch type {
        case .agency: "Agency"
        case .user: "Profile"
        case .workspace: "Workspace"
        case .workflow: "Workflow"
        case .run: "Run"
        case .connection: "Connection"
        case .form: "Form"
        case .invoice: "Invoice"
        case .key: "API keys only"
        }
    }

    private static func table(_ rows: [[String]]) -> String {
        let columns = rows.first?.indices ?? 0..<0
        let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            line(zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) })
        }
        lines.insert(line(widths.map { String(repeating: "-", count: $0) }), at: 1)
        return lines.joined()
    }

    private static func line(_ cells: [String]) -> String {
        "| \(cells.joined(separator: " | ")) |\n"
    }
}
