import PortalCore

/// A client's runs as staff see them, whether their workflows are published or not.
public struct ConsoleRunsPage: PageView {
    let context: StaffContext
    let workspace: Workspace
    let list: RunsList

    /// - Parameter choices: The workflows that the list can be narrowed to.
    public init(
        _ page: Page<Run, RunKey>, of workspace: Workspace, query: RunsQuery, choices: [WorkflowName],
        _ context: StaffContext
    ) {
        self.context = context
        self.workspace = workspace
        let id = workspace.id
        list = RunsList(
            table: RunTable(page.items, namesWorkflows: true, formats: context.formats), query: query, next: page.next,
            choices: choices, path: { .console(.clientRuns(id, $0)) })
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.runs)))
        return context.document(title: "\(title) · \(workspace.name)", at: .clients) { html in
            html.heading(
                title, lede: context.say(.run(.lede)), up: (workspace.name, .console(.client(workspace.id))))
            html.runs(list)
        }
    }
}

/// One run as staff see it: the client's timeline, and why it failed.
public struct ConsoleRunPage: PageView {
    let context: StaffContext
    let page: StaffTimeline
    let timeline: Timeline
    let token: String?

    /// - Parameter token: Makes the one-time token of Run again; asked only if there is such a button.
    public init(_ page: StaffTimeline, _ context: StaffContext, token: () -> Secret) {
        self.context = context
        self.page = page
        timeline = Timeline(page.steps, from: page.run.startedAt, to: page.run.endedAt, formats: context.formats)
        self.token = page.canRetry && context.may(.runRetry) ? token().text : nil
    }

    private var run: Run { page.run }
    private var workspace: Workspace.ID { page.workspace.id }

    public func html() -> [UInt8] {
        context.document(title: run.workflowName, at: .clients) { html in
            html.heading(
                run.workflowName,
                lede: "\(page.workspace.name) · "
                    + context.say(.run(.runOf(moment: context.formats.moment(run.listedAt)))),
                up: (page.workflow.name, .console(.workflow(run.workflow, of: workspace))), actions: actions)
            facts(&html)
            if let detail = page.errorDetail, !detail.isEmpty {
                html.card(.run(.errorDetail)) { html in
                    html.element(.p, Class("quiet"), say: .run(.errorDetailNote))
                    // Long lines scroll within it, so whoever has no mouse must be able to get there.
                    html.element(.pre, Class("code"), Fixed("tabindex", "0"), text: detail)
                }
            }
            html.timeline(timeline)
        }
    }

    private var actions: ((inout HTML) -> Void)? {
        let mayCancel = page.canCancel && context.may(.runCancel)
        guard mayCancel || token != nil else { return nil }
        return { html in
            if let token {
                html.buttonForm(
                    .run(.retry), post: .console(.retry(run.id, of: run.workflow, in: workspace)),
                    csrf: context.page.csrf, button: "button main", hidden: (.token, token))
            }
            if mayCancel {
                html.buttonForm(
                    .run(.cancel), post: .console(.cancellation(run.id, of: run.workflow, in: workspace)),
                    csrf: context.page.csrf, button: "button risky", asking: (.run(.cancelQuestion), .run(.cancel)))
            }
        }
    }

    private func facts(_ html: inout HTML) {
        html.element(.section, Class("card")) { html in
            html.element(.dl, Class("facts")) { html in
                html.fact(.run(.status)) { $0.mark(.run(run.status, run.delivery)) }
                html.runTimes(listed: run.listedAt, started: run.startedAt, ended: run.endedAt, status: run.status)
                html.fact(.run(.requestedBy)) { $0.say(.run(.origin(run.origin))) }
                if run.attempt > 1 { html.fact(.run(.attempt), text: context.formats.number(run.attempt)) }
                if let id = run.externalID { html.fact(.run(.externalID), text: id) }
            }
            if run.status == .queued, let delivery = run.delivery {
                html.deliveryNote(delivery, brand: context.brand.name)
            }
            if run.status == .unknown { html.note(.warn) { $0.say(.run(.unknownNote)) } }
        }
    }
}
