import PortalCore

/// The client's runs, newest first, narrowed as their address says.
public struct RunsPage: PageView {
    let context: ClientContext
    let list: RunsList

    public init(_ runs: ClientRunList, query: RunsQuery, _ context: ClientContext) {
        self.context = context
        list = RunsList(
            table: RunTable(runs.page.items, namesWorkflows: true, formats: context.formats), query: query,
            next: runs.page.next, choices: runs.choices, path: { .portal(.runs($0)) })
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.runs)))
        return context.document(title: title, at: .runs) { html in
            html.heading(title, lede: context.say(.run(.lede)))
            html.runs(list)
        }
    }
}

/// A list of runs with what it can be narrowed by and the way to its neighbours.
struct RunsList: Sendable {
    let table: RunTable
    let query: RunsQuery
    let next: RunKey?
    let choices: [WorkflowName]
    let path: @Sendable (RunsQuery) -> Path
}

extension HTML {
    mutating func runs(_ list: RunsList) {
        if !list.table.rows.isEmpty || list.query != RunsQuery() { filters(of: list) }
        element(.section, Class("card")) { html in
            if !list.table.rows.isEmpty {
                html.runs(list.table)
            } else if list.query == RunsQuery() {
                html.empty(.runs, .run(.none), .run(.noneHint))
            } else {
                html.element(.div, Class("empty")) { html in
                    html.icon(.runs)
                    html.element(.strong, say: .run(.noneMatch))
                    html.element(.p) { $0.element(.a, Address.href(list.path(RunsQuery())), say: .run(.clear)) }
                }
            }
        }
        var older = list.query
        older.before = list.next
        pager(
            newest: list.query.before == nil ? nil : list.path(list.query.newest),
            older: list.next == nil ? nil : list.path(older))
    }

    private mutating func filters(of list: RunsList) {
        let formats = formats
        element(
            .form, Class("sift"), Fixed("method", "get"), Address.action(list.path(RunsQuery())),
            Words(.ariaLabel, formats.say(.run(.filters)))
        ) { html in
            html.select(
                .status, label: .run(.status),
                options: [("", formats.say(.run(.anyStatus)), list.query.status == nil)]
                    + RunStatus.allCases.map {
                        ($0.rawValue, formats.say(.run(.statusWord($0))), list.query.status == $0)
                    })
            html.select(
                .workflow, label: .run(.workflow),
                options: [("", formats.say(.run(.anyWorkflow)), list.query.workflow == nil)]
                    + list.choices.map { ($0.id.description, $0.name, list.query.workflow == $0.id) })
            html.select(
                .period, label: .run(.when),
                options: [RunsPeriod.all, .day, .week, .month].map {
                    ($0.rawValue, formats.say(.run(.period($0))), list.query.period == $0)
                })
            html.element(.button, Class("button"), say: .run(.apply))
            if list.query.isNarrowed {
                html.element(.a, Class("button"), Address.href(list.path(RunsQuery())), say: .run(.clear))
            }
        }
    }
}
