import PortalCore

extension SQLiteSnapshot {
    func forms(in scope: WorkspaceScope, visible: FormVisibility) throws -> [FormSummary] {
        if visible.isNothing { return [] }
        return try database.all(
            Query.all, [.id(scope.workspace), visible.workflows.line] + visible.forms.bindings
        ) { row in
            FormSummary(
                id: try row.id(0), workflowName: row.text(1), name: row.text(2), lastSubmittedAt: row.optionalInstant(3)
            )
        }
    }

    func form(_ id: Form.ID, in scope: WorkspaceScope, visible: FormVisibility) throws -> Form? {
        var options: [Int: [String]] = [:]
        try database.each(Query.options, [.id(scope.workspace), .id(id)]) { row in
            options[row.count(0), default: []].append(row.text(1))
            return true
        }
        let fields = try database.all(Query.fields, [.id(scope.workspace), .id(id)]) { row in
            FormField(
                name: row.text(1), label: row.text(2), kind: try row.word(3), isRequired: row.bool(4),
                options: options[row.count(0)] ?? [])
        }
        return try database.first(
            Query.one, [.id(scope.workspace), visible.workflows.line, visible.forms.line, .id(id)]
        ) { try Form(row: $0, fields: fields) }
    }

    func submissions(of form: Form.ID, in scope: WorkspaceScope, limit: Int) throws -> [Submission] {
        let newest: [Binding] = [.id(scope.workspace), .id(form), .count(limit)]
        var answers: [Submission.ID: [FormAnswer]] = [:]
        try database.each(Query.answers, newest) { row in
            answers[try row.id(0), default: []].append(FormAnswer(label: row.text(1), text: row.text(2)))
            return true
        }
        return try database.all(Query.submissions, newest) { try Submission(row: $0, of: form, answers) }
    }

    func submissions(of form: Form.ID, by user: User.ID, in scope: WorkspaceScope) throws -> [Submission] {
        let theirs: [Binding] = [.id(scope.workspace), .id(form), .id(user)]
        var answers: [Submission.ID: [FormAnswer]] = [:]
        try database.each(Query.answersByUser, theirs) { row in
            answers[try row.id(0), default: []].append(FormAnswer(label: row.text(1), text: row.text(2)))
            return true
        }
        return try database.all(Query.submissionsByUser, theirs) { try Submission(row: $0, of: form, answers) }
    }
}

extension SQLiteTransaction {
    func insert(_ form: Form, in scope: WorkspaceScope) throws {
        try require(form.workspace, in: scope)
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .id(scope.workspace), .id(form.id), .id(form.workflow), .text(form.name),
                .text(form.introduction), .word(form.status), .instant(form.createdAt),
            ])
        for (position, field) in form.fields.enumerated() {
            try database.change(
                Query.insertField,
                [
                    .id(scope.workspace), .id(form.id), .count(position), .text(field.name), .text(field.label),
                    .word(field.kind), .bool(field.isRequired),
                ])
            for (place, option) in field.options.enumerated() {
                try database.change(
                    Query.insertOption,
                    [.id(scope.workspace), .id(form.id), .count(position), .count(place), .text(option)])
            }
        }
    }

    func insert(_ submission: Submission, user: User.ID, in scope: WorkspaceScope) throws {
        let (author, name) =
            switch submission.author {
            case .client(let name): ("client", name)
            case .agency: ("agency", "")
            }
        try database.change(
            Query.insertSubmission,
            [
                .id(scope.agency), .id(scope.workspace), .id(submission.form), .instant(submission.submittedAt),
                .id(submission.id), .id(user), .text(author), .text(name),
            ])
        for (position, answer) in submission.answers.enumerated() {
            try database.change(
                Query.insertAnswer,
                [
                    .id(scope.workspace), .id(submission.id), .count(position), .text(answer.label), .text(answer.text),
                ])
        }
    }
}

extension Form {
    fileprivate init(row: Row, fields: [FormField]) throws {
        self.init(
            id: try row.id(0), workspace: try row.id(1), workflow: try row.id(2), workflowName: row.text(3),
            name: row.text(4), introduction: row.text(5), status: try row.word(6), fields: fields,
            createdAt: row.instant(7), lastSubmittedAt: row.optionalInstant(8))
    }
}

