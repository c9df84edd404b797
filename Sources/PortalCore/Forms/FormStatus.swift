/// Where a form stands in its life.
///
/// A form reaches clients when it is published *and* its workflow is visible to them: ask
/// ``AccessFacts/form(_:of:archived:)``, which knows both.
public enum FormStatus: String, CaseIterable, Hashable, Sendable {
    /// Being written.
    case draft
    /// Open to be filled in.
    case published
    /// Closed; its submissions stay.
    case archived

    /// Whether a form in this status may reach clients, as far as the form itself is concerned.
    public var isVisibleToClients: Bool {
        switch self {
        case .published: true
        case .draft, .archived: false
        }
    }
}
