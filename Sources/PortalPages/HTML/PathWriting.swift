import PortalCore

extension HTML {
    /// An address, as it stands in an attribute.
    mutating func path(_ path: Path) {
        switch path {
        case .home: markup("/")
        case .signIn: markup("/sign-in")
        case .signOut: markup("/sign-out")
        case .signInCode: markup("/sign-in/code")
        case .mailedCodeRequest: markup("/sign-in/mail")
        case .mailedCode: markup("/sign-in/mail/code")
        case .mailedLink(let token): tokenPath("/sign-in/link", token)
        case .dueSecondFactor: markup("/second-factor")
        case .forgotPassword: markup("/forgot-password")
        case .resetPassword(let token): tokenPath("/reset-password", token)
        case .verifyEmail(let token): tokenPath("/verify-email", token)
        case .invitation(let token): tokenPath("/invitation", token)
        case .copiedInvitation(let invitation):
            markup("/invitation?invitation=")
            id(invitation)
        case .invitationMail: markup("/invitation/mail")
        case .invitationSignOut: markup("/invitation/sign-out")
        case .unsubscribe(let token): tokenPath("/unsubscribe", token)
        case .welcome: markup("/welcome")
        case .welcomeTour: markup("/welcome/tour")
        case .portal(let path): write(path)
        case .entrance(let workspace, let path):
            write(path)
            if case .runs(let query) = path, query != RunsQuery() { markup("&amp;") } else { markup("?") }
            markup("workspace=")
            id(workspace)
        case .console(let path): write(path)
        case .asset(let asset):
            markup("/assets/")
            text(asset.fileName)
        case .brandStylesheet(let name):
            markup("/brand/")
            text(name.fileName)
        case .brandIcon(let name):
            markup("/brand/")
            text(name.fileName)
        case .brandPicture(let picture):
            markup("/brand/")
            text(picture.hash)
        }
    }

    private mutating func tokenPath(_ path: StaticString, _ token: String?) {
        markup(path)
        guard let token else { return }
        markup("?token=")
        percentEncoded(token)
    }

    private mutating func write(_ path: PortalPath) {
        markup("/portal")
        switch path {
        case .dashboard: break
        case .switchWorkspace: markup("/switch")
        case .workflows: markup("/workflows")
        case .workflow(let id): segment("/workflows/", id)
        case .start(let id):
            segment("/workflows/", id)
            markup("/runs")
        case .run(let run, let workflow):
            segment("/workflows/", workflow)
            segment("/runs/", run)
        case .cancellation(let run, let workflow):
            segment("/workflows/", workflow)
            segment("/runs/", run)
            markup("/cancellation")
        case .events(let run, let workflow):
            segment("/workflows/", workflow)
            segment("/runs/", run)
            markup("/events")
        case .runs(let query):
            markup("/runs")
            write(query)
        case .connections: markup("/connections")
        case .connection(let id): segment("/connections/", id)
        case .forms: markup("/forms")
        case .form(let id): segment("/forms/", id)
        case .billing: markup("/billing")
        case .invoices(let before):
            markup("/billing/invoices")
            if let before {
                markup("?before=")
                key(before.listedAt, before.id)
            }
        case .invoice(let id): segment("/billing/invoices/", id)
        case .payment(let id):
            segment("/billing/invoices/", id)
            markup("/payment")
        case .paymentMethods: markup("/billing/payment-methods")
        case .account(let path): write(path)
        }
    }

    private mutating func write(_ path: AccountPath) {
        markup("/account")
        switch path {
        case .overview: break
        case .name: markup("/name")
        case .password: markup("/password")
        case .email: markup("/email")
        case .emailCancellation: markup("/email/cancellation")
        case .sessionEnd(let id):
            segment("/sessions/", id)
            markup("/end")
        case .otherSessionsEnd: markup("/sessions/end-others")
        case .region: markup("/region")
        case .secondFactor: markup("/second-factor")
        case .secondFactorRemoval: markup("/second-factor/removal")
        case .recoveryCodes: markup("/second-factor/recovery-codes")
        case .notices: markup("/notices")
        case .data: markup("/data")
        case .visibility: markup("/visibility")
        }
    }

