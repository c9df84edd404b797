/// What a workflow asks the client to fill in.
public struct Form: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Form>
    public static var idPrefix: String { "frm" }

    public let id: ID
    public let workspace: Workspace.ID
    public let workflow: Workflow.ID
    public let workflowName: String
    public let name: String
    public let introduction: String
    public let status: FormStatus
    public let fields: [FormField]
    public let createdAt: Instant
    public let lastSubmittedAt: Instant?

    public init(
        id: ID, workspace: Workspace.ID, workflow: Workflow.ID, workflowName: String, name: String,
        introduction: String, status: FormStatus, fields: [FormField], createdAt: Instant, lastSubmittedAt: Instant?
    ) {
        self.id = id
        self.workspace = workspace
        self.workflow = workflow
        self.workflowName = workflowName
        self.name = name
        self.introduction = introduction
        self.status = status
        self.fields = fields
        self.createdAt = createdAt
        self.lastSubmittedAt = lastSubmittedAt
    }

    /// The form as lists show it.
    public var summary: FormSummary {
        FormSummary(id: id, workflowName: workflowName, name: name, lastSubmittedAt: lastSubmittedAt)
    }
}

/// A form as lists show it: without its questions.
public struct FormSummary: Hashable, Sendable {
    public let id: Form.ID
    public let workflowName: String
    public let name: String
    public let lastSubmittedAt: Instant?

    public init(id: Form.ID, workflowName: String, name: String, lastSubmittedAt: Instant?) {
        self.id = id
        self.workflowName = workflowName
        self.name = name
        self.lastSubmittedAt = lastSubmittedAt
    }
}

/// One question of a form.
public struct FormField: Hashable, Sendable {
    /// The key of its answer, such as `start_date`.
    public let name: String
    public let label: String
    public let kind: FormFieldKind
    public let isRequired: Bool
    /// What may be chosen, for ``FormFieldKind/choice``.
    public let options: [String]

    public init(name: String, label: String, kind: FormFieldKind, isRequired: Bool, options: [String]) {
        self.name = name
        self.label = label
        self.kind = kind
        self.isRequired = isRequired
        self.options = options
    }
}

public enum FormFieldKind: String, CaseIterable, Hashable, Sendable {
    case line, paragraph, number, date, email, choice, confirmation
}

/// What was filled in, once. Whoever may see the form may see it.
public struct Submission: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Submission>
    public static var idPrefix: String { "sub" }

    public let id: ID
    public let form: Form.ID
    /// Who filled it in; "by the agency" for staff.
    public let author: SubmissionAuthor
    public let submittedAt: Instant
    /// The answers in the order of the fields as they were then: label and text.
    public let answers: [FormAnswer]

    public init(id: ID, form: Form.ID, author: SubmissionAuthor, submittedAt: Instant, answers: [FormAnswer]) {
        self.id = id
        self.form = form
        self.author = author
        self.submittedAt = submittedAt
        self.answers = answers
    }
}

public enum SubmissionAuthor: Hashable, Sendable {
    case client(name: String)
    case agency
}

public struct FormAnswer: Hashable, Sendable {
    public let label: String
    public let text: String

    public init(label: String, text: String) {
        self.label = label
        self.text = text
    }
}

/// A form as its client sees it.
public struct ClientForm: Hashable, Sendable {
    public let id: Form.ID
    public let name: String
    public let introduction: String
    public let workflowName: String
    public let fields: [FormField]
    public let lastSubmittedAt: Instant?

    init(_ form: Form) {
        id = form.id
        name = form.name
        introduction = form.introduction
        workflowName = form.workflowName
        fields = form.fields
        lastSubmittedAt = form.lastSubmittedAt
    }
}

/// A form in a list, as clients see it.
public struct ClientFormSummary: Hashable, Sendable {
    public let id: Form.ID
    public let name: String
    public let workflowName: String
    public let lastSubmittedAt: Instant?

    init(_ form: FormSummary) {
        id = form.id
        name = form.name
        workflowName = form.workflowName
        lastSubmittedAt = form.lastSubmittedAt
    }
}
