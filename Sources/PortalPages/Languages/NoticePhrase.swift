import PortalCore

/// What notices say, and the page that turns one off.
public enum NoticePhrase: Hashable, Sendable {
    // A run that failed, or several of one workflow.
    case failedSubject(workflow: String, count: Int, place: String?), failedTitle(workflow: String, count: Int)
    case failed(at: String, count: Int), failedForStaff(client: String, at: String, count: Int)
    /// What the agency says of it, and what it says where it has written nothing.
    case failedNote(brand: String, note: String), failedIsKnown(brand: String)
    case openRun, openRuns
    // A connection.
    case connectionSubject(name: String, place: String?), connectionTitle(name: String), openConnection
    // An invoice.
    case invoiceSubject(number: String, brand: String), invoiceTitle(number: String)
    case invoice(number: String, amount: String, day: String?), openInvoice
    // A form.
    case formSubject(name: String, place: String?), formTitle(name: String)
    case form(name: String, workflow: String, brand: String), openForm
    // A week.
    case weekSubject(brand: String), weekTitle, week(from: String, until: String)
    case staffWeek(from: String, until: String), staffWeekSubject(clients: Int)
    case ended(succeeded: Int, failed: Int, canceled: Int), noRuns, failedWorkflows([String])
    case connectionsWait([String]), formsWait([String]), owed(amount: String, overdue: String?)
    case clientFailed(client: String, failed: Int, ended: Int)
    case openDashboard
    /// In which of several workspaces.
    case inPlace(String)
    // Turning it off.
    case stop, stopTitle, stopQuestion(Notice, brand: String), stopButton
    case stoppedTitle, stopped(Notice), turnOnAgain, deadStop, account
}
