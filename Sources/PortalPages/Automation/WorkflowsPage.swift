import PortalCore

/// The client's workflows: what each does and how it did last.
public struct WorkflowsPage: PageView {
    let context: ClientContext
    let workflows: [ClientWorkflow]

    public init(_ workflows: [ClientWorkflow], _ context: ClientContext) {
        self.context = context
        self.workflows = workflows
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.workflows)))
        return context.document(title: title, at: .workflows) { html in
            html.heading(title, lede: context.say(.workflow(.lede(brand: context.brand.name))))
            html.element(.section, Class("card")) { html in
                guard !workflows.isEmpty else {
                    html.empty(.workflows, .workflow(.none), .workflow(.noneHint(brand: context.brand.name)))
                    return
                }
                html.element(.ul, Class("rows deep")) { html in
                    for workflow in workflows { row(workflow, &html) }
                }
            }
        }
    }

    private func row(_ workflow: ClientWorkflow, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong) {
                    $0.element(.a, Address.href(.portal(.workflow(workflow.id))), text: workflow.name)
                }
                if !workflow.purpose.isEmpty { html.element(.p, text: workflow.purpose) }
            }
            html.element(.div, Class("facing")) { html in
                html.mark(.workflow(isPaused: workflow.isPaused))
                html.element(.p) { html in
                    if let run = workflow.lastRun {
                        html.say(.workflow(.lastRun))
                        html.markup(" ")
                        html.relative(run.startedAt ?? run.listedAt)
                    } else {
                        html.say(.workflow(.neverRan))
                    }
                }
            }
        }
    }
}

/// One workflow: its purpose, how it stands, Run now, and its newest runs.
public struct WorkflowPage: PageView {
    let context: ClientContext
    let workflow: ClientWorkflow
    let runs: RunTable
    let token: String?

    /// - Parameter token: Makes the one-time token of Run now; asked only if there is such a button.
    public init(_ page: ClientWorkflowPage, _ context: ClientContext, token: () -> Secret) {
        self.context = context
        workflow = page.workflow
        runs = RunTable(page.recentRuns, namesWorkflows: false, formats: context.formats)
        self.token = page.workflow.canTrigger ? token().text : nil
    }

    public func html() -> [UInt8] {
        context.document(title: workflow.name, at: .workflows) { html in
            html.heading(
                workflow.name, up: (context.say(.common(.section(.workflows))), .portal(.workflows)), actions: runNow)
            if workflow.isPaused {
                html.note(.warn) { $0.say(.workflow(.pausedNote(brand: context.brand.name))) }
            }
            html.card(.workflow(.purpose), aside: { $0.mark(.workflow(isPaused: workflow.isPaused)) }) { html in
                if workflow.purpose.isEmpty {
                    html.element(.p, Class("quiet"), say: .workflow(.noPurpose))
                } else {
                    html.element(.p, Class("prose"), text: workflow.purpose)
                }
            }
            recentRuns(&html)
        }
    }

    private var runNow: ((inout HTML) -> Void)? {
        guard let token else { return nil }
        return { html in
            html.form(post: .portal(.start(workflow.id)), csrf: context.page.csrf) { html in
                html.hidden(.token, token)
                html.element(.button, Class("button main")) { html in
                    html.icon(.play)
                    html.say(.workflow(.runNow))
                }
            }
        }
    }

    private func recentRuns(_ html: inout HTML) {
        let all = runs.rows.isEmpty ? nil : Path.portal(.runs(RunsQuery(workflow: workflow.id)))
        html.card(
            .workflow(.recentRuns), aside: { html in all.map { html.asideLink(.workflow(.allRuns), to: $0) } }
        ) { html in
            if runs.rows.isEmpty { html.empty(.runs, .workflow(.neverRan), .run(.noneHint)) } else { html.runs(runs) }
        }
    }
}
