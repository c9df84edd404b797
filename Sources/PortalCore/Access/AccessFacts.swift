/// What the rules need to know of a thing, besides where it lies.
///
/// A fact nobody gave is never in favour: unpublished, not triggerable, of no known status, not one's own. Whether the
/// workspace is archived must be said, because "no" opens the door; ``none`` is for things that lie in no workspace.
public struct AccessFacts: Hashable, Sendable {
    /// The workspace that the thing lies in, or is, has been archived.
    public var archived: Bool
    /// The thing is in a status that clients see. For a run it is its workflow's; a form and its workflow both are.
    public var published: Bool
    /// The agency lets clients start this workflow, or the workflow of this run.
    public var clientTriggerable: Bool
    /// How far an invoice has come; nil for what is not an invoice.
    public var invoice: InvoiceStatus?
    /// The profile asked about is that of the person who asks.
    public var ownProfile: Bool

    public init(
        archived: Bool, published: Bool = false, clientTriggerable: Bool = false, invoice: InvoiceStatus? = nil,
        ownProfile: Bool = false
    ) {
        self.archived = archived
        self.published = published
        self.clientTriggerable = clientTriggerable
        self.invoice = invoice
        self.ownProfile = ownProfile
    }
}

extension AccessFacts {
    /// For the agency itself, and all that lies in no workspace.
    public static let none = AccessFacts(archived: false)

    /// For a workspace, and for its connections.
    public static func workspace(archived: Bool) -> AccessFacts {
        AccessFacts(archived: archived)
    }

    /// For a workflow, and for its runs.
    public static func workflow(_ status: WorkflowStatus, clientTriggerable: Bool, archived: Bool) -> AccessFacts {
        AccessFacts(archived: archived, published: status.isVisibleToClients, clientTriggerable: clientTriggerable)
    }

    /// For a form, which is published when it and its workflow both are visible.
    public static func form(_ status: FormStatus, of workflow: WorkflowStatus, archived: Bool) -> AccessFacts {
        AccessFacts(archived: archived, published: status.isVisibleToClients && workflow.isVisibleToClients)
    }

    /// For an invoice.
    public static func invoice(_ status: InvoiceStatus, archived: Bool) -> AccessFacts {
        AccessFacts(archived: archived, invoice: status)
    }

    /// For a person's profile.
    public static func profile(isOwn: Bool) -> AccessFacts {
        AccessFacts(archived: false, ownProfile: isOwn)
    }
}
