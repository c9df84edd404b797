import PortalPages

@testable import PortalCore

extension World {
    func summary(
        _ workspace: Workspace, succeeded: Int, failed: Int, broken: Int, owed: [Money], overdue: [Money]
    ) -> WorkspaceSummary {
        WorkspaceSummary(
            workspace: workspace, memberCount: 3, publishedWorkflowCount: 5, succeededRuns: succeeded,
            failedRuns: failed,
            brokenConnections: broken, owed: owed, overdue: overdue)
    }

    func member(
        _ number: UInt64, _ name: String, role: AccountRole? = nil, areas: Areas? = nil,
        status: MembershipStatus = .active, isSuspended: Bool = false, seen: TimeSpan? = .hours(3),
        hasSecondFactor: Bool = false
    ) -> Member {
        Member(
            user: User(
                id: id(800 + number), email: EmailAddress("person\(number)@acme-bakery.example") ?? user.email,
                name: text(name), status: isSuspended ? .suspended : .active, language: nil, timeZone: nil),
            status: status, areas: areas, role: role, joinedAt: ago(.days(60)), lastSeenAt: seen.map(ago),
            hasSecondFactor: hasSecondFactor)
    }

    var summaries: [WorkspaceSummary] {
        [
            summary(workspace, succeeded: 482, failed: 7, broken: 2, owed: [money(174_900)], overdue: [money(100_000)]),
            summary(
                otherWorkspace, succeeded: 1_204, failed: 0, broken: 0, owed: [money(9_900), money(12_000, "eur")],
                overdue: []),
            summary(workspace, succeeded: 0, failed: 0, broken: 0, owed: [], overdue: []),
        ]
    }

    func overview(_ workspace: Workspace, isEmpty: Bool = false) -> ClientOverview {
        let workflows = [
            workflow(), workflow(11, "Newsletter list", status: .paused),
            workflow(12, "Delivery planning", status: .draft),
            workflow(13, "Loyalty points", status: .disabled), workflow(14, "Old till export", status: .archived),
        ]
        let summary = summary(
            workspace, succeeded: isEmpty ? 0 : 482, failed: isEmpty ? 0 : 7, broken: isEmpty ? 0 : 2,
            owed: isEmpty ? [] : [money(174_900)], overdue: isEmpty ? [] : [money(100_000)])
        return ClientOverview(
            summary: summary, workflows: isEmpty ? [] : workflows,
            latestRuns: isEmpty ? [:] : [workflows[0].id: statuses[1], workflows[1].id: statuses[2]],
            members: isEmpty
                ? []
                : [
                    member(1, "Dana O’Neill", areas: .all, hasSecondFactor: true),
                    member(2, "Sam Lee", areas: [.billing, .forms], status: .invited, seen: nil),
                    member(3, "Kim Park", areas: [], isSuspended: true), member(4, "Jo Ash", areas: .all, seen: nil),
                ],
            connections: isEmpty ? [] : connections, recentRuns: isEmpty ? [] : statuses,
            openInvoices: isEmpty ? [] : invoices.filter { $0.status == .open })
    }

    func staffWorkflow(_ status: WorkflowStatus, canStart: Bool, runs: [Run]) -> StaffWorkflowPage {
        let engine = Engine(
            id: id(40), name: text("Main n8n"), kind: .n8n, apiURL: nil, createdAt: ago(.days(300)))
        return StaffWorkflowPage(
            workspace: workspace, workflow: workflow(status: status), engine: engine, engineChoices: [engine],
            recentRuns: runs, canStart: canStart)
    }

    func staffRun(_ run: Run, detail: String?, canCancel: Bool = false, canRetry: Bool = false) -> ConsoleRunPage {
        ConsoleRunPage(
            StaffTimeline(
                workspace: workspace, workflow: workflow(), run: run, steps: steps, errorDetail: detail.map(text),
                canCancel: canCancel, canRetry: canRetry), staff(), token: secret)
    }

