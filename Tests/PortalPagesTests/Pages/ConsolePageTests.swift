import Testing

@testable import PortalCore
@testable import PortalPages

struct ConsolePageTests {
    private let world = World.plain

    private func addresses(_ view: any PageView) throws -> Set<String> {
        Set(try PageParser(view.html()).elements.flatMap { [$0["action"], $0["href"]].compactMap(\.self) })
    }

    private func has(_ view: any PageView, _ part: String) throws -> Bool {
        try addresses(view).contains { $0.contains(part) }
    }

    @Test(arguments: AccountRole.allCases)
    func `staff are offered what their role allows, and nothing else`(_ role: AccountRole) throws {
        let context = world.staff(role)
        let mayManage = context.may(.workspaceArchive)
        let overview = ClientOverviewPage(world.overview(world.workspace), context)
        #expect(try has(overview, "/archival") == mayManage)
        #expect(try has(overview, "/removal") == context.may(.workspaceRemoveClient))
        let maySeeSettings = [Action.agencyAPIKeys, .agencyEngines, .agencyViewOutbox].contains { context.may($0) }
        #expect(try has(overview, "/dashboard/settings") == maySeeSettings)

        let clients = ClientsPage(Page(items: [], next: nil), archived: false, after: nil, context)
        #expect(try has(clients, "/dashboard/clients") == context.may(.agencyCreateWorkspace))

        let workflow = ConsoleWorkflowPage(
            world.staffWorkflow(.published, canStart: true, runs: []), context, token: world.secret)
        #expect(try has(workflow, "/trigger") == context.may(.agencyEngines))
        #expect(try has(workflow, "/settings") == true)
        #expect(try has(workflow, "/status") == context.may(.workflowPublish))

        let settings = try addresses(SettingsPage(context))
        #expect(settings.contains("/dashboard/settings/engines") == context.may(.agencyEngines))
        #expect(settings.contains("/dashboard/settings/sign-in") == context.may(.agencyUpdate))
        #expect(settings.contains("/dashboard/settings/api-keys") == context.may(.agencyAPIKeys))
        #expect(settings.contains("/dashboard/settings/undelivered") == context.may(.agencyViewOutbox))
    }

    @Test(arguments: AccountRole.allCases)
    func `the team's page offers what a role allows, and nothing about the owner or oneself`(
        _ role: AccountRole
    ) throws {
        let found = try addresses(world.teamPage(role))
        let team = world.team
        for (part, action) in [
            ("/removal", Action.agencyRemoveStaff), ("/role", .agencyChangeRole), ("/resending", .agencyInvite),
            ("/withdrawal", .agencyInvite), ("/team/invitations", .agencyInvite),
            ("/team/ownership", .agencyTransferOwnership),
        ] {
            #expect(found.contains { $0.contains(part) } == world.staff(role).may(action), "\(part)")
        }
        for member in [team[0], team[3]] {
            #expect(!found.contains { $0.contains(member.user.id.description) }, "\(member.user.name)")
        }
        #expect(try !has(world.teamPage(role, hasOwnSignIn: false), "/team/ownership"))
    }

    @Test(arguments: AccountRole.allCases)
    func `a client's areas are offered to whoever may narrow them, as they are`(_ role: AccountRole) throws {
        let context = world.staff(role)
        let page = MembersPage(world.members(world.workspace), context, address: PublicAddress())
        #expect(try has(page, "/areas") == context.may(.workspaceRemoveClient))
        #expect(try !has(MembersPage(world.members(world.archived), context, address: PublicAddress()), "/areas"))
        let ticks = try PageParser(page.html()).elements.filter { $0["name"] == "area" }
        guard context.may(.workspaceRemoveClient) else { return }
        let ticked = ticks.filter { tick in tick.attributes.contains { $0.name == "checked" } }
        #expect(ticks.count == 16 && ticked.compactMap { $0["value"] }.count == 4 + 2 + 0 + 4)
    }

