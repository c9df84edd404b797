/// Everything that can be permitted: the one vocabulary of routes, API keys, pages and tests.
///
/// The raw value is the action's name wherever it is written down. A new action does not compile until ``resourceType``
/// and ``AccessPolicy`` have decided it, for every role.
public enum Action: String, CaseIterable, Hashable, Sendable {
    // MARK: Agency

    /// Enter the agency app.
    case agencyDashboard = "agency.dashboard"
    /// See who the staff are.
    case agencyViewTeam = "agency.viewTeam"
    /// Invite staff.
    case agencyInvite = "agency.invite"
    /// Take staff away.
    case agencyRemoveStaff = "agency.removeStaff"
    /// Make a member an admin, or an admin a member.
    case agencyChangeRole = "agency.changeRole"
    /// Take a person's lost second factor away.
    case agencyResetFactor = "agency.resetFactor"
    /// Change the agency's name, languages and time zone.
    case agencyUpdate = "agency.update"
    /// Change logo, colours and names that clients see.
    case agencyBranding = "agency.branding"
    /// Change the domains the portal answers at.
    case agencyDomain = "agency.domain"
    /// Open a workspace for a client.
    case agencyCreateWorkspace = "agency.createWorkspace"
    /// Read the audit log.
    case agencyViewAudit = "agency.viewAudit"
    /// Make and withdraw API keys, and choose what each may do.
    case agencyAPIKeys = "agency.apiKeys"
    /// Change engines, their addresses and signing secrets, and where a workflow is triggered.
    case agencyEngines = "agency.engines"
    /// Change connection providers, their addresses and OAuth applications.
    case agencyProviders = "agency.providers"
    /// See what could not be delivered.
    case agencyViewOutbox = "agency.viewOutbox"
    /// Change what the agency sells.
    case productManage = "product.manage"
    /// Connect the agency's Stripe account.
    case agencyConnectStripe = "agency.connectStripe"
    /// See what the agency earns.
    case agencyViewRevenue = "agency.viewRevenue"
    /// See the agency's own plan.
    case agencyViewPlan = "agency.viewPlan"
    /// Change the agency's own plan.
    case agencyChangePlan = "agency.changePlan"
    /// Make another member of staff the owner.
    case agencyTransferOwnership = "agency.transferOwnership"
    /// End the agency.
    case agencyDelete = "agency.delete"

    // MARK: Workspace

    /// Enter the client's portal of a workspace.
    case portalOpen = "portal.open"
    /// Look at a workspace as staff.
    case workspaceDashboard = "workspace.dashboard"
    /// See a workspace's clients.
    case workspaceViewMembers = "workspace.viewMembers"
    /// See the portal as a client of the workspace does.
    case workspacePreview = "workspace.preview"
    /// Rename a workspace, or change its settings.
    case workspaceUpdate = "workspace.update"
    /// Put a workspace away.
    case workspaceArchive = "workspace.archive"
    /// Bring an archived workspace back.
    case workspaceRestore = "workspace.restore"
    /// End a workspace and all that lies in it.
    case workspaceDelete = "workspace.delete"
    /// Invite a client.
    case workspaceInviteClient = "workspace.inviteClient"
    /// Take a client away, or narrow their areas.
    case workspaceRemoveClient = "workspace.removeClient"
    /// See subscriptions and what is owed.
    case billingView = "billing.view"
    /// Open the payment provider's page of cards and receipts.
    case billingPaymentPortal = "billing.paymentPortal"
    /// Sell to a workspace, change what was sold, or end it.
    case subscriptionManage = "subscription.manage"
    /// Write and issue an invoice.
    case invoiceCreate = "invoice.create"
    /// Add a workflow.
    case workflowCreate = "workflow.create"
    /// Add a connection for the client to fill.
    case connectionCreate = "connection.create"
    /// Add a form.
    case formCreate = "form.create"

    // MARK: Workflow

    /// See a workflow.
    case workflowView = "workflow.view"
    /// Run it now.
    case workflowTrigger = "workflow.trigger"
    /// Change its name, purpose and settings.
    case workflowEdit = "workflow.edit"
    /// Move it between its statuses.
    case workflowPublish = "workflow.publish"
    /// Let clients run it, or stop letting them.
    case workflowSetTriggerable = "workflow.setTriggerable"
    /// Delete it with its runs.
    case workflowDelete = "workflow.delete"

