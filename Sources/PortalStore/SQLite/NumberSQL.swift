import PortalCore

// Rows of runs name things by numbers, scopes by ids. Each of these is the number of what a parameter names, or NULL, which equals nothing,
// if there is no such thing; a statement finds it once, in an index that has it.
//
// A new one has the highest number plus one, so a number may come back after the thing that had it is deleted. Foreign keys see to it that
// nothing of the former one is left by then.

extension Agency {
    static func number(of id: Int) -> String {
        "(SELECT number FROM agency INDEXED BY agency_number WHERE id = ?\(id))"
    }
}

extension Workspace {
    static func number(of id: Int) -> String {
        "(SELECT number FROM workspace INDEXED BY workspace_number WHERE id = ?\(id))"
    }

    static func number(in agency: Int, of id: Int) -> String {
        "(SELECT number FROM workspace WHERE agency_id = ?\(agency) AND id = ?\(id))"
    }
}

extension Workflow {
    static func number(in workspace: Int, of id: Int) -> String {
        "(SELECT number FROM workflow WHERE workspace_id = ?\(workspace) AND id = ?\(id))"
    }

    /// The workflow that a row of `run` belongs to.
    static let joinedToRun = """
        workflow ON workflow.agency = run.agency AND workflow.workspace = run.workspace AND workflow.number = run.workflow
        """
}

extension Engine {
    static func number(in agency: Int, of id: Int) -> String {
        "(SELECT number FROM engine WHERE agency_id = ?\(agency) AND id = ?\(id))"
    }
}
