import PortalCore
import PortalPages

/// A client's workflows and runs, for staff.
enum ConsoleWorkflowRoutes {
    private static let base = "/dashboard/clients/:workspace"
    private static let workflow = "\(base)/workflows/:workflow"
    private static let run = "\(workflow)/runs/:run"

    static let staff: [Route] = [
        .staff("\(base)/runs", action: .runView) { console, asked in
            let query = asked.runsQuery
            let (workspace, page, choices) = try console.runs(
                of: asked.id(.workspace), query.filter(now: console.now), before: query.before, size: PageSize(25))
            return .page(
                ConsoleRunsPage(page, of: workspace, query: query, choices: choices, asked.context(console)))
        },
        .staff(workflow, action: .workflowView) { console, asked in
            .page(try workflowPage(console, asked))
        },
        .staff(
            post: "\(workflow)/settings", action: .workflowEdit,
            sample: .form([
                "name": "Sample", "purpose": "", "failure-note": "", "time-limit": "60", "shows-summaries": "yes",
            ]),
            again: { console, asked, refusal in
                .page(try workflowPage(console, asked, settings: asked.formState(refusal)))
            }
        ) { console, asked in
            try console.edit(asked.id(.workflow), in: asked.id(.workspace), try edit(asked.form))
            return .goTo(asked.consoleWorkflow, saying: .workflowSaved)
        },
        .staff(post: "\(workflow)/status", action: .workflowPublish, sample: .form(["status": "paused"])) {
            console, asked in
            guard let status = WorkflowStatus(rawValue: try asked.form.text(.status)) else {
                throw Refusal.invalid([FieldProblem(.status, .notAnOption)])
            }
            try console.setStatus(status, of: asked.id(.workflow), in: asked.id(.workspace))
            return .goTo(asked.consoleWorkflow, saying: .statusChanged)
        },
        .staff(
            post: "\(workflow)/trigger", action: .agencyEngines,
            sample: .form(["engine": "{engine}", "external-id": "sample", "trigger-url": "https://engine.example/run"]),
            again: { console, asked, refusal in
                .page(try workflowPage(console, asked, trigger: asked.formState(refusal)))
            }
        ) { console, asked in
            let engine = try asked.form.text(.engine)
            try console.setTrigger(
                of: asked.id(.workflow), in: asked.id(.workspace),
                engine: engine.isEmpty ? nil : Engine.ID(engine) ?? .neverIssued,
                externalID: try asked.form.text(.externalID), url: try asked.form.text(.triggerURL))
            return .goTo(asked.consoleWorkflow, saying: .triggerSaved)
        },
        .staff(post: "\(workflow)/runs", action: .workflowTrigger, sample: .form(["token": "{secret}"])) {
            console, asked in
            let run = try console.trigger(
                asked.id(.workflow), in: asked.id(.workspace), token: try asked.submittedToken())
            return .goTo(asked.consoleRun(run), saying: .runStarted)
        },
        .staff(run, action: .runView) { console, asked in
            let timeline = try console.timeline(
                of: asked.id(.run), workflow: asked.id(.workflow), workspace: asked.id(.workspace))
            return .page(ConsoleRunPage(timeline, asked.context(console), token: console.freshToken))
        },
        .staff(post: "\(run)/retry", action: .runRetry, sample: .form(["token": "{secret}"])) { console, asked in
            let new = try console.retry(
                asked.id(.run), of: asked.id(.workflow), in: asked.id(.workspace), token: try asked.submittedToken())
            return .goTo(asked.consoleRun(new), saying: .runStarted)
        },
        .staff(post: "\(run)/cancellation", action: .runCancel, sample: .form([:])) { console, asked in
            try console.cancel(asked.id(.run), of: asked.id(.workflow), in: asked.id(.workspace))
            return .goTo(asked.consoleRun(asked.id(.run)), saying: .runCanceled)
        },
    ]

    private static func workflowPage(
        _ console: AgencyConsole, _ asked: Asked, settings: FormState = .fresh, trigger: FormState = .fresh
    ) throws -> ConsoleWorkflowPage {
        let page = try console.workflow(asked.id(.workflow), of: asked.id(.workspace))
        return ConsoleWorkflowPage(
            page, asked.context(console), token: console.freshToken, settings: settings, trigger: trigger)
    }

    private static func edit(_ form: Fields) throws -> WorkflowEdit {
        WorkflowEdit(
            name: try form.text(.name), purpose: try form.text(.purpose), failureNote: try form.text(.failureNote),
            isClientTriggerable: try form.isTicked(.isClientTriggerable),
            isIdempotent: try form.isTicked(.isIdempotent), showsSummaries: try form.isTicked(.showsSummaries),
            // What is no number is no number of minutes that is allowed.
            timeLimitMinutes: Int(try form.text(.timeLimit)) ?? 0)
    }
}

extension Asked {
    fileprivate var consoleWorkflow: Path { .console(.workflow(id(.workflow), of: id(.workspace))) }

    fileprivate func consoleRun(_ run: Run.ID) -> Path {
        .console(.run(run, of: id(.workflow), in: id(.workspace)))
    }
}

extension FieldProblem {
    /// A problem with a field of a form.
    init(_ field: FieldName, _ problem: Problem) { self.init(field.rawValue, problem) }
}