extension Submission {
    fileprivate init(row: Row, of form: Form.ID, _ answers: [Submission.ID: [FormAnswer]]) throws {
        let id = try row.id(0, Submission.self)
        self.init(
            id: id, form: form, author: row.text(2) == "client" ? .client(name: row.text(3)) : .agency,
            submittedAt: row.instant(1), answers: answers[id] ?? [])
    }
}

private enum Query {
    private static let lastSubmitted = """
        (SELECT submitted_at FROM submission
         WHERE submission.workspace_id = form.workspace_id AND submission.form_id = form.id
         ORDER BY submitted_at DESC, id DESC LIMIT 1)
        """

    // By status, because the planner would rather walk all of the workspace's forms, hidden ones too.
    static let all = SQL(
        """
        SELECT form.id, workflow.name, form.name, \(lastSubmitted)
        FROM \(StatusFilter<FormStatus>.listed(from: 3))
        CROSS JOIN form INDEXED BY form_by_status ON form.workspace_id = ?1 AND form.status = listed.column1
        CROSS JOIN workflow ON workflow.workspace_id = ?1 AND workflow.id = form.workflow_id
        WHERE \(WorkflowVisibility.admits("workflow.status", 2))
        ORDER BY form.name, form.id
        """)
    static let one = SQL(
        """
        SELECT form.id, form.workspace_id, form.workflow_id, workflow.name, form.name, form.introduction, form.status,
            form.created_at, \(lastSubmitted)
        FROM form JOIN workflow ON workflow.workspace_id = form.workspace_id AND workflow.id = form.workflow_id
        WHERE form.workspace_id = ?1 AND form.id = ?4 AND \(WorkflowVisibility.admits("workflow.status", 2))
            AND \(StatusFilter<FormStatus>.admits("form.status", 3))
        """)
    static let fields = SQL(
        """
        SELECT position, name, label, kind, is_required FROM form_field
        WHERE workspace_id = ?1 AND form_id = ?2 ORDER BY position
        """)
    static let options = SQL(
        """
        SELECT field_position, text FROM form_option WHERE workspace_id = ?1 AND form_id = ?2
        ORDER BY field_position, position
        """)
    static let submissions = SQL(
        """
        SELECT id, submitted_at, author, author_name FROM submission
        WHERE workspace_id = ?1 AND form_id = ?2 ORDER BY submitted_at DESC, id DESC LIMIT ?3
        """)
    static let submissionsByUser = SQL(
        """
        SELECT id, submitted_at, author, author_name FROM submission
        WHERE workspace_id = ?1 AND form_id = ?2 AND user_id = ?3 ORDER BY submitted_at DESC, id DESC
        """)
    static let answersByUser = SQL(
        """
        SELECT answer.submission_id, answer.label, answer.text
        FROM (SELECT id FROM submission WHERE workspace_id = ?1 AND form_id = ?2 AND user_id = ?3) shown
        CROSS JOIN submission_answer answer ON answer.workspace_id = ?1 AND answer.submission_id = shown.id
        ORDER BY answer.submission_id, answer.position
        """)
    static let answers = SQL(
        """
        SELECT answer.submission_id, answer.label, answer.text
        FROM (SELECT id FROM submission WHERE workspace_id = ?1 AND form_id = ?2
              ORDER BY submitted_at DESC, id DESC LIMIT ?3) shown
        CROSS JOIN submission_answer answer ON answer.workspace_id = ?1 AND answer.submission_id = shown.id
        ORDER BY answer.submission_id, answer.position
        """)

    static let insert = SQL(
        """
        INSERT INTO form (agency_id, workspace_id, id, workflow_id, name, introduction, status, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    static let insertField = SQL(
        """
        INSERT INTO form_field (workspace_id, form_id, position, name, label, kind, is_required)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """)
    static let insertOption = SQL(
        """
        INSERT INTO form_option (workspace_id, form_id, field_position, position, text) VALUES (?1, ?2, ?3, ?4, ?5)
        """)
    static let insertSubmission = SQL(
        """
        INSERT INTO submission (agency_id, workspace_id, form_id, submitted_at, id, user_id, author, author_name)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    static let insertAnswer = SQL(
        "INSERT INTO submission_answer (workspace_id, submission_id, position, label, text) VALUES (?1, ?2, ?3, ?4, ?5)"
    )
}
