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
                agent: text("Own browser"), network: "203.0.113.0/24"),
            Session(
                id: id(702), user: id(2), createdAt: ago(.days(2)), lastUsedAt: ago(.hours(30)),
                agent: text("Other browser"), network: "203.0.113.0/24"),
            Session(
                id: id(703), user: id(2), createdAt: ago(.days(3)), lastUsedAt: ago(.days(2)),
                agent: text("Third browser"), network: "192.168.7.0/24"),
        ]
        let notices = Notice.allCases.map { NoticeChoice(notice: $0, isOn: $0 != .runFailed) }
        let factor = SecondFactor(key: Sealed(bytes: []), lastStep: 1, since: ago(.days(40)), recoveryCodesLeft: 7)
        func overview(
            _ sessions: [Session], factor: SecondFactor? = nil, presence: PresenceAsk = .password,
            awaited: EmailAddress? = nil
        ) -> AccountOverview {
            AccountOverview(
                sessions: sessions, current: id(701), secondFactor: factor, mustHaveSecondFactor: false,
                notices: notices, presence: presence, awaitedEmail: awaited)
        }
        let ownEmail = FormState(.invalid([FieldProblem("email", .unchanged)])) { _ in [text("dana@")] }
        let wrongCode = FormState(.invalid([FieldProblem("code", .codeWrong)])) { _ in ["123456"] }
        let wrongRegion = FormState(.invalid([FieldProblem("language", .notAnOption)])) { _ in ["tlh"] }
        let refusal = Refusal.invalid([
            FieldProblem("name", .missing), FieldProblem("new-password", .password(.tooCommon)),
            FieldProblem("repeated-password", .passwordsDiffer),
        ])
        let form = FormState(refusal) { [text($0.rawValue)] }
        let wrongEmail = FormState(.invalid([FieldProblem("email", .malformed)])) { _ in [text("dana@")] }
        let wrong = FormState(.notNow(.currentPasswordWrong)) { _ in [] }
        var samples = [
            Sample("sign-in", SignInPage(page)),
            Sample("sign-in-out", SignInPage(page(flash: .signedOut))),
            Sample(
                "sign-in-refused", SignInPage(page, email: text("dana@"), next: text("/portal/runs"), isRefused: true)),
            Sample("forgot", ForgotPasswordPage(page)),
            Sample("forgot-sent", ForgotPasswordPage(page, sentTo: user.email.text)),
            Sample("reset", ResetPasswordPage(page, token: secret().text)),
            Sample("dead-link", DeadLinkPage(page, wayOn: .forgotPassword)),
            Sample("mailed-code-request", MailedCodeRequestPage(page, next: text("/portal/runs"))),
            Sample("mailed-code-request-refused", MailedCodeRequestPage(page, form: wrongEmail)),
            Sample("mailed-code-over", MailedCodeRequestPage(page, isOver: true)),
            Sample("mailed-code", MailedCodePage(page)),
            Sample("mailed-code-wrong", MailedCodePage(page, next: text("/portal/runs"), triesLeft: 3)),
            Sample("mailed-link", MailedLinkPage(page, token: secret().text)),
            Sample("unsubscribe", UnsubscribePage(page, stop(), token: stopToken.text)),
            Sample("unsubscribe-done", UnsubscribePage(page, stop(isForStaff: true), token: "", isDone: true)),
            Sample("unsubscribe-dead", UnsubscribePage(page, nil, token: "")),
            Sample("invitation", InvitationPage(page, offer(), token: secret().text, reader: nil)),
            Sample(
                "invitation-known", InvitationPage(page, offer(hasAccount: true), token: secret().text, reader: nil)),
            Sample("invitation-other", InvitationPage(page, offer(), token: secret().text, reader: user)),
            Sample("invitation-copied", CopiedInvitationPage(page, invitation: id(977, Invitation.self).description)),
            Sample(
                "invitation-mailed",
                CopiedInvitationPage(page, invitation: id(977, Invitation.self).description, isSent: true)),
            Sample("sign-out", SignOutPage(page, landing: .portal(.dashboard))),
            Sample("home", HomePage(page, user: user)),
            Sample("account", AccountPage(.client(client()), overview(sessions))),
            Sample("account-factor", AccountPage(.client(client()), overview([], factor: factor))),
            Sample("account-passwordless", AccountPage(.client(client()), overview(sessions, presence: .nothing))),
            Sample("account-not-fresh", AccountPage(.staff(staff()), overview(sessions, presence: .freshSignIn))),
            Sample(
                "factor-offer-passwordless",
                SecondFactorPage(.offer(factorKey, at: .account(.client(client()))), presence: .nothing)),
            Sample(
                "factor-due-not-fresh",
                SecondFactorPage(.offer(factorKey, at: .due(page, user)), presence: .freshSignIn)),
            Sample(
                "factor-on-not-fresh",
                SecondFactorPage(.on(factor, isRequired: false, at: .client(client())), presence: .freshSignIn)),
            Sample("account-awaiting", AccountPage(.client(client()), overview(sessions, awaited: user.email))),
            Sample("email", EmailPage(.client(client()), awaited: nil)),
            Sample("email-refused", EmailPage(.staff(staff()), awaited: user.email, form: ownEmail)),
            Sample("email-wrong", EmailPage(.client(client()), awaited: nil, form: wrong)),
            Sample("email-confirm", NewEmailPage(page, user.email, token: secret().text)),
            Sample("visibility", VisibilityPage(.client(client(areas: [.forms, .billing])), hasSecondFactor: true)),
            Sample("visibility-staff", VisibilityPage(.staff(staff()), hasSecondFactor: false)),
            Sample("welcome", WelcomePage(.client(client()), notices)),
            Sample("welcome-refused", WelcomePage(.client(client()), notices, form: form)),
            Sample("welcome-staff", WelcomePage(.staff(staff()), notices)),
            Sample("welcome-tour", WelcomeTourPage(client())),
            Sample("welcome-tour-bare", WelcomeTourPage(client(areas: []))),
            Sample("region", RegionPage(.client(client()))),
            Sample("region-staff", RegionPage(.staff(staff()), form: wrongRegion)),
            Sample("factor-offer", SecondFactorPage(.offer(factorKey, at: .account(.client(client()))))),
            Sample(
                "factor-offer-wrong",
                SecondFactorPage(.offer(factorKey, at: .account(.staff(staff()))), form: wrongCode)),
            Sample("factor-due", SecondFactorPage(.offer(factorKey, at: .due(page, user)))),
            Sample("factor-on", SecondFactorPage(.on(factor, isRequired: false, at: .client(client())), form: wrong)),
            Sample("factor-on-required", SecondFactorPage(.on(factor, isRequired: true, at: .staff(staff())))),
            Sample("factor-granted", SecondFactorPage(.granted(recoveryCodes, at: .account(.client(client()))))),
            Sample("factor-granted-due", SecondFactorPage(.granted(recoveryCodes, at: .due(page, user)))),
            Sample("sign-in-code", SignInCodePage(page)),
            Sample("sign-in-code-wrong", SignInCodePage(page, next: text("/portal/runs"), triesLeft: 3)),
            Sample("sign-in-rules", SignInRulesPage(SecondFactorRule(forStaff: true, forClients: false), staff())),
            Sample(
                "account-refused",
                AccountPage(.client(client()), overview(sessions), nameForm: form, passwordForm: form)
            ),
            Sample(
                "account-wrong", AccountPage(.client(client()), overview([]), passwordForm: wrong)),
            Sample(
                "account-staff",
                AccountPage(.staff(staff(flash: .nameSaved)), overview([sessions[0]]))),
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

    private var factorKey: FactorKey {
        guard let key = FactorKey(bytes: Array(1...20)) else { preconditionFailure("a key is 160 bits") }
        return key
    }

    private var recoveryCodes: [RecoveryCode] {
        ["1234-5678-9abc-defg", "hjkm-npqr-stvw-xyz0"].compactMap { RecoveryCode($0) }
    }

    var dashboard: ClientDashboard {
        ClientDashboard(
            activeWorkflowCount: 5, periods: periods, recentRuns: statuses.prefix(8).map(ClientRun.init),
            triggers: ["Weekly sales report", "Supplier price import", "New customer welcome"].enumerated().map {
                WorkflowName(workflow(UInt64($0 + 11), $1))
            },
            brokenConnections: [ClientConnection(connections[1], workflowNames: [])], owed: [money(174_900)],
            overdue: [money(100_000)],
            forms: [ClientFormSummary(form(1, "Christmas opening hours", submitted: nil).summary)])
    }

    func page(_ runs: [Run], next: Bool) -> Page<ClientRun, RunKey> {
        Page(items: runs.map(ClientRun.init), next: next ? RunKey(listedAt: ago(.days(30)), id: id(1)) : nil)
    }

    func runsPage(_ runs: [Run], query: RunsQuery = RunsQuery(), next: Bool = false) -> RunsPage {
        let choices = [
            WorkflowName(id: id(10), name: text("Order sync")),
            WorkflowName(id: id(11), name: text("Weekly sales report")),
        ]
        return RunsPage(ClientRunList(page: page(runs, next: next), choices: choices), query: query, client())
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

extension World {
    func offer(hasAccount: Bool = false) -> InvitationOffer {
        InvitationOffer(
            invitation: Invitation(
                id: id(977), email: EmailAddress("guest@acme-bakery.example") ?? user.email,
                goal: .client(of: workspace.id), inviter: id(6), invitedAt: ago(.days(1)),
                expiresAt: now.adding(.days(6))), workspace: workspace.name, inviter: text("Olivia Hart"),
            hasAccount: hasAccount)
    }
}
