/// A closed set of statuses, named as the store names them.
public protocol FilterableStatus: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

extension WorkflowStatus: FilterableStatus {}
extension FormStatus: FilterableStatus {}
extension InvoiceStatus: FilterableStatus {}

/// The statuses in which someone may see things of one kind: one rule with two readings.
///
/// Swift reads it as a predicate with ``admits(_:)``; the store reads ``statuses`` into its SQL. It is asked of
/// ``AccessPolicy`` status by status, so a list cannot show what the decision on one thing denies.
public struct StatusFilter<Status: FilterableStatus>: Hashable, Sendable {
    /// What may be seen, in the order the statuses are declared.
    public let statuses: [Status]

    /// The filter of the statuses for which the rule says yes.
    public init(where admits: (Status) -> Bool) {
        statuses = Status.allCases.filter(admits)
    }

    /// Whether a thing in this status may be seen.
    public func admits(_ status: Status) -> Bool {
        statuses.contains(status)
    }

    /// Whether nothing may be seen: the query need not run.
    public var isNothing: Bool { statuses.isEmpty }

    /// Whether every status may be seen: the query needs no condition on it.
    public var isEverything: Bool { statuses.count == Status.allCases.count }
}

/// Which forms someone may see: by the form's status, and by that of its workflow.
public struct FormFilter: Hashable, Sendable {
    public let forms: StatusFilter<FormStatus>
    public let workflows: StatusFilter<WorkflowStatus>

    /// Whether a form in this status, of a workflow in that one, may be seen.
    public func admits(_ form: FormStatus, of workflow: WorkflowStatus) -> Bool {
        forms.admits(form) && workflows.admits(workflow)
    }

    /// Whether nothing may be seen.
    public var isNothing: Bool { forms.isNothing || workflows.isNothing }
}

extension Standing {
    /// The workflows of a workspace that may be seen.
    public func visibleWorkflows(archived: Bool) -> StatusFilter<WorkflowStatus> {
        StatusFilter { status in
            let facts = AccessFacts.workflow(status, clientTriggerable: false, archived: archived)
            return AccessPolicy.decide(self, .workflowView, facts).isAllowed
        }
    }

    /// The runs of a workspace that may be seen, by the status of their workflow.
    public func visibleRuns(archived: Bool) -> StatusFilter<WorkflowStatus> {
        StatusFilter { status in
            let facts = AccessFacts.workflow(status, clientTriggerable: false, archived: archived)
            return AccessPolicy.decide(self, .runView, facts).isAllowed
        }
    }

    /// The forms of a workspace that may be seen, and their submissions with them.
    public func visibleForms(archived: Bool) -> FormFilter {
        func sees(_ form: FormStatus, _ workflow: WorkflowStatus) -> Bool {
            AccessPolicy.decide(self, .formView, .form(form, of: workflow, archived: archived)).isAllowed
        }
        return FormFilter(
            forms: StatusFilter { form in WorkflowStatus.allCases.contains { sees(form, $0) } },
            workflows: StatusFilter { workflow in FormStatus.allCases.contains { sees($0, workflow) } })
    }

    /// The invoices of a workspace that may be seen.
    public func visibleInvoices(archived: Bool) -> StatusFilter<InvoiceStatus> {
        StatusFilter { status in
            AccessPolicy.decide(self, .invoiceView, .invoice(status, archived: archived)).isAllowed
        }
    }

    /// Whether the connections of a workspace may be seen: all of them, or none.
    public func seesConnections(archived: Bool) -> Bool {
        AccessPolicy.decide(self, .connectionView, .workspace(archived: archived)).isAllowed
    }
}
