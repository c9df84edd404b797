import PortalCore

/// One workspace as it was seeded: the id of everything in it that somebody could ask for.
///
/// Numbers 1 and 2 are live and full, 3 is archived and full, 4 is live and empty; 0 stands for the agency itself.
struct Place: Sendable {
    let side: Side
    let number: Int
    let workspace: Workspace.ID
    /// Published, startable by clients, and of the same name in every place of both agencies.
    var startable: Workflow.ID = .neverIssued
    /// One in each status; the published one cannot be started by clients.
    var workflows: [WorkflowStatus: Workflow.ID] = [:]
    /// Runs of ``startable``, one in each status.
    var runs: [RunStatus: Run.ID] = [:]
    /// A run of ``startable`` that was asked for here and not sent yet; where nobody can ask any more, one that is queued.
    var pendingRun: Run.ID = .neverIssued
    /// A run of the draft workflow.
    var hiddenRun: Run.ID = .neverIssued
    /// A run of the other published workflow.
    var otherRun: Run.ID = .neverIssued
    var connections: [ConnectionHealth: Connection.ID] = [:]
    /// Forms of ``startable``, one in each status.
    var forms: [FormStatus: Form.ID] = [:]
    /// A published form of the draft workflow.
    var hiddenForm: Form.ID = .neverIssued
    var invoices: [InvoiceStatus: Invoice.ID] = [:]
    /// One that is pending.
    var invitation: Invitation.ID = .neverIssued

    static let archived = 3
    static let empty = 4
    static let all = 1...4
}

/// Counts markers, and remembers who may be shown which id.
final class Register {
    private var count = 0
    private(set) var ids: [String: Belonging] = [:]

    /// A new marker's text.
    func mark(_ side: Side, _ place: Int, _ reach: Reach) -> String {
        count += 1
        return Marker(Belonging(side: side, place: place, reach: reach), number: count).text
    }

    /// A new id, of a thing that this reach may be shown.
    func id<Entity>(
        _ kind: Entity.Type = Entity.self, _ side: Side, _ place: Int, _ reach: Reach, at instant: Instant,
        from entropy: any Entropy
    ) -> Identifier<Entity> {
        let id: Identifier<Entity> = Mint(now: instant, entropy: entropy).id()
        note(id, side, place, reach)
        return id
    }

    func note<Entity>(_ id: Identifier<Entity>, _ side: Side, _ place: Int, _ reach: Reach) {
        ids[id.description] = Belonging(side: side, place: place, reach: reach)
    }
}