    @Test func `an archived client can be looked at and restored, and nothing else`() throws {
        let page = ClientOverviewPage(world.overview(world.archived), world.staff(.owner))
        let posts = try PageParser(page.html()).elements.filter { $0["method"] == "post" }.compactMap { $0["action"] }
        #expect(posts == ["/sign-out", "/dashboard/clients/\(world.archived.id)/restoration"])
        #expect(try !has(ClientOverviewPage(world.overview(world.archived), world.staff(.member)), "/restoration"))
    }

    @Test(arguments: WorkflowStatus.allCases)
    func `a workflow can be moved to another status, never to its own`(_ status: WorkflowStatus) throws {
        let page = ConsoleWorkflowPage(
            world.staffWorkflow(status, canStart: false, runs: []), world.staff(), token: world.secret)
        let targets = try PageParser(page.html()).elements.filter { $0["name"] == "status" }.compactMap { $0["value"] }
        #expect(!targets.isEmpty)
        #expect(!targets.contains(status.rawValue))
        #expect(targets.allSatisfy { WorkflowStatus(rawValue: $0) != nil })
    }

    @Test func `what the engine said is shown to staff`() throws {
        let page = try PageParser(world.staffRun(world.run(3, .failed), detail: "401 <token>").html())
        #expect(page.texts.contains { $0.element == "pre" && $0.text == "401 <token>" })
    }

    @Test func `a form that came back says what is wrong beside each field, and keeps what was typed`() throws {
        let refusal = Refusal.invalid([FieldProblem("name", .missing), FieldProblem("time-limit", .malformed)])
        let state = FormState(refusal) { $0 == .timeLimit ? ["soon"] : $0 == .showsSummaries ? [] : ["typed"] }
        let page = try PageParser(
            ConsoleWorkflowPage(
                world.staffWorkflow(.draft, canStart: false, runs: []), world.staff(), token: world.secret,
                settings: state
            ).html())

        let limit = try #require(page.elements.first { $0["name"] == "time-limit" })
        #expect(limit["value"] == "soon")
        #expect(limit["aria-invalid"] == "true")
        #expect(limit["aria-describedby"] == "e-time-limit h-time-limit")
        #expect(page.elements.contains { $0["id"] == "e-time-limit" })
        let summaries = try #require(page.elements.first { $0["name"] == "shows-summaries" })
        #expect(!summaries.attributes.contains { $0.name == "checked" })
        #expect(page.elements.contains { $0["role"] == "alert" })
    }

    @Test func `passwords and secrets that were typed are not printed again`() throws {
        let refusal = Refusal.invalid([FieldProblem("new-password", .password(.tooCommon))])
        let state = FormState(refusal) { _ in ["hunter2-secret"] }
        let noOverview = AccountOverview(
            sessions: [], current: nil, secondFactor: nil, mustHaveSecondFactor: false, notices: [], awaitedEmail: nil)
        let factor = SecondFactor(key: Sealed(bytes: []), lastStep: 1, since: world.now, recoveryCodesLeft: 0)
        let pages: [any PageView] = [
            AccountPage(.client(world.client()), noOverview, passwordForm: state),
            EmailPage(
                .client(world.client()), awaited: nil,
                form: FormState(.invalid([])) { $0 == .currentPassword ? ["hunter2-secret"] : [] }),
            SecondFactorPage(.on(factor, isRequired: false, at: .client(world.client())), form: state),
            EnginesPage(
                [], world.staff(), form: FormState(.invalid([])) { $0 == .credentialValue ? ["hunter2-secret"] : [] }),
        ]
        for page in pages { #expect(!String(decoding: page.html(), as: UTF8.self).contains("hunter2")) }
    }

    @Test func `a new secret is on its page once`() {
        let html = String(
            decoding: SecretPage(.apiKey, name: "n8n", secret: "S3CRET", world.staff()).html(), as: UTF8.self)
        #expect(html.components(of: "S3CRET") == 1)
    }

    @Test(
        arguments: [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
                "Safari · macOS"
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
                "Chrome · Windows"
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/127.0 Mobile",
                "Firefox · iPhone"
            ),
            ("curl/8.5", nil),
        ] as [(String, String?)])
    func `a browser goes by the name that people know`(_ agent: String, _ name: String?) {
        #expect(BrowserName(agent).text == name)
    }
}
