import PortalCore

/// Everything that a page can say. A language answers each with words.
public enum Phrase: Hashable, Sendable {
    case common(CommonPhrase)
    case time(TimePhrase)
    case trouble(TroublePhrase)
    case problem(ProblemPhrase)
    case arrival(ArrivalPhrase)
    case account(AccountPhrase)
    case factor(FactorPhrase)
    case mailedCode(MailedCodePhrase)
    case welcome(WelcomePhrase)
    case dashboard(DashboardPhrase)
    case workflow(WorkflowPhrase)
    case run(RunPhrase)
    case connection(ConnectionPhrase)
    case form(FormPhrase)
    case billing(BillingPhrase)
    case console(ConsolePhrase)
    case team(TeamPhrase)
    case settings(SettingsPhrase)
    case mail(MailPhrase)
    case notice(NoticePhrase)
}

/// What the frame around every page says.
public enum CommonPhrase: Hashable, Sendable {
    /// A document's title: the page, then the brand.
    case title(page: String, brand: String)
    case section(Section)
    case skipToContent
    case menu
    case mainNavigation
    case signOut
    /// The heading of the switcher.
    case switchWorkspace
    case pages
    case newest, older, first, next
    case save
    /// What a dialog asks before something that cannot be undone, and its way out.
    case confirmation, keep
    /// Beside a field that may be left empty.
    case optional
    case flash(Flash)
    case needHelp(brand: String)
    /// A figure of a list that goes on elsewhere.
    case seeAll
}

/// The entries of the two sides' menus.
public enum Section: CaseIterable, Hashable, Sendable {
    case dashboard, workflows, runs, connections, forms, billing, account
    case clients, team, settings
}

/// What a page says once after a change, on the page that the change led to.
///
/// The raw value may travel in an address: it chooses among these words and brings none of its own.
public enum Flash: String, CaseIterable, Hashable, Sendable {
    case signedOut = "signed-out"
    case nameSaved = "name-saved"
    case passwordChanged = "password-changed"
    case emailAsked = "email-asked"
    case emailKept = "email-kept"
    case emailChanged = "email-changed"
    case regionSaved = "region-saved"
    case noticesSaved = "notices-saved"
    case factorOff = "factor-off"
    case factorReset = "factor-reset"
    case signInRulesSaved = "sign-in-rules-saved"
    case passwordSet = "password-set"
    case sessionEnded = "session-ended"
    case otherSessionsEnded = "other-sessions-ended"
    case runStarted = "run-started"
    case runCanceled = "run-canceled"
    case workflowSaved = "workflow-saved"
    case statusChanged = "status-changed"
    case triggerSaved = "trigger-saved"
    case clientCreated = "client-created"
    case clientRenamed = "client-renamed"
    case clientArchived = "client-archived"
    case clientRestored = "client-restored"
    case memberRemoved = "member-removed"
    case areasSaved = "areas-saved"
    case roleChanged = "role-changed"
    case ownershipTransferred = "ownership-transferred"
    case invited
    case invitationSent = "invitation-sent"
    case invitationWithdrawn = "invitation-withdrawn"
    case invitationAccepted = "invitation-accepted"
    case keyRevoked = "key-revoked"
}

public enum TimePhrase: Hashable, Sendable {
    case now
    case minutes(Int, isPast: Bool)
    case hours(Int, isPast: Bool)
    case days(Int, isPast: Bool)
    case duration(DurationParts)
}

/// What the pages say that show nothing but that something did not work.
public enum TroublePhrase: Hashable, Sendable {
    case title(Trouble)
    case explanation(Trouble)
    /// The way on from there.
    case wayOn(Trouble)
}

/// Why there is no page.
public enum Trouble: Hashable, Sendable {
    /// Not there, or not theirs: the two are one.
    case notFound
    /// Staff whose role lacks a permission.
    case notPermitted
    /// Not in the state that the thing is in.
    case notNow(Obstacle)
    /// The form's token was not ours, or too old.
    case formExpired
    /// What was sent cannot be used, and there is no form to show it in.
    case malformed
    case signInFirst
    case tooManyTries(minutes: Int)
    /// The fault is ours.
    case failed
    /// For a moment only.
    case busy
}

/// What is wrong with what was filled in.
public enum ProblemPhrase: Hashable, Sendable {
    /// Above a form: so many things need another look.
    case summary(count: Int)
    case field(FieldName, FieldProblem.Problem)
    case obstacle(Obstacle)
}
