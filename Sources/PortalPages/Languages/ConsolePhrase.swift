import PortalCore

/// What the agency's own pages say about clients and their workflows.
public enum ConsolePhrase: Hashable, Sendable {
    case clientsLede(count: Int)
    case none, noneHint
    case noneArchived
    case client, members, workflows, health, connections, owed
    case memberCount(Int), workflowCount(Int)
    case healthWords(succeeded: Int, failed: Int)
    case noRunsThisWeek
    case brokenConnections(Int), connectionsFine
    case nothingOwed, overdueAmount(String)
    case live, archivedOnes
    case archived, archivedNote
    case newClient, newClientName, create
    case rename, renameClient, archive, archiveQuestion(String), restore
    case noWorkflows, noWorkflowsHint
    case noMembers, noMembersHint
    case membersOf(client: String), membersLede, invitations, invite, inviteEmails, inviteEmailsHint
    case invitedOn(String), expires(String), expired
    case resend, withdraw, withdrawQuestion(email: String), copyLink, copyLinkHint
    case inviteStaff, roleField
    case removeMember, removeMemberQuestion(name: String, client: String)
    case invited, suspended, lastSeen(String), neverSeen
    /// What a client may enter besides the dashboard and their account.
    case areas(Areas)
    case noConnections, invoicesOpen, noInvoices
    case publish, unpublish, pause, resume, disable, archiveWorkflow, toDraft
    case statusQuestion(WorkflowStatus, name: String)
    case settings, workflowSettings
    case nameField, purposeField, purposeHint
    case failureNoteField, failureNoteHint
    case clientTriggerable, clientTriggerableHint
    case idempotent, idempotentHint
    case showsSummaries, showsSummariesHint
    case timeLimit, timeLimitHint
    case whereItRuns, engine, noEngine, externalID, externalIDHint, triggerURL, triggerURLHint
    case saveEngine
    case notStartable
    case teamLede, role(AccountRole), roleMeaning(AccountRole)
    case manage
}

/// What the agency's settings say.
public enum SettingsPhrase: Hashable, Sendable {
    case lede
    case apiKeys, apiKeysLede, noKeys
    case engines, enginesLede, noEngines
    case undelivered, undeliveredLede, nothingUndelivered
    case outbox, outboxLede, outboxEmpty, mailKind(MailKind), mailStatus(MailStatus), readMail
    case keyName, keyNameHint, permissions, permission(Action), permissionMeaning(Action)
    case workspace, everyWorkspace, everyWorkspaceHint
    case createKey, newKey
    case keyMade(String), keyMadeNote
    case neverUsed, lastUsed(String), made(String), revoked(String)
    case revoke, revokeQuestion(String)
    case engineName, engineKind, kind(EngineKind), kindMeaning(EngineKind)
    case apiURL, apiURLHint
    case credential, credentialKind(CredentialKind)
    case credentialHeaderName, credentialHeaderNameHint, credentialValue, credentialValueHint
    case createEngine, newEngine
    case engineMade(String), engineMadeNote
    case secret
    case tries(Int)
}

/// How an engine is shown who asks, as a form offers it.
public enum CredentialKind: String, CaseIterable, Hashable, Sendable {
    case none, header, basic
}
