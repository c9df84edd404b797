import PortalCore

extension English {
    func say(_ phrase: ConsolePhrase) -> String {
        switch phrase {
        case .clientsLede(let count): "\(plural(count, "client", "clients")), with the runs of the last 7 days."
        case .none: "No clients yet"
        case .noneHint: "Make a client to give it workflows, connections and people."
        case .noneArchived: "No client is archived"
        case .client: "Client"
        case .members: "People"
        case .workflows: "Workflows"
        case .health: "Last 7 days"
        case .connections: "Connections"
        case .owed: "To pay"
        case .memberCount(let count): plural(count, "person", "people")
        case .workflowCount(let count): plural(count, "workflow", "workflows")
        case .healthWords(let succeeded, let failed):
            failed == 0
                ? "\(plural(succeeded, "run", "runs")), none failed"
                : "\(number(failed)) of \(plural(succeeded + failed, "run", "runs")) failed"
        case .noRunsThisWeek: "No runs"
        case .brokenConnections(let count): "\(number(count)) broken"
        case .connectionsFine: "All fine"
        case .nothingOwed: "Nothing"
        case .overdueAmount(let amount): "\(amount) overdue"
        case .live: "Active"
        case .archivedOnes: "Archived"
        case .archived: "Archived"
        case .archivedNote:
            "This client is archived. Its people do not see it, and nothing in it can be changed until it is restored."
        case .newClient: "New client"
        case .newClientName: "Name of the client"
        case .create: "Create"
        case .rename: "Rename"
        case .renameClient: "Name"
        case .archive: "Archive client"
        case .archiveQuestion(let name): "“\(name)” leaves its people’s menus at once. You can restore it later."
        case .restore: "Restore client"
        case .noWorkflows: "No workflows yet"
        case .noWorkflowsHint: "Workflows are registered by your engine, through the API."
        case .noMembers: "Nobody yet"
        case .noMembersHint: "Nobody of this client can sign in."
        case .membersOf(let client): "People at \(client)"
        case .membersLede: "Who can use it, and who was asked to."
        case .invitations: "Invitations"
        case .invite: "Invite"
        case .inviteEmails: "Email addresses"
        case .inviteEmailsHint:
            "One or many, parted by commas or lines. Each gets a mail with a link that is good for 7 days."
        case .invitedOn(let when): "Invited \(when)"
        case .expires(let when): "good until \(when)"
        case .expired: "Expired"
        case .resend: "Send again"
        case .withdraw: "Withdraw"
        case .withdrawQuestion(let email): "The link that was sent to \(email) stops working."
        case .copyLink: "Link to hand on"
        case .copyLinkHint: "It mails the invitation to this address once more, whoever opens it."
        case .inviteStaff: "Invite to the team"
        case .roleField: "Role"
        case .removeMember: "Remove"
        case .removeMemberQuestion(let name, let client):
            "\(name) loses access to “\(client)” at once. What they did stays."
        case .invited: "Invited"
        case .suspended: "Suspended"
        case .lastSeen(let when): "Last seen \(when)"
        case .neverSeen: "Has not signed in yet"
        case .areas(.all): "Sees everything"
        case .areas([]): "Sees only the dashboard"
        case .areas(let areas): "Sees \(areas.list.map(name(of:)).joined(separator: ", "))"
        case .noConnections: "No connections yet"
        case .invoicesOpen: "Open invoices"
        case .noInvoices: "No invoice is open."
        case .publish: "Publish"
        case .unpublish: "Unpublish"
        case .pause: "Pause"
        case .resume: "Resume"
        case .disable: "Disable"
        case .archiveWorkflow: "Archive"
        case .toDraft: "Bring back as a draft"
        case .statusQuestion(let status, let name): question(before: status, name)
        case .settings: "Settings"
        case .workflowSettings: "What the client reads and may do"
        case .nameField: "Name"
        case .purposeField: "Purpose"
        case .purposeHint: "What it does for the client, in your words."
        case .failureNoteField: "When a run fails, tell the client"
        case .failureNoteHint: "Left empty, they read only that it failed."
        case .clientTriggerable: "The client may run it"
        case .clientTriggerableHint: "It gets a Run now button on their dashboard while it is published."
        case .idempotent: "It may be sent twice"
        case .idempotentHint:
            "If a request may have been lost on the way, it is sent again. Only for workflows that do no harm when run twice."
        case .showsSummaries: "The client reads the steps’ summaries"
        case .showsSummariesHint:
            "Each step may bring one line from the engine. Without this, only names and times are shown."
        case .timeLimit: "Time limit, in minutes"
        case .timeLimitHint: "A run that nobody reports on for longer reads Unknown."
        case .whereItRuns: "Where it runs"
        case .engine: "Engine"
        case .noEngine: "No engine"
        case .externalID: "Its id in the engine"
        case .externalIDHint: "Reports of the engine find the workflow by this."
        case .triggerURL: "Address that starts it"
        case .triggerURLHint:
            "Run now sends a signed request here. Without it, the workflow cannot be started from here."
        case .saveEngine: "Save where it runs"
        case .notStartable: "Publish it and give it an address before it can be started."
        case .teamLede: "Everybody who works at your agency, and what they may do."
        case .role(let role): word(for: role)
        case .roleMeaning(let role): meaning(of: role)
        case .manage: "Manage"
        }
    }

    func name(of area: Area) -> String {
        switch area {
        case .workflows: "workflows"
        case .connections: "connections"
        case .forms: "forms"
        case .billing: "billing"
        }
    }

    private func question(before status: WorkflowStatus, _ name: String) -> String {
        switch status {
        case .draft: "The client no longer sees “\(name)” or its runs."
        case .published: "The client sees “\(name)” and its runs."
        case .paused: "“\(name)” cannot be started until you resume it. The client sees that it is paused."
        case .disabled: "“\(name)” is taken out of service, and the client no longer sees it."
        case .archived: "“\(name)” is kept for its history only, and the client no longer sees it."
        }
    }

    private func word(for role: AccountRole) -> String {
        switch role {
        case .owner: "Owner"
        case .admin: "Admin"
        case .member: "Member"
        }
    }

    private func meaning(of role: AccountRole) -> String {
        switch role {
        case .owner: "Everything, the agency itself included."
        case .admin: "Clients, people, billing, engines and keys."
        case .member: "Workflows, connections, forms and runs."
        }
    }
}
