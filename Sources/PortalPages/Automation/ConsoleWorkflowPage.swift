import PortalCore

/// A workflow as staff see it: where it stands, what its client reads, where it runs, and its newest runs.
public struct ConsoleWorkflowPage: PageView {
    let context: StaffContext
    let page: StaffWorkflowPage
    let runs: RunTable
    let token: String?
    let settings: FormState
    let trigger: FormState

    /// - Parameters:
    ///   - token: Makes the one-time token of Run now; asked only if there is such a button.
    ///   - settings: How the form for what the client reads comes back if it was refused.
    ///   - trigger: The same for where it runs.
    public init(
        _ page: StaffWorkflowPage, _ context: StaffContext, token: () -> Secret, settings: FormState = .fresh,
        trigger: FormState = .fresh
    ) {
        self.context = context
        self.page = page
        self.settings = settings
        self.trigger = trigger
        runs = RunTable(page.recentRuns, namesWorkflows: false, formats: context.formats)
        self.token = page.canStart ? token().text : nil
    }

    private var workflow: Workflow { page.workflow }
    private var isLive: Bool { !page.workspace.isArchived }

    public func html() -> [UInt8] {
        context.document(title: workflow.name, at: .clients) { html in
            html.heading(
                workflow.name, lede: workflow.purpose.isEmpty ? nil : workflow.purpose,
                up: (page.workspace.name, .console(.client(page.workspace.id))), actions: runNow)
            status(&html)
            recentRuns(&html)
            if isLive, context.may(.workflowEdit) {
                WorkflowSettingsForm(context: context, page: page, state: settings).print(into: &html)
            }
            if isLive, context.may(.agencyEngines) {
                WorkflowTriggerForm(context: context, page: page, state: trigger).print(into: &html)
            }
        }
    }

    private var runNow: ((inout HTML) -> Void)? {
        guard let token else { return nil }
        return { html in
            html.form(post: .console(.start(workflow.id, of: page.workspace.id)), csrf: context.page.csrf) { html in
                html.hidden(.token, token)
                html.element(.button, Class("button main")) { html in
                    html.icon(.play)
                    html.say(.workflow(.runNow))
                }
            }
        }
    }

    private func status(_ html: inout HTML) {
        html.element(.section, Class("card")) { html in
            html.element(.div, Class("spread")) { html in
                html.element(.div) { html in
                    html.mark(.workflow(workflow.status))
                    html.element(.p, Class("quiet"), say: .workflow(.statusMeaning(workflow.status)))
                }
                guard isLive, context.may(.workflowPublish) else { return }
                html.element(.div, Class("row")) { html in
                    for (status, title) in steps { change(to: status, title, &html) }
                }
            }
        }
    }

    /// Where a workflow can go from here, the likeliest first.
    private var steps: [(WorkflowStatus, ConsolePhrase)] {
        switch workflow.status {
        case .draft: [(.published, .publish), (.archived, .archiveWorkflow)]
        case .published: [(.paused, .pause), (.draft, .unpublish), (.disabled, .disable)]
        case .paused: [(.published, .resume), (.draft, .unpublish), (.disabled, .disable)]
        case .disabled: [(.published, .publish), (.archived, .archiveWorkflow)]
        case .archived: [(.draft, .toDraft)]
        }
    }

    private func change(to status: WorkflowStatus, _ title: ConsolePhrase, _ html: inout HTML) {
        html.buttonForm(
            .console(title), post: .console(.workflowStatus(workflow.id, of: page.workspace.id)),
            csrf: context.page.csrf,
            button: status == .published ? "button main" : "button", hidden: (.status, status.rawValue),
            asking: (.console(.statusQuestion(status, name: workflow.name)), .console(title)))
    }

    private func recentRuns(_ html: inout HTML) {
        let query = RunsQuery(workflow: workflow.id)
        let all = runs.rows.isEmpty ? nil : Path.console(.clientRuns(page.workspace.id, query))
        html.card(
            .workflow(.recentRuns), aside: { html in all.map { html.asideLink(.workflow(.allRuns), to: $0) } }
        ) { html in
            if runs.rows.isEmpty {
                html.empty(.runs, .workflow(.neverRan), page.canStart ? nil : .console(.notStartable))
            } else {
                html.runs(runs)
            }
        }
    }
}