    // MARK: Run

    /// See a run and its timeline.
    case runView = "run.view"
    /// See the detail of a run's error.
    case runViewPayload = "run.viewPayload"
    /// Run it once more.
    case runRetry = "run.retry"
    /// Stop it before it starts.
    case runCancel = "run.cancel"

    // MARK: Connection

    /// See a connection and its health.
    case connectionView = "connection.view"
    /// Give it fresh credentials.
    case connectionReauthorize = "connection.reauthorize"
    /// Accept that it now belongs to another account at the provider.
    case connectionConfirmAccount = "connection.confirmAccount"
    /// Change its name and what it is for.
    case connectionEdit = "connection.edit"
    /// Delete it with its credentials.
    case connectionDelete = "connection.delete"

    // MARK: Form

    /// See a form.
    case formView = "form.view"
    /// See what was filled in.
    case formViewSubmissions = "form.viewSubmissions"
    /// Fill it in.
    case formSubmit = "form.submit"
    /// Approve or decline what it asks.
    case formDecide = "form.decide"
    /// Change its questions.
    case formEdit = "form.edit"
    /// Open it, or close it.
    case formPublish = "form.publish"
    /// Delete it with its submissions.
    case formDelete = "form.delete"

    // MARK: Invoice

    /// See an invoice.
    case invoiceView = "invoice.view"
    /// Pay it.
    case invoicePay = "invoice.pay"
    /// Withdraw it.
    case invoiceVoid = "invoice.void"

    // MARK: User

    /// Change a profile: name, email, password, notifications.
    case profileEdit = "profile.edit"

    // MARK: API keys

    /// Report runs.
    case runsIngest = "runs.ingest"
    /// Read runs.
    case runsRead = "runs.read"
    /// Register and change workflows; a new one starts as a draft.
    case workflowsUpsert = "workflows.upsert"
    /// Publish workflows.
    case workflowsPublish = "workflows.publish"
    /// Read workflows.
    case workflowsRead = "workflows.read"
    /// Receive usable credentials of connections.
    case connectionsToken = "connections.token"
}

/// The kinds of things that actions are asked on.
public enum ResourceType: String, CaseIterable, Hashable, Sendable {
    case agency, user, workspace, workflow, run, connection, form, invoice
    /// An API key: its permissions are its own, and no person ever has them.
    case key

    /// The actions asked on this type, in the order they are declared.
    public var actions: [Action] {
        Action.allCases.filter { $0.resourceType == self }
    }
}

extension Action {
    /// The one type of resource that this action is asked on.
    public var resourceType: ResourceType {
        switch self {
        case .agencyDashboard, .agencyViewTeam, .agencyInvite, .agencyRemoveStaff, .agencyChangeRole,
            .agencyResetFactor, .agencyUpdate, .agencyBranding,
            .agencyDomain, .agencyCreateWorkspace, .agencyViewAudit, .agencyAPIKeys, .agencyEngines, .agencyProviders,
            .agencyViewOutbox, .productManage, .agencyConnectStripe, .agencyViewRevenue, .agencyViewPlan,
            .agencyChangePlan, .agencyTransferOwnership, .agencyDelete:
            .agency
        case .portalOpen, .workspaceDashboard, .workspaceViewMembers, .workspacePreview, .workspaceUpdate,
            .workspaceArchive, .workspaceRestore, .workspaceDelete, .workspaceInviteClient, .workspaceRemoveClient,
            .billingView, .billingPaymentPortal, .subscriptionManage, .invoiceCreate, .workflowCreate,
            .connectionCreate, .formCreate:
            .workspace
        case .workflowView, .workflowTrigger, .workflowEdit, .workflowPublish, .workflowSetTriggerable, .workflowDelete:
            .workflow
        case .runView, .runViewPayload, .runRetry, .runCancel:
            .run
        case .connectionView, .connectionReauthorize, .connectionConfirmAccount, .connectionEdit, .connectionDelete:
            .connection
        case .formView, .formViewSubmissions, .formSubmit, .formDecide, .formEdit, .formPublish, .formDelete:
            .form
        case .invoiceView, .invoicePay, .invoiceVoid:
            .invoice
        case .profileEdit:
            .user
        case .runsIngest, .runsRead, .workflowsUpsert, .workflowsPublish, .workflowsRead, .connectionsToken:
            .key
        }
    }
}
