/// Who a route is for. It decides which capability its handler is lent, and what everybody else is told.
public enum Audience: String, CaseIterable, Hashable, Sendable {
    /// Whoever comes to an agency's host.
    case anyone
    /// Whoever holds a mailed link, signed in or not: looking at it redeems nothing, only posting does.
    case token
    /// A client, in one of their workspaces.
    case client
    /// Staff of the agency.
    case staff
    /// The agency's own system, with an API key.
    case engine
    /// The operator's machinery, on a port of its own.
    case `operator`
}
