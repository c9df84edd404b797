/// A form's page: its questions and what was filled in before.
public struct ClientFormPage: Hashable, Sendable {
    public let form: ClientForm
    public let submissions: [Submission]
}

extension ClientPortal {
    private var visibleForms: FormVisibility { standing.visibleForms(archived: archived) }

    /// The workspace's published forms by name.
    public func forms() throws -> [ClientFormSummary] {
        try requireSection(.formView)
        return try snapshot.forms(in: scope, visible: visibleForms).map(ClientFormSummary.init)
    }

    /// One published form with its newest submissions.
    public func form(_ id: Form.ID, history limit: Int = 50) throws -> ClientFormPage {
        guard let form = try snapshot.form(id, in: scope, visible: visibleForms) else { throw Refusal.notFound }
        // The query admits none but forms that, with their workflow, are visible.
        let facts = AccessFacts(archived: archived, published: true)
        try require(.formView, facts)
        let mayReadHistory = desk.decide(standing, .formViewSubmissions, facts).isAllowed
        return ClientFormPage(
            form: ClientForm(form),
            submissions: mayReadHistory ? try snapshot.submissions(of: id, in: scope, limit: limit) : [])
    }
}
