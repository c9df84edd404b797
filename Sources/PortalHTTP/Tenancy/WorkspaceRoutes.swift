import PortalCore
import PortalPages

/// Workspaces: the client's way into one, and the staff's care of them.
enum WorkspaceRoutes {
    static let client: [Route] = [
        .client("/portal", action: .portalOpen) { client, asked in
            let context = asked.context(client)
            let days = context.page.formats.dayBoundaries(DashboardPage.chartedDays)
            return .page(DashboardPage(try client.dashboard(boundaries: days), context, token: client.freshToken))
        },
        .client(
            post: "/portal/switch", action: .portalOpen, sample: .form(["workspace": "{workspace}"]),
            choosing: { client, asked in
                let workspace: Workspace.ID = try asked.submittedID(.workspace)
                guard client.canSwitch(to: workspace) else { throw Refusal.notFound }
                return .goTo(.portal(.dashboard)).with(.workspace(workspace))
            }),
    ]

    private static let workspace = "/dashboard/clients/:workspace"

    static let staff: [Route] = [
        .staff("/dashboard", action: .agencyDashboard) { console, asked in
            .page(try clientsPage(console, asked))
        },
        .staff(
            post: "/dashboard/clients", action: .agencyCreateWorkspace, sample: .form(["name": "Sample"]),
            again: { console, asked, refusal in .page(try clientsPage(console, asked, form: asked.formState(refusal))) }
        ) { console, asked in
            let workspace = try console.createWorkspace(named: try asked.form.text(.name))
            return .goTo(.console(.client(workspace)), saying: .clientCreated)
        },
        .staff(workspace, action: .workspaceDashboard) { console, asked in
            .page(ClientOverviewPage(try console.client(asked.id(.workspace)), asked.context(console)))
        },
        .staff(
            post: "\(workspace)/name", action: .workspaceUpdate, sample: .form(["name": "Sample"]),
            again: { console, asked, refusal in
                let client = try console.client(asked.id(.workspace))
                return .page(
                    ClientOverviewPage(client, asked.context(console), nameForm: asked.formState(refusal)))
            }
        ) { console, asked in
            try console.rename(asked.id(.workspace), to: try asked.form.text(.name))
            return .goTo(asked.consoleClient, saying: .clientRenamed)
        },
        .staff(post: "\(workspace)/archival", action: .workspaceArchive, sample: .form([:])) { console, asked in
            try console.archive(asked.id(.workspace))
            return .goTo(asked.consoleClient, saying: .clientArchived)
        },
        .staff(post: "\(workspace)/restoration", action: .workspaceRestore, sample: .form([:])) { console, asked in
            try console.restore(asked.id(.workspace))
            return .goTo(asked.consoleClient, saying: .clientRestored)
        },
        .staff("\(workspace)/members", action: .workspaceViewMembers) { console, asked in
            .page(try membersPage(console, asked))
        },
        .staff(
            post: "\(workspace)/invitations", action: .workspaceInviteClient,
            sample: .form(["emails": "somebody.new@sample.example"]),
            again: { console, asked, refusal in .page(try membersPage(console, asked, form: asked.formState(refusal))) }
        ) { console, asked in
            try console.inviteClients(try asked.form.text(.emails), to: asked.id(.workspace))
            return .goTo(.console(.members(asked.id(.workspace))), saying: .invited)
        },
        .staff(
            post: "\(workspace)/invitations/:invitation/resending", action: .workspaceInviteClient, sample: .form([:])
        ) { console, asked in
            try console.resend(asked.id(.invitation), to: asked.id(.workspace))
            return .goTo(.console(.members(asked.id(.workspace))), saying: .invitationSent)
        },
        .staff(
            post: "\(workspace)/invitations/:invitation/withdrawal", action: .workspaceInviteClient, sample: .form([:])
        ) { console, asked in
            try console.withdraw(asked.id(.invitation), to: asked.id(.workspace))
            return .goTo(.console(.members(asked.id(.workspace))), saying: .invitationWithdrawn)
        },
        .staff(
            post: "\(workspace)/members/:user/removal", action: .workspaceRemoveClient, sample: .form([:])
        ) { console, asked in
            try console.removeClient(asked.id(.user), from: asked.id(.workspace))
            return .goTo(asked.consoleClient, saying: .memberRemoved)
        },
        .staff(
            post: "\(workspace)/members/:user/areas", action: .workspaceRemoveClient,
            sample: .form(["area": "workflows"])
        ) { console, asked in
            guard let areas = Areas(names: asked.form.all(.area)) else {
                throw Refusal.invalid([FieldProblem(.area, .notAnOption)])
            }
            try console.setAreas(areas, of: asked.id(.user), in: asked.id(.workspace))
            return .goTo(.console(.members(asked.id(.workspace))), saying: .areasSaved)
        },
    ]

    private static func membersPage(
        _ console: AgencyConsole, _ asked: Asked, form: FormState = .fresh
    ) throws -> MembersPage {
        MembersPage(
            try console.members(of: asked.id(.workspace)), asked.context(console), address: asked.house.publicAddress,
            form: form)
    }

    private static func clientsPage(
        _ console: AgencyConsole, _ asked: Asked, form: FormState = .fresh
    ) throws -> ClientsPage {
        let archived = asked.query.hint(.archived) != nil
        let after = asked.query.hint(.after).flatMap { WorkspaceKey(inAddress: $0) }
        let page = try console.clients(archived: archived, after: after, size: ClientsPage.size)
        return ClientsPage(page, archived: archived, after: after, asked.context(console), newClient: form)
    }
}

extension Asked {
    fileprivate var consoleClient: Path { .console(.client(id(.workspace))) }
}

extension WorkspaceKey {
    /// Reads what a page's link to the next clients carries: an id, a dot, and the name.
    init?(inAddress text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Workspace.ID(parts[0]) else { return nil }
        self.init(name: String(parts[1]), id: id)
    }
}