/// What staff can change of what a client reads and may do.
struct WorkflowSettingsForm {
    let context: StaffContext
    let page: StaffWorkflowPage
    let state: FormState

    func print(into html: inout HTML) {
        let workflow = page.workflow
        html.card(.console(.workflowSettings)) { html in
            html.form(
                post: .console(.workflowSettings(workflow.id, of: page.workspace.id)), csrf: context.page.csrf,
                at: "fields"
            ) { html in
                html.troubles(of: state)
                text(.name, .nameField, .line, kept: workflow.name, limit: 120, &html)
                text(
                    .purpose, .purposeField, .paragraph, kept: workflow.purpose, hint: .purposeHint, limit: 2_000, &html
                )
                text(
                    .failureNote, .failureNoteField, .line, kept: workflow.failureNote, hint: .failureNoteHint,
                    limit: 500, &html)
                if context.may(.workflowSetTriggerable) {
                    tick(
                        .isClientTriggerable, .clientTriggerable, .clientTriggerableHint,
                        kept: workflow.isClientTriggerable, &html)
                }
                tick(
                    .showsSummaries, .showsSummaries, .showsSummariesHint, kept: workflow.showsSummaries, &html)
                tick(.isIdempotent, .idempotent, .idempotentHint, kept: workflow.isIdempotent, &html)
                let minutes = workflow.timeLimit.milliseconds / 60_000
                text(
                    .timeLimit, .timeLimit, .wholeNumber, kept: String(minutes), hint: .timeLimitHint, limit: 5, &html)
                html.element(.button, Class("button"), say: .common(.save))
            }
        }
    }

    private func text(
        _ name: FieldName, _ label: ConsolePhrase, _ kind: TextField.Kind, kept: String, hint: ConsolePhrase? = nil,
        limit: Int, _ html: inout HTML
    ) {
        html.field(
            TextField(
                name: name, label: .console(label), kind: kind, value: state.value(name, or: kept),
                hint: hint.map { .console($0) }, isRequired: name == .name || name == .timeLimit, limit: limit),
            error: state.error(name))
    }

    private func tick(
        _ name: FieldName, _ label: ConsolePhrase, _ hint: ConsolePhrase, kept: Bool, _ html: inout HTML
    ) {
        html.tick(name, label: .console(label), hint: .console(hint), isOn: state.isTicked(name, or: kept))
    }
}

/// Which engine executes a workflow, and where it is asked for a run.
struct WorkflowTriggerForm {
    let context: StaffContext
    let page: StaffWorkflowPage
    let state: FormState

    func print(into html: inout HTML) {
        let workflow = page.workflow
        html.card(.console(.whereItRuns)) { html in
            html.form(
                post: .console(.workflowTrigger(workflow.id, of: page.workspace.id)), csrf: context.page.csrf,
                at: "fields"
            ) { html in
                html.troubles(of: state)
                html.select(.engine, label: .console(.engine), error: state.error(.engine), options: engines)
                html.field(
                    TextField(
                        name: .externalID, label: .console(.externalID), kind: .line,
                        value: state.value(.externalID, or: workflow.externalID ?? ""),
                        hint: .console(.externalIDHint), isRequired: false, limit: 200), error: state.error(.externalID)
                )
                html.field(
                    TextField(
                        name: .triggerURL, label: .console(.triggerURL), kind: .url,
                        value: state.value(.triggerURL, or: workflow.triggerURL ?? ""),
                        hint: .console(.triggerURLHint), isRequired: false, limit: 2_000),
                    error: state.error(.triggerURL))
                html.element(.button, Class("button"), say: .console(.saveEngine))
            }
        }
    }

    private var engines: [(value: String, title: String, isChosen: Bool)] {
        let current = page.workflow.engine
        let nothing = (
            value: "", title: context.say(.console(.noEngine)),
            isChosen: state.isChosen("", of: .engine, or: current == nil)
        )
        return [nothing]
            + page.engineChoices.map { engine in
                let id = engine.id.description
                return (id, engine.name, state.isChosen(id, of: .engine, or: current == engine.id))
            }
    }
}
