/// Who may do what: the one statement of it.
///
/// It answers by standing and facts alone, for every combination of them, without allocating. It knows no state beyond
/// the facts: whether a thing *can* be done now (a paused workflow does not start) is the lifecycle's, asked after it.
public enum AccessPolicy {
    /// Decides whether someone of this standing may do this, and says by which rule or for want of what.
    public static func decide(_ standing: Standing, _ action: Action, _ facts: AccessFacts) -> Decision {
        switch standing {
        case .staff(let role): staff(role, action, facts)
        case .client(let areas): client(areas, action, facts)
        case .nobody(let absence): nobody(absence, action, facts)
        }
    }
}

// MARK: Staff

extension AccessPolicy {
    private static func staff(_ role: AccountRole, _ action: Action, _ facts: AccessFacts) -> Decision {
        switch action {
        // To look is every role's, and an archived workspace may be looked at.
        case .agencyDashboard, .agencyViewTeam, .agencyViewOutbox,
            .workspaceDashboard, .workspaceViewMembers, .billingView,
            .workflowView, .runView, .runViewPayload, .connectionView, .formView, .formViewSubmissions, .invoiceView:
            .allowed(.staff)

        // To build and to run is every role's, while the workspace lives.
        case .workflowCreate, .workflowEdit, .workflowPublish, .workflowSetTriggerable, .workflowDelete,
            .workflowTrigger, .runRetry, .runCancel,
            .connectionCreate, .connectionEdit, .connectionDelete, .connectionReauthorize,
            .formCreate, .formEdit, .formPublish, .formDelete:
            whileLive(.allowed(.staff), facts)
        case .formSubmit:
            whileLive(facts.published ? .allowed(.staff) : .denied(.notPublished), facts)

        // To run the agency is the owner's and the admins'.
        case .agencyInvite, .agencyRemoveStaff, .agencyChangeRole, .agencyResetFactor, .agencyUpdate, .agencyBranding,
            .agencyDomain, .agencyCreateWorkspace,
            .agencyViewAudit, .agencyAPIKeys, .agencyEngines, .agencyProviders, .productManage:
            ownerOrAdmin(role)
        case .workspaceUpdate, .workspaceArchive, .workspaceInviteClient, .workspaceRemoveClient, .workspacePreview,
            .subscriptionManage, .invoiceCreate, .invoiceVoid:
            whileLive(ownerOrAdmin(role), facts)
        // The two ways out of the archive.
        case .workspaceRestore, .workspaceDelete:
            ownerOrAdmin(role)

        // The agency's own money and its end are the owner's.
        case .agencyConnectStripe, .agencyViewRevenue, .agencyViewPlan, .agencyChangePlan, .agencyTransferOwnership,
            .agencyDelete:
            owner(role)

        // Staff never land in a portal, never pay, and never speak for a client.
        case .portalOpen, .billingPaymentPortal, .invoicePay, .connectionConfirmAccount, .formDecide:
            .denied(.clientsOnly)

        case .profileEdit:
            own(facts)
        case .runsIngest, .runsRead, .workflowsUpsert, .workflowsPublish, .workflowsRead, .connectionsToken:
            .denied(.keysOnly)
        }
    }

    private static func ownerOrAdmin(_ role: AccountRole) -> Decision {
        switch role {
        case .owner, .admin: .allowed(.ownerOrAdmin)
        case .member: .denied(.ownerOrAdminOnly)
        }
    }

    private static func owner(_ role: AccountRole) -> Decision {
        switch role {
        case .owner: .allowed(.owner)
        case .admin, .member: .denied(.ownerOnly)
        }
    }

    /// A refusal stays what it is: that the workspace is archived comes after what the role lacks.
    private static func whileLive(_ decision: Decision, _ facts: AccessFacts) -> Decision {
        switch decision {
        case .allowed: facts.archived ? .denied(.workspaceArchived) : decision
        case .denied: decision
        }
    }
}

// MARK: Clients

