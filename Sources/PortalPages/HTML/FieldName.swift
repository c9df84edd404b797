/// The names of everything that a page's forms send: the one list for the pages that print them and the routes that read them.
public enum FieldName: String, CaseIterable, Hashable, Sendable {
    // Hidden in forms.
    case csrf, token, next, workspace

    // Arrival and account.
    case email, password, name
    case currentPassword = "current-password"
    case newPassword = "new-password"
    case repeatedPassword = "repeated-password"
    case code
    case recoveryCode = "recovery-code"
    case factorKey = "factor-key"
    case language
    case timeZone = "time-zone"
    case notice
    case factorForStaff = "factor-for-staff"
    case factorForClients = "factor-for-clients"

    case emails, invitation, role
    case area
    case newOwner = "new-owner"

    // Lists.
    case status, workflow, period, before, after, archived

    // Workflows.
    case purpose
    case failureNote = "failure-note"
    case isClientTriggerable = "client-triggerable"
    case isIdempotent = "idempotent"
    case showsSummaries = "shows-summaries"
    case timeLimit = "time-limit"
    case engine
    case externalID = "external-id"
    case triggerURL = "trigger-url"

    // Keys and engines.
    case permissions, kind
    case apiURL = "api-url"
    case credential
    case credentialName = "credential-name"
    case credentialValue = "credential-value"
}
