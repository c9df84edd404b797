/// Who a route is for. It decides which capability its handler is lent, and what everybody else is told.
public enum Audience: String, CaseIterable, Hashable, Sendable {
    /// Whoever comes to an agency's host.
    case anyone
    /// A client, in one of their workspaces.
    case client
    /// Staff of the agency.
    case staff
    /// The agency's own system, with an API key.
    case engine
    /// The operator's machinery, on a port of its own.
    case `operator`
}
