/// Reading forms and submissions.
public protocol FormReading {
    /// The workspace's visible forms of visible workflows, by name.
    func forms(in scope: WorkspaceScope, visible: FormVisibility) throws -> [FormSummary]

    func form(_ id: Form.ID, in scope: WorkspaceScope, visible: FormVisibility) throws -> Form?

    /// A form's submissions, newest first.
    func submissions(of form: Form.ID, in scope: WorkspaceScope, limit: Int) throws -> [Submission]

    /// Everything that one person filled in of a form, newest first.
    func submissions(of form: Form.ID, by user: User.ID, in scope: WorkspaceScope) throws -> [Submission]
}

/// Changing forms and submissions.
public protocol FormWriting {
    func insert(_ form: Form, in scope: WorkspaceScope) throws

    func insert(_ submission: Submission, user: User.ID, in scope: WorkspaceScope) throws
}