extension AccessPolicy {
    private static func client(_ areas: Areas, _ action: Action, _ facts: AccessFacts) -> Decision {
        switch action {
        case .portalOpen:
            facts.archived ? .denied(.workspaceArchived) : .allowed(.client)

        case .workflowView, .runView:
            within(.workflows, of: areas, facts, unless: unpublished(facts))
        case .workflowTrigger, .runCancel:
            within(.workflows, of: areas, facts, unless: unpublished(facts) ?? untriggerable(facts))

        case .connectionView, .connectionReauthorize, .connectionConfirmAccount:
            within(.connections, of: areas, facts)

        case .formView, .formViewSubmissions, .formSubmit, .formDecide:
            within(.forms, of: areas, facts, unless: unpublished(facts))

        case .billingView, .billingPaymentPortal:
            within(.billing, of: areas, facts)
        case .invoiceView:
            within(.billing, of: areas, facts, unless: unissued(facts))
        case .invoicePay:
            within(.billing, of: areas, facts, unless: unissued(facts) ?? notOpen(facts))

        case .profileEdit:
            own(facts)

        case .agencyDashboard, .agencyViewTeam, .agencyInvite, .agencyRemoveStaff, .agencyChangeRole,
            .agencyResetFactor, .agencyUpdate, .agencyBranding,
            .agencyDomain, .agencyCreateWorkspace, .agencyViewAudit, .agencyAPIKeys, .agencyEngines, .agencyProviders,
            .agencyViewOutbox, .productManage, .agencyConnectStripe, .agencyViewRevenue, .agencyViewPlan,
            .agencyChangePlan, .agencyTransferOwnership, .agencyDelete,
            .workspaceDashboard, .workspaceViewMembers, .workspacePreview, .workspaceUpdate, .workspaceArchive,
            .workspaceRestore, .workspaceDelete, .workspaceInviteClient, .workspaceRemoveClient,
            .subscriptionManage, .invoiceCreate, .invoiceVoid,
            .workflowCreate, .workflowEdit, .workflowPublish, .workflowSetTriggerable, .workflowDelete,
            .runViewPayload, .runRetry,
            .connectionCreate, .connectionEdit, .connectionDelete,
            .formCreate, .formEdit, .formPublish, .formDelete:
            .denied(.staffOnly)
        case .runsIngest, .runsRead, .workflowsUpsert, .workflowsPublish, .workflowsRead, .connectionsToken:
            .denied(.keysOnly)
        }
    }

    /// What every client's permission asks first: a live workspace, and the area.
    private static func within(
        _ area: Area, of areas: Areas, _ facts: AccessFacts, unless further: Denial? = nil
    ) -> Decision {
        if facts.archived { return .denied(.workspaceArchived) }
        guard areas.contains(area) else { return .denied(.outsideArea(area)) }
        if let further { return .denied(further) }
        return .allowed(.client)
    }

    private static func unpublished(_ facts: AccessFacts) -> Denial? {
        facts.published ? nil : .notPublished
    }

    private static func untriggerable(_ facts: AccessFacts) -> Denial? {
        facts.clientTriggerable ? nil : .notClientTriggerable
    }

    private static func unissued(_ facts: AccessFacts) -> Denial? {
        guard let invoice = facts.invoice, invoice.isVisibleToClients else { return .invoiceNotIssued }
        return nil
    }

    private static func notOpen(_ facts: AccessFacts) -> Denial? {
        switch facts.invoice {
        case .open: nil
        case .draft, .paid, .void, .uncollectible, nil: .invoiceNotOpen
        }
    }
}

// MARK: Everybody

extension AccessPolicy {
    /// Without a standing there is one's own profile, unless suspended, and nothing else.
    private static func nobody(_ absence: Standing.Absence, _ action: Action, _ facts: AccessFacts) -> Decision {
        switch absence {
        case .suspended: .denied(.suspended)
        case .invited: action == .profileEdit ? own(facts) : .denied(.invited)
        case .removed: action == .profileEdit ? own(facts) : .denied(.removed)
        case .stranger: action == .profileEdit ? own(facts) : .denied(.notAMember)
        }
    }

    private static func own(_ facts: AccessFacts) -> Decision {
        facts.ownProfile ? .allowed(.ownProfile) : .denied(.notOwnProfile)
    }
}
