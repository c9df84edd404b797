/// Where a workflow stands in its life.
///
/// The status decides what clients see; whether a workflow *starts* is the lifecycle's question, asked after access.
public enum WorkflowStatus: String, CaseIterable, Hashable, Sendable {
    /// Being built; no client knows of it.
    case draft
    /// In service.
    case published
    /// In service, held for safety: clients see it, and that it is paused.
    case paused
    /// Taken out of service by staff.
    case disabled
    /// Kept for its history only.
    case archived

    /// Whether clients see a workflow in this status, and with it its runs and forms.
    public var isVisibleToClients: Bool {
        switch self {
        case .published, .paused: true
        case .draft, .disabled, .archived: false
        }
    }
}
