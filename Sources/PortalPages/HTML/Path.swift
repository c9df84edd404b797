import PortalCore

/// An address of this portal. Pages print their links from these values, and routes redirect to them: none is typed as text.
public enum Path: Hashable, Sendable {
    case home, signIn, signOut
    /// Where the code of a second factor is asked for, and where to go on from there.
    case signInCode
    /// Where a code by mail is asked for, and where it is typed.
    case mailedCodeRequest, mailedCode
    /// Where the link beside a mailed code leads; without its token, where the button there posts to.
    case mailedLink(token: String?)
    /// Where a second factor is set up by whom the agency asks for one first.
    case dueSecondFactor
    case forgotPassword
    /// Where a mailed link leads to set a new password; without its token, where the form there posts to.
    case resetPassword(token: String?)
    /// Where a mailed link leads to confirm a new address; without its token, where it is confirmed.
    case verifyEmail(token: String?)
    /// Where a mailed invitation leads; without its token, where it is accepted.
    case invitation(token: String?)
    /// What staff can copy: it leads to a button that mails the invitation to whom it is for.
    case copiedInvitation(Invitation.ID)
    /// Where that button posts to.
    case invitationMail
    /// Where the link at the end of a notice leads, and where it is turned off.
    case unsubscribe(token: String)
    /// Where somebody signs out to accept an invitation as somebody else.
    case invitationSignOut
    /// Where somebody who is new says how they want to have it, and then what they find here.
    case welcome, welcomeTour
    /// The client's side, under `/portal`.
    case portal(PortalPath)
    /// The same for whoever comes from outside: in this workspace, if it is one of theirs.
    case entrance(Workspace.ID, PortalPath)
    /// The agency's side, under `/dashboard`.
    case console(ConsolePath)
    /// A file of ours, named by its content.
    case asset(Asset)
    /// The colours of one brand, named by their content.
    case brandStylesheet(BrandStylesheet.Name)
    /// The letter that stands for a brand without an icon, named by its content.
    case brandIcon(BrandIcon.Name)
    /// An uploaded picture of the brand.
    case brandPicture(BrandAsset)

    /// The path as a header or another program writes it.
    public var text: String {
        var html = HTML(.plain, reserving: 160)
        html.path(self)
        // Only a query's ampersands are written for HTML.
        return String(decoding: html.finish(), as: UTF8.self).replacing(ampersands: ())
    }
}

/// An address on the client's side.
public enum PortalPath: Hashable, Sendable {
    case dashboard
    /// Where the workspace switcher posts to.
    case switchWorkspace
    case workflows
    case workflow(Workflow.ID)
    /// Where Run now posts to.
    case start(Workflow.ID)
    case run(Run.ID, of: Workflow.ID)
    /// Where a queued run's withdrawal posts to.
    case cancellation(Run.ID, of: Workflow.ID)
    /// The run's live stream.
    case events(Run.ID, of: Workflow.ID)
    case runs(RunsQuery)
    case connections
    case connection(Connection.ID)
    case forms
    case form(Form.ID)
    case billing
    case invoices(before: InvoiceKey?)
    case invoice(Invoice.ID)
    /// Where Pay now posts to.
    case payment(Invoice.ID)
    case paymentMethods
    case account(AccountPath)
}

/// An address of one's own account, on whichever side one is at home.
public enum AccountPath: Hashable, Sendable {
    case overview
    /// Where the forms of the account page post to.
    case name, password
    /// Where another address is asked for; posted to the same address, and called off at the next.
    case email, emailCancellation
    case sessionEnd(Session.ID)
    case otherSessionsEnd
    case region
    /// The page of one's second factor; turning it on is posted to the same address.
    case secondFactor
    case secondFactorRemoval, recoveryCodes
    case notices
    /// One's own data as a file.
    case data
    /// What the agency can see of one.
    case visibility
}

/// An address on the agency's side.
public enum ConsolePath: Hashable, Sendable {
    /// Where staff who are new say how they want to have it.
    case welcome
    /// The landing page: the agency's clients. A new one is posted to ``newClient``.
    case clients(archived: Bool, after: WorkspaceKey?)
    case newClient
    case client(Workspace.ID)
    case clientName(Workspace.ID)
    case archival(Workspace.ID)
    case restoration(Workspace.ID)
    case members(Workspace.ID)
    /// Where invitations are posted to: of a workspace, or with `nil` of the staff. Each posts to one of the addresses after it.
    case invitations(Workspace.ID?)
    case invitationResending(Invitation.ID, to: Workspace.ID?)
    case invitationWithdrawal(Invitation.ID, to: Workspace.ID?)
    case memberRemoval(User.ID, from: Workspace.ID)
    case memberAreas(User.ID, in: Workspace.ID)
    case clientRuns(Workspace.ID, RunsQuery)
    /// A workflow with its forms; each posts to one of the addresses after it.
    case workflow(Workflow.ID, of: Workspace.ID)
    case workflowSettings(Workflow.ID, of: Workspace.ID)
    case workflowStatus(Workflow.ID, of: Workspace.ID)
    case workflowTrigger(Workflow.ID, of: Workspace.ID)
    case start(Workflow.ID, of: Workspace.ID)
    case run(Run.ID, of: Workflow.ID, in: Workspace.ID)
    case retry(Run.ID, of: Workflow.ID, in: Workspace.ID)
    case cancellation(Run.ID, of: Workflow.ID, in: Workspace.ID)
    case team
    case staffRemoval(User.ID)
    case staffRole(User.ID)
    /// Where the owner hands the agency over; posted to the same address.
    case ownership
    case settings
    /// The list of API keys; a new one is posted to the same address.
    case apiKeys
    case keyRevocation(APIKey.ID)
    /// The list of engines; a new one is posted to the same address.
    case engines
    case undelivered
    /// Whom the agency lets in how; posted to the same address.
    case signInRules
    case factorReset(User.ID)
    case outbox
    case account(AccountPath)
}

extension String {
    /// The text with `&amp;` as the plain character.
    fileprivate func replacing(ampersands: Void) -> String {
        guard utf8.contains(UInt8(ascii: "&")) else { return self }
        return split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: "&")
    }
}
