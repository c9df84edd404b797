import PortalCore

/// How lists of runs are read.
///
/// Which runs may be seen depends on their workflow's status, and that changes without the runs being touched, so no
/// index can hold it. Two ways of reading are both bounded by the page and never by the rows that are not shown:
/// - the workspace's own order, skipping what is hidden: the quickest as long as little is hidden, so it is given up
///   after a fixed number of skipped rows;
/// - one lane per visible workflow, each already in order, merged: as many seeks as there are visible workflows, and
///   blind to the others.
extension SQLiteSnapshot {
    func runs(
        in scope: WorkspaceScope, visible: WorkflowVisibility, filter: RunFilter, before: RunKey?, size: PageSize
    ) throws -> Page<Run, RunKey> {
        let stretch = Stretch(filter, before: before)
        // One more than the page has, to know whether there is another.
        let wanted = size.count + 1
        let found =
            if let only = filter.workflow {
                try numberedWorkflow(only, in: scope, visible: visible).map {
                    try runs(of: $0, in: scope, status: filter.status, stretch, wanted)
                } ?? []
            } else {
                try runs(
                    ofAll: numberedWorkflows(in: scope, visible: visible), in: scope, status: filter.status, stretch,
                    wanted)
            }
        guard found.count > size.count else { return Page(items: found, next: nil) }
        let items = Array(found.prefix(size.count))
        return Page(items: items, next: items.last.map(\.key))
    }

    private func runs(
        of workflow: NumberedWorkflow, in scope: WorkspaceScope, status: RunStatus?,
        _ stretch: Stretch, _ wanted: Int
    ) throws -> [Run] {
        let (sql, bindings) = Self.lane(
            of: workflow.number, in: scope, status: status, stretch, wanted, Query.ofWorkflow, Query.ofWorkflowByStatus)
        return try database.all(sql, bindings) {
            try Run(row: $0, in: scope.workspace, of: workflow.name)
        }
    }

    private func runs(
        ofAll workflows: [NumberedWorkflow], in scope: WorkspaceScope, status: RunStatus?, _ stretch: Stretch,
        _ wanted: Int
    ) throws -> [Run] {
        if workflows.isEmpty { return [] }
        guard status == nil else {
            return try merge(workflows, in: scope, status: status, stretch, wanted)
        }

        let names = Dictionary(workflows.map { ($0.number, $0.name) }, uniquingKeysWith: { first, _ in first })
        let patience = 3 * wanted
        var runs: [Run] = []
        var seen = 0
        var rest = stretch
        runs.reserveCapacity(wanted)
        try database.each(Query.all[stretch], [.id(scope.workspace)] + stretch.bindings + [.count(wanted + patience)]) {
            row in
            seen += 1
            if let workflow = names[row.int(1)] {
                runs.append(try Run(row: row, in: scope.workspace, of: workflow))
            } else {
                rest.before = RunKey(listedAt: row.instant(5), id: try row.id(0))
            }
            return runs.count < wanted
        }
        if runs.count == wanted || seen < wanted + patience { return runs }
        if let last = runs.last, rest.before.map({ last.key < $0 }) ?? true { rest.before = last.key }
        return runs + (try merge(workflows, in: scope, status: nil, rest, wanted - runs.count))
    }

    /// The newest of several lanes. Only keys are merged, from indexes that have them all; rows are read for the winners. What
    /// is found first sets a floor for the lanes that follow.
    private func merge(
        _ workflows: [NumberedWorkflow], in scope: WorkspaceScope, status: RunStatus?,
        _ stretch: Stretch, _ wanted: Int
    ) throws -> [Run] {
        var newest: [(key: RunKey, workflow: WorkflowName)] = []
        var stretch = stretch
        for workflow in workflows {
            let (sql, bindings) = Self.lane(
                of: workflow.number, in: scope, status: status, stretch, wanted, Query.keysOfWorkflow,
                Query.keysOfWorkflowByStatus)
            let keys = try database.all(sql, bindings) { row in
                (key: RunKey(listedAt: row.instant(0), id: try row.id(1)), workflow: workflow.name)
            }
            if keys.isEmpty { continue }
            newest = Array((newest + keys).sorted { $1.key < $0.key }.prefix(wanted))
            if newest.count == wanted, let last = newest.last { stretch.from = last.key }
        }
        return try newest.compactMap { key, workflow in
            try database.first(Query.byKey, [.id(scope.workspace), .instant(key.listedAt), .id(key.id)]) {
                try Run(row: $0, in: scope.workspace, of: workflow)
            }
        }
    }

