import PortalCore

/// A list of runs: which, how they stand, when and how long.
struct RunTable {
    struct Row {
        let path: Path
        let workflowName: String
        let mark: Mark
        let at: Instant
        let took: String?
    }

    let rows: [Row]
    /// Whether each run's workflow is named; where it is clear anyway, runs go by their moment.
    let namesWorkflows: Bool

    /// A client's runs.
    init(_ runs: [ClientRun], namesWorkflows: Bool, formats: Formats) {
        self.namesWorkflows = namesWorkflows
        rows = runs.map { run in
            Row(
                path: .portal(.run(run.id, of: run.workflow)), workflowName: run.workflowName,
                mark: .run(run.status, run.delivery), at: run.startedAt ?? run.listedAt,
                took: formats.length(from: run.startedAt, to: run.endedAt, of: run.status))
        }
    }

    /// Runs as staff see them.
    init(_ runs: [Run], namesWorkflows: Bool, formats: Formats) {
        self.namesWorkflows = namesWorkflows
        rows = runs.map { run in
            Row(
                path: .console(.run(run.id, of: run.workflow, in: run.workspace)), workflowName: run.workflowName,
                mark: .run(run.status, run.delivery), at: run.startedAt ?? run.listedAt,
                took: formats.length(from: run.startedAt, to: run.endedAt, of: run.status))
        }
    }
}

extension Formats {
    /// How long something took, or has taken so far; `nil` if that is not known.
    func length(from start: Instant?, to end: Instant?, of status: RunStatus) -> String? {
        guard let start else { return nil }
        if let end { return duration(end.since(start)) }
        switch status {
        case .running, .waiting: return duration(max(calmNow, start).since(start))
        case .queued, .unknown, .succeeded, .failed, .canceled: return nil
        }
    }

    /// Now in steps of five seconds, for what is shown while it goes on: a page that follows it is not redrawn all the time.
    var calmNow: Instant { Instant(milliseconds: now.milliseconds - now.milliseconds % 5_000) }
}

extension HTML {
    mutating func runs(_ table: RunTable) {
        element(.table, Class("table list")) { html in
            if table.namesWorkflows {
                html.columns([.run(.workflow), .run(.status), .run(.started), .run(.duration)])
            } else {
                html.columns([.run(.started), .run(.status), .run(.duration)])
            }
            html.element(.tbody) { html in
                for row in table.rows { html.run(row, namesWorkflow: table.namesWorkflows) }
            }
        }
    }

    private mutating func run(_ row: RunTable.Row, namesWorkflow: Bool) {
        element(.tr) { html in
            html.element(.td) { html in
                html.element(.a, Address.href(row.path)) { html in
                    if namesWorkflow { html.text(row.workflowName) } else { html.moment(row.at) }
                }
            }
            html.element(.td) { $0.mark(row.mark) }
            if namesWorkflow { html.element(.td) { $0.relative(row.at) } }
            html.element(.td, text: row.took ?? "")
        }
    }
}
