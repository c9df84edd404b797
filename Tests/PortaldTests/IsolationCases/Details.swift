import PortalCore

/// What the suites of this folder share.
enum Details {
    /// Tables that change when a key is used, whatever it asks for.
    static let touched = ["api_key"]

    /// For each kind of thing that clients list: its table, its list, and the page of one.
    static func all(_ town: Town) throws -> [(table: String, list: String, page: @Sendable (String) -> String)] {
        let workflows = try town.rows.texts(
            """
            SELECT hex(run.id) || ' ' || hex(workflow.id) FROM run JOIN workflow
            ON workflow.agency = run.agency AND workflow.workspace = run.workspace AND workflow.number = run.workflow
            """)
        var parents: [String: String] = [:]
        for line in workflows {
            let parts = line.split(separator: " ")
            guard let run = Run.ID(hex: parts[0]), let workflow = Workflow.ID(hex: parts[1]) else { continue }
            parents["\(run)"] = "\(workflow)"
        }
        return [
            ("workflow", "/portal/workflows", { "/portal/workflows/\($0)" }),
            ("run", "/portal/runs", { [parents] in "/portal/workflows/\(parents[$0] ?? "")/runs/\($0)" }),
            ("connection", "/portal/connections", { "/portal/connections/\($0)" }),
            ("form", "/portal/forms", { "/portal/forms/\($0)" }),
            ("invoice", "/portal/billing/invoices", { "/portal/billing/invoices/\($0)" }),
        ]
    }
}

extension Town {
    /// Every id in a table, whoever it belongs to.
    func ids(in table: String) throws -> [String] {
        let all = try rows.texts("SELECT hex(id) FROM \(table)")
        return all.compactMap { hex in
            switch table {
            case "workflow": Workflow.ID(hex: hex[...])?.description
            case "run": Run.ID(hex: hex[...])?.description
            case "connection": Connection.ID(hex: hex[...])?.description
            case "form": Form.ID(hex: hex[...])?.description
            case "invoice": Invoice.ID(hex: hex[...])?.description
            default: nil
            }
        }
    }
}

extension Identifier {
    /// Reads what SQLite's `hex` writes.
    init?(hex: Substring) {
        let digits = Array(hex)
        guard digits.count == 32 else { return nil }
        self.init(bytes: stride(from: 0, to: 32, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
    }
}

extension Browser {
    /// Every id on a list, all its pages together.
    func ids(under list: String) async throws -> Set<String> {
        var ids: Set<String> = []
        var next: String? = list
        while let target = next {
            let page = try await get(target)
            ids.formUnion(Leaks.ids(in: page.body))
            next = page.text.tags("a").compactMap { $0["href"] }.first {
                $0.contains("before=") && $0.hasPrefix(list) && $0 != target
            }
        }
        return ids
    }
}

extension [String: [String]] {
    /// The rows of all tables but these.
    func without(_ tables: [String]) -> [String: [String]] { filter { !tables.contains($0.key) } }
}
