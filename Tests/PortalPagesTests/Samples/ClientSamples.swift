import PortalPages
import Testing

@testable import PortalCore

/// A page with a name to speak of it by.
struct Sample: CustomTestStringConvertible {
    let name: String
    let view: any PageView

    init(_ name: String, _ view: any PageView) {
        self.name = name
        self.view = view
    }

    var testDescription: String { name }
}

extension World {
    /// Every page of every side, in every state that looks different.
    var everyPage: [Sample] { arrivalPages + clientPages + billingPages + consolePages + settingsPages }

    var arrivalPages: [Sample] {
        let sessions = [
            Session(
                id: id(701), user: id(2), createdAt: ago(.days(9)), lastUsedAt: ago(.seconds(10)),
                agent: text("Own browser")),
            Session(
                id: id(702), user: id(2), createdAt: ago(.days(2)), lastUsedAt: ago(.hours(30)),
                agent: text("Other browser")),
        ]
        let refusal = Refusal.invalid([
            FieldProblem("name", .missing), FieldProblem("new-password", .password(.tooCommon)),
            FieldProblem("repeated-password", .passwordsDiffer),
        ])
        let form = FormState(refusal) { [text($0.rawValue)] }
        let wrong = FormState(.notNow(.currentPasswordWrong)) { _ in [] }
        var samples = [
            Sample("sign-in", SignInPage(page)),
            Sample("sign-in-out", SignInPage(page(flash: .signedOut))),
            Sample(
                "sign-in-refused", SignInPage(page, email: text("dana@"), next: text("/portal/runs"), isRefused: true)),
            Sample("sign-out", SignOutPage(page, landing: .portal(.dashboard))),
            Sample("home", HomePage(page, user: user)),
            Sample("account", AccountPage(.client(client()), sessions: sessions, current: id(701))),
            Sample(
                "account-refused",
                AccountPage(.client(client()), sessions: sessions, current: id(701), nameForm: form, passwordForm: form)
            ),
            Sample(
                "account-wrong", AccountPage(.client(client()), sessions: [], current: nil, passwordForm: wrong)),
            Sample(
                "account-staff",
                AccountPage(.staff(staff(flash: .nameSaved)), sessions: [sessions[0]], current: id(701))),
        ]
        let troubles: [(String, Trouble)] = [
            ("not-found", .notFound), ("not-permitted", .notPermitted), ("not-now", .notNow(.workspaceArchived)),
            ("form-expired", .formExpired), ("malformed", .malformed), ("sign-in-first", .signInFirst),
            ("too-many", .tooManyTries(minutes: 12)), ("failed", .failed), ("busy", .busy),
        ]
        for (name, trouble) in troubles {
            samples.append(
                Sample(
                    "trouble-\(name)",
                    TroublePage(trouble, front: front, landing: .portal(.dashboard), catalogue: catalogue)))
            samples.append(Sample("nameless-\(name)", NamelessPage(trouble, catalogue: catalogue)))
        }
        return samples
    }

    var dashboard: ClientDashboard {
        ClientDashboard(
            activeWorkflowCount: 5, periods: periods, recentRuns: statuses.prefix(8).map(ClientRun.init),
            triggers: ["Weekly sales report", "Supplier price import", "New customer welcome"].enumerated().map {
                ClientWorkflow(workflow(UInt64($0 + 11), $1), canTrigger: true, lastRun: nil)
            },
            brokenConnections: [ClientConnection(connections[1], workflowNames: [])], owed: [money(174_900)],
            overdue: [money(100_000)], forms: [ClientForm(form(1, "Christmas opening hours", submitted: nil))])
    }

    func page(_ runs: [Run], next: Bool) -> Page<ClientRun, RunKey> {
        Page(items: runs.map(ClientRun.init), next: next ? RunKey(listedAt: ago(.days(30)), id: id(1)) : nil)
    }

    func runsPage(_ runs: [Run], query: RunsQuery = RunsQuery(), next: Bool = false) -> RunsPage {
        let choices = [(id(10, Workflow.self), text("Order sync")), (id(11), text("Weekly sales report"))]
        return RunsPage(page(runs, next: next), query: query, choices: choices.map { (id: $0.0, name: $0.1) }, client())
    }

    func timeline(_ run: Run, note: Bool = false, canCancel: Bool = false) -> RunPage {
        let hasSteps = run.status != .queued && run.status != .unknown
        return RunPage(
            ClientTimeline(
                run: ClientRun(run), steps: hasSteps ? steps.map { ClientStep($0, showsSummary: true) } : [],
                failureNote: note ? workflow().failureNote : nil, canCancel: canCancel), client())
    }

    var clientPages: [Sample] {
        let empty = ClientDashboard(
            activeWorkflowCount: 0, periods: [], recentRuns: [], triggers: [], brokenConnections: [], owed: [],
            overdue: [], forms: [])
        let billingOnly = ClientDashboard(
            activeWorkflowCount: nil, periods: nil, recentRuns: nil, triggers: nil, brokenConnections: nil,
            owed: [money(174_900), money(9_900, "eur")], overdue: [], forms: nil)
        let nothing = ClientDashboard(
            activeWorkflowCount: nil, periods: nil, recentRuns: nil, triggers: nil, brokenConnections: nil, owed: nil,
            overdue: nil, forms: nil)
        let lists = [
            workflow(10, "Order sync"), workflow(11, "Newsletter list", status: .paused),
            workflow(12, "A workflow with a very long name that goes on and on until nobody remembers how it began"),
        ]
        let workflows = lists.enumerated().map { index, workflow in
            ClientWorkflow(workflow, canTrigger: index == 0, lastRun: index == 2 ? nil : ClientRun(statuses[index]))
        }
        let newest = RunsQuery(
            status: .failed, workflow: id(10), period: .week, before: RunKey(listedAt: ago(.days(1)), id: id(9)))
        return [
            Sample("dashboard", DashboardPage(dashboard, client(switcher: true), token: secret)),
            Sample("dashboard-empty", DashboardPage(empty, client(), token: secret)),
            Sample("dashboard-billing", DashboardPage(billingOnly, client(areas: .billing), token: secret)),
            Sample("dashboard-bare", DashboardPage(nothing, client(areas: []), token: secret)),
            Sample("workflows", WorkflowsPage(workflows, client())),
            Sample("workflows-empty", WorkflowsPage([], client())),
            Sample(
                "workflow",
                WorkflowPage(
                    ClientWorkflowPage(workflow: workflows[0], recentRuns: statuses.map(ClientRun.init)), client(),
                    token: secret)),
            Sample(
                "workflow-paused",
                WorkflowPage(ClientWorkflowPage(workflow: workflows[1], recentRuns: []), client(), token: secret)),
            Sample("runs", runsPage(statuses, next: true)),
            Sample("runs-empty", runsPage([])),
            Sample("runs-narrowed", runsPage([], query: newest)),
            Sample("run-succeeded", timeline(run(2))),
            Sample("run-running", timeline(run(1, .running))),
            Sample("run-failed", timeline(run(3, .failed), note: true)),
            Sample("run-failed-plainly", timeline(run(3, .failed))),
            Sample("run-queued", timeline(run(5, .queued, delivery: .pending), canCancel: true)),
            Sample("run-not-started", timeline(run(6, .queued, delivery: .didNotStart))),
            Sample("run-unconfirmed", timeline(run(7, .queued, delivery: .unconfirmed))),
            Sample("run-unknown", timeline(run(9, .unknown))),
            Sample("run-canceled", timeline(run(8, .canceled, delivery: .withdrawn))),
        ]
    }
}