    var consolePages: [Sample] {
        let name = FormState(.invalid([FieldProblem("name", .missing)])) { [text($0.rawValue)] }
        let edit = FormState(
            .invalid([
                FieldProblem("time-limit", .malformed), FieldProblem("purpose", .tooLong(limit: 2_000)),
                FieldProblem("trigger-url", .malformed), FieldProblem("engine", .missing),
            ])
        ) { [text($0.rawValue)] }
        let key = WorkspaceKey(name: text("M & N"), id: id(3))
        let detail = """
            Bookkeeping API: 401 unauthorized, the token has expired
              at write (orders.js:118:7)
            """
        var samples = [
            Sample(
                "clients", ClientsPage(Page(items: summaries, next: nil), archived: false, after: nil, staff())),
            Sample(
                "clients-member",
                ClientsPage(Page(items: summaries, next: key), archived: false, after: key, staff(.member))),
            Sample(
                "clients-empty",
                ClientsPage(Page(items: [], next: nil), archived: false, after: nil, staff(), newClient: name)),
            Sample("clients-archived", ClientsPage(Page(items: [], next: nil), archived: true, after: nil, staff())),
            Sample("client", ClientOverviewPage(overview(workspace), staff(flash: .clientRenamed))),
            Sample("client-member", ClientOverviewPage(overview(workspace), staff(.member))),
            Sample("client-empty", ClientOverviewPage(overview(workspace, isEmpty: true), staff(), nameForm: name)),
            Sample("client-archived", ClientOverviewPage(overview(archived), staff())),
            Sample(
                "console-runs",
                ConsoleRunsPage(
                    Page(items: statuses, next: nil), of: workspace, query: RunsQuery(period: .day),
                    choices: [WorkflowName(id: workflow().id, name: workflow().name)],
                    staff())),
            Sample("console-run", staffRun(run(2), detail: nil)),
            Sample("console-run-failed", staffRun(run(3, .failed), detail: detail, canRetry: true)),
            Sample("console-run-queued", staffRun(run(5, .queued, delivery: .pending), detail: nil, canCancel: true)),
            Sample(
                "console-run-lost", staffRun(run(7, .queued, delivery: .unconfirmed), detail: nil, canRetry: true)),
            Sample("console-run-unknown", staffRun(run(7, .unknown), detail: nil, canRetry: true)),
        ]
        samples += teamPages
        for status in WorkflowStatus.allCases {
            let page = staffWorkflow(status, canStart: status == .published, runs: status == .draft ? [] : statuses)
            samples.append(
                Sample("console-workflow-\(status.rawValue)", ConsoleWorkflowPage(page, staff(), token: secret)))
        }
        let page = staffWorkflow(.published, canStart: true, runs: statuses)
        samples.append(
            Sample(
                "console-workflow-refused",
                ConsoleWorkflowPage(page, staff(), token: secret, settings: edit, trigger: edit)))
        samples.append(
            Sample("console-workflow-member", ConsoleWorkflowPage(page, staff(.member), token: secret)))
        return samples
    }

    var team: [Member] {
        [
            member(1, "Olivia Hart", role: .owner, hasSecondFactor: true),
            member(2, "Amir Haddad", role: .admin, seen: nil, hasSecondFactor: true),
            member(3, "Mina Sato", role: .member, isSuspended: true),
            Member(
                user: staff().user, status: .active, areas: nil, role: .admin, joinedAt: ago(.days(1)), lastSeenAt: now),
        ]
    }

    func teamPage(_ role: AccountRole, form: FormState = .fresh, hasOwnSignIn: Bool = true) -> TeamPage {
        let invitation = Invitation(
            id: id(980), email: EmailAddress("guest@northwind.example") ?? user.email, goal: .staff(.admin),
            inviter: id(6), invitedAt: ago(.days(1)), expiresAt: now.adding(.days(6)))
        return TeamPage(
            team, invitations: [invitation], staff(role), address: PublicAddress(), form: form,
            hasOwnSignIn: hasOwnSignIn)
    }

    private var teamPages: [Sample] {
        let invite = FormState(
            .invalid([FieldProblem("emails", .addresses([AddressProblem(text("nobody"), .malformed)]))])
        ) { $0 == .role ? ["admin"] : [text($0.rawValue)] }
        let heirs = team.filter { $0.role == .admin }
        let handOver = FormState(
            .invalid([FieldProblem("new-owner", .notAnOption), FieldProblem("current-password", .missing)])
        ) { [text($0.rawValue)] }
        return [
            Sample("team", teamPage(.owner)), Sample("team-member", teamPage(.member)),
            Sample("team-refused", teamPage(.admin, form: invite)), Sample("ownership", OwnershipPage(heirs, staff())),
            Sample("ownership-refused", OwnershipPage(heirs, staff(), form: handOver)),
            Sample("ownership-nobody", OwnershipPage([], staff())),
        ]
    }