    private mutating func write(_ path: ConsolePath) {
        markup("/dashboard")
        switch path {
        case .welcome: markup("/welcome")
        case .clients(let archived, let after): writeClients(archived: archived, after: after)
        case .newClient: markup("/clients")
        case .client(let workspace): segment("/clients/", workspace)
        case .clientName(let workspace):
            segment("/clients/", workspace)
            markup("/name")
        case .archival(let workspace):
            segment("/clients/", workspace)
            markup("/archival")
        case .restoration(let workspace):
            segment("/clients/", workspace)
            markup("/restoration")
        case .members(let workspace):
            segment("/clients/", workspace)
            markup("/members")
        case .invitations(let workspace): invitations(workspace)
        case .invitationResending(let invitation, let workspace):
            invitations(workspace)
            segment("/", invitation)
            markup("/resending")
        case .invitationWithdrawal(let invitation, let workspace):
            invitations(workspace)
            segment("/", invitation)
            markup("/withdrawal")
        case .memberRemoval(let user, let workspace):
            segment("/clients/", workspace)
            segment("/members/", user)
            markup("/removal")
        case .memberAreas(let user, let workspace):
            segment("/clients/", workspace)
            segment("/members/", user)
            markup("/areas")
        case .clientRuns(let workspace, let query):
            segment("/clients/", workspace)
            markup("/runs")
            write(query)
        case .workflow(let id, let workspace): workflow(id, of: workspace)
        case .workflowSettings(let id, let workspace):
            workflow(id, of: workspace)
            markup("/settings")
        case .workflowStatus(let id, let workspace):
            workflow(id, of: workspace)
            markup("/status")
        case .workflowTrigger(let id, let workspace):
            workflow(id, of: workspace)
            markup("/trigger")
        case .start(let id, let workspace):
            workflow(id, of: workspace)
            markup("/runs")
        case .run(let run, let id, let workspace): self.run(run, of: id, in: workspace)
        case .retry(let run, let id, let workspace):
            self.run(run, of: id, in: workspace)
            markup("/retry")
        case .cancellation(let run, let id, let workspace):
            self.run(run, of: id, in: workspace)
            markup("/cancellation")
        case .team: markup("/team")
        case .staffRemoval(let user):
            segment("/team/members/", user)
            markup("/removal")
        case .staffRole(let user):
            segment("/team/members/", user)
            markup("/role")
        case .ownership: markup("/team/ownership")
        case .settings: markup("/settings")
        case .apiKeys: markup("/settings/api-keys")
        case .keyRevocation(let id):
            segment("/settings/api-keys/", id)
            markup("/revocation")
        case .engines: markup("/settings/engines")
        case .undelivered: markup("/settings/undelivered")
        case .signInRules: markup("/settings/sign-in")
        case .factorReset(let user):
            segment("/people/", user)
            markup("/second-factor/removal")
        case .outbox: markup("/outbox")
        case .account(let path): write(path)
        }
    }

    private mutating func writeClients(archived: Bool, after: WorkspaceKey?) {
        if archived { markup("?archived=yes") }
        guard let after else { return }
        markup(archived ? "&amp;after=" : "?after=")
        id(after.id)
        markup(".")
        percentEncoded(after.name)
    }

    private mutating func invitations(_ workspace: Workspace.ID?) {
        if let workspace { segment("/clients/", workspace) } else { markup("/team") }
        markup("/invitations")
    }

    private mutating func workflow(_ id: Workflow.ID, of workspace: Workspace.ID) {
        segment("/clients/", workspace)
        segment("/workflows/", id)
    }

    private mutating func run(_ run: Run.ID, of workflow: Workflow.ID, in workspace: Workspace.ID) {
        self.workflow(workflow, of: workspace)
        segment("/runs/", run)
    }

    private mutating func segment<Entity>(_ before: StaticString, _ id: Identifier<Entity>) {
        markup(before)
        self.id(id)
    }

    /// A place in a list: its moment and id, with a dot between.
    private mutating func key<Entity>(_ moment: Instant, _ id: Identifier<Entity>) {
        integer(moment.milliseconds)
        markup(".")
        self.id(id)
    }

    private mutating func write(_ query: RunsQuery) {
        var separator: StaticString = "?"
        if let status = query.status {
            markup("?status=")
            text(status.rawValue)
            separator = "&amp;"
        }
        if let workflow = query.workflow {
            markup(separator)
            markup("workflow=")
            id(workflow)
            separator = "&amp;"
        }
        if query.period != .all {
            markup(separator)
            markup("period=")
            text(query.period.rawValue)
            separator = "&amp;"
        }
        if let before = query.before {
            markup(separator)
            markup("before=")
            key(before.listedAt, before.id)
        }
    }
}
