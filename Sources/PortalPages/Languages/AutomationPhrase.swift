import PortalCore

/// What the landing page says.
public enum DashboardPhrase: Hashable, Sendable {
    case lede(brand: String)
    case activeWorkflows
    case succeeded(days: Int), failed(days: Int)
    case owed
    case nothingOwed
    case startSomething
    case brokenConnections(names: [String])
    case overdueAmount(String)
    case seeConnections(count: Int)
    case seeInvoices
    case chart, chartEmpty(days: Int)
    /// The chart in one sentence.
    case chartSummary(days: Int, succeeded: Int, failed: Int)
    case chartDay
    case recentRuns
    case welcome(brand: String)
    /// A dashboard without any panel.
    case nothingHere
    case openForms, fillIn
}

/// What pages about workflows say to clients and to staff.
public enum WorkflowPhrase: Hashable, Sendable {
    case lede(brand: String)
    case none, noneHint(brand: String)
    case active, paused
    case pausedNote(brand: String)
    case status(WorkflowStatus)
    case statusMeaning(WorkflowStatus)
    case lastRun, neverRan
    case runNow
    case purpose, noPurpose
    case recentRuns, allRuns
}

/// What pages about runs say to clients and to staff.
public enum RunPhrase: Hashable, Sendable {
    case lede
    case none, noneHint
    case noneMatch, clear
    case workflow, status, started, duration
    case statusWord(RunStatus)
    /// The word for a run that was asked for here and has not begun.
    case deliveryWord(TriggerDelivery)
    case deliveryNote(TriggerDelivery, brand: String)
    case filters, apply
    case anyStatus, anyWorkflow, when
    case period(RunsPeriod)
    /// A run by its moment, under its workflow's name.
    case runOf(moment: String)
    case timeline, noSteps
    case requested, ended, took, soFar
    case origin(RunOrigin)
    case requestedBy
    case failure, failedPlain(brand: String)
    case unknownNote
    case cancel, cancelQuestion
    case retry
    case refresh
    case attempt, externalID
    case errorDetail, errorDetailNote
}