    func members(_ workspace: Workspace) -> ClientMembers {
        func invitation(_ number: UInt64, expiresAt: Instant) -> Invitation {
            Invitation(
                id: id(970 + number), email: EmailAddress("guest\(number)@acme-bakery.example") ?? user.email,
                goal: .client(of: workspace.id), inviter: id(6), invitedAt: ago(.days(8)), expiresAt: expiresAt)
        }
        return ClientMembers(
            workspace: workspace, members: overview(workspace).members,
            invitations: [
                invitation(1, expiresAt: now.adding(.days(2))), invitation(2, expiresAt: ago(.days(1))),
            ])
    }

    var settingsPages: [Sample] {
        let keys = [
            APIKey(
                id: id(901), name: text("n8n reports"), workspace: workspace.id,
                permissions: [.runsIngest, .workflowsUpsert],
                createdAt: ago(.days(40)), lastUsedAt: ago(.minutes(2)), revokedAt: nil),
            APIKey(
                id: id(902), name: text("Back office"), workspace: nil, permissions: Set(APIKey.grantable),
                createdAt: ago(.days(90)), lastUsedAt: nil, revokedAt: ago(.days(1))),
        ]
        let form = FormState(
            .invalid([
                FieldProblem("name", .missing), FieldProblem("permissions", .missing),
                FieldProblem("api-url", .missing),
                FieldProblem("credential", .malformed),
            ])
        ) { [text($0.rawValue)] }
        let engines = [
            Engine(id: id(40), name: text("Main n8n"), kind: .n8n, apiURL: nil, createdAt: ago(.days(300))),
            Engine(
                id: id(41), name: text("Prefect Cloud"), kind: .prefect,
                apiURL: text("https://api.prefect.example/api"),
                createdAt: ago(.days(10))),
        ]
        let dead = [
            DeadTrigger(
                run: id(1), workspace: workspace.id, workspaceName: workspace.name, workflow: id(10),
                workflowName: text("Order sync"), delivery: .didNotStart, tries: 9,
                reason: text("Connection refused by hooks.northwind.example"), at: ago(.hours(4))),
            DeadTrigger(
                run: id(2), workspace: workspace.id, workspaceName: workspace.name, workflow: id(10),
                workflowName: text("Order sync"), delivery: .unconfirmed, tries: 1, reason: "", at: ago(.days(4))),
        ]
        let invite = FormState(
            .invalid([FieldProblem("emails", .addresses([AddressProblem(text("dana@acme.example"), .isMember)]))])
        ) { _ in [text("dana@acme.example")] }
        let mails = MailStatus.allCases.enumerated().map { index, status in
            MailRecord(
                id: id(950 + UInt64(index)), kind: .passwordChanged, recipient: user.email, status: status,
                tries: index + 1, reason: status == .dead ? text("550 5.1.1 no such user") : "", size: 4_096,
                at: ago(.minutes(Int64(index * 50))))
        }
        return [
            Sample("settings", SettingsPage(staff())),
            Sample("api-keys", APIKeysPage(keys, workspaces: [workspace], staff())),
            Sample("api-keys-refused", APIKeysPage([], workspaces: [workspace], staff(), form: form)),
            Sample("key-made", SecretPage(.apiKey, name: text("n8n reports"), secret: secret().text, staff())),
            Sample("engines", EnginesPage(engines, staff())),
            Sample("engines-refused", EnginesPage([], staff(), form: form)),
            Sample(
                "engine-made", SecretPage(.engine, name: text("Main n8n"), secret: "whsec_" + secret().text, staff())),
            Sample("undelivered", UndeliveredPage(dead, staff())),
            Sample("undelivered-empty", UndeliveredPage([], staff())),
            Sample(
                "outbox",
                OutboxPage(
                    mails, letters: [mails[0].id: text("Hello\n\nhttps://northwind.example/sign-in\n")],
                    address: PublicAddress(), staff())),
            Sample("members", MembersPage(members(workspace), staff(), address: PublicAddress())),
            Sample("members-refused", MembersPage(members(workspace), staff(), address: PublicAddress(), form: invite)),
            Sample("members-member", MembersPage(members(workspace), staff(.member), address: PublicAddress())),
            Sample("members-archived", MembersPage(members(archived), staff(), address: PublicAddress())),
            Sample("outbox-empty", OutboxPage([], address: PublicAddress(), staff(.member))),
        ]
    }
}
