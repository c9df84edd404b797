import PortalCore

// How a visibility rule reads in SQL. `status IN (…)` over parameters would do, but for that SQLite builds an index of them each time a
// statement runs.

extension StatusFilter {
    /// The admitted statuses as the table `listed (column1)`, for a join that looks for each by an index. Its parameters begin with number
    /// `first` and take ``bindings``.
    static func listed(from first: Int) -> String {
        let rows = Status.allCases.enumerated().map { "(?\(first + $0.offset))" }
        return "(VALUES \(rows.joined(separator: ", "))) listed"
    }

    /// One parameter for each status that there is; those that are not admitted are null, which equals nothing.
    var bindings: [Binding] { .words(statuses, room: Status.allCases.count) }

    /// Whether a column holds an admitted status, for rows that are found by something else. Its parameter takes ``line``.
    static func admits(_ column: String, _ parameter: Int) -> String {
        "instr(?\(parameter), '|' || \(column) || '|') > 0"
    }

    var line: Binding { .text("|" + statuses.map(\.rawValue).joined(separator: "|") + "|") }
}

extension WorkflowVisibility {
    /// The visible workflows of the workspace that is parameter 1, as the table `workflow`; the hidden ones are not looked at. Parameters 2
    /// to 6 take ``bindings``.
    static var workflows: String {
        """
        \(listed(from: 2)) CROSS JOIN workflow INDEXED BY workflow_by_status
        ON workflow.workspace_id = ?1 AND workflow.status = listed.column1
        """
    }
}