    private static func lane(
        of workflow: Int64, in scope: WorkspaceScope, status: RunStatus?, _ stretch: Stretch, _ wanted: Int,
        _ any: StretchSQL, _ ofStatus: StretchSQL
    ) -> (SQL, [Binding]) {
        let place: [Binding] = [.id(scope.workspace)] + stretch.bindings + [.count(wanted), .int(workflow)]
        return if let status { (ofStatus[stretch], place + [.code(status)]) } else { (any[stretch], place) }
    }
}

/// The part of a list that is asked for: at or after one place, strictly before another, where those are given.
private struct Stretch {
    var from: RunKey?
    var before: RunKey?

    init(_ filter: RunFilter, before: RunKey?) {
        from = filter.from.map { RunKey(listedAt: $0, id: .neverIssued) }
        let end = filter.until.map { RunKey(listedAt: $0, id: .neverIssued) }
        self.before = if let before, let end { min(before, end) } else { before ?? end }
    }

    /// Parameters 2 to 5 of every list.
    var bindings: [Binding] {
        [.instant(before?.listedAt), .id(before?.id), .instant(from?.listedAt), .id(from?.id)]
    }
}

/// A list's statement for each kind of stretch: one for all would compare every row with bounds that nothing can lie beyond.
private struct StretchSQL: Sendable {
    private let whole: SQL
    private let beginning: SQL
    private let end: SQL
    private let middle: SQL

    /// `text` is the list's, given the condition that follows its others.
    init(_ text: (_ condition: String) -> String) {
        let (before, from) = ("AND (listed_at, id) < (?2, ?3)", "AND (listed_at, id) >= (?4, ?5)")
        whole = SQL(text(""))
        beginning = SQL(text(before))
        end = SQL(text(from))
        middle = SQL(text("\(before) \(from)"))
    }

    subscript(stretch: Stretch) -> SQL {
        switch (stretch.from, stretch.before) {
        case (nil, nil): whole
        case (nil, _): beginning
        case (_, nil): end
        default: middle
        }
    }
}

extension Run {
    fileprivate var key: RunKey { RunKey(listedAt: listedAt, id: id) }
}

private func < (left: RunKey, right: RunKey) -> Bool {
    left.listedAt == right.listedAt ? left.id < right.id : left.listedAt < right.listedAt
}

private func min(_ left: RunKey, _ right: RunKey) -> RunKey { left < right ? left : right }

private enum Query {
    private static let newestFirst = "ORDER BY listed_at DESC, id DESC LIMIT ?6"

    static let all = StretchSQL { "SELECT \(Run.columns) FROM run WHERE \(ofWorkspace) \($0) \(newestFirst)" }
    static let byKey = SQL("SELECT \(Run.columns) FROM run WHERE \(ofWorkspace) AND listed_at = ?2 AND id = ?3")

    private static let ofWorkspace = "workspace = \(Workspace.number(of: 1))"
    private static let ofOne = "FROM run INDEXED BY run_of_workflow WHERE \(ofWorkspace) AND workflow = ?7"
    private static let ofOneByStatus = """
        FROM run INDEXED BY run_by_status WHERE \(ofWorkspace) AND workflow = ?7 AND status = ?8
        """
    static let ofWorkflow = StretchSQL { "SELECT \(Run.columns) \(ofOne) \($0) \(newestFirst)" }
    static let ofWorkflowByStatus = StretchSQL { "SELECT \(Run.columns) \(ofOneByStatus) \($0) \(newestFirst)" }
    static let keysOfWorkflow = StretchSQL { "SELECT listed_at, id \(ofOne) \($0) \(newestFirst)" }
    static let keysOfWorkflowByStatus = StretchSQL { "SELECT listed_at, id \(ofOneByStatus) \($0) \(newestFirst)" }
}
