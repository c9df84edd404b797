/// A part of the portal that a client's membership may include or leave out.
public enum Area: String, CaseIterable, Hashable, Sendable {
    /// Workflows and their runs.
    case workflows
    /// Connected third-party accounts.
    case connections
    /// Forms and their submissions.
    case forms
    /// Subscriptions, invoices and payment methods.
    case billing
}

/// The parts of the portal that a client's membership includes.
///
/// There are sixteen of these values and no others: bits that name no area are dropped. The empty set is still a
/// membership, whose holder has the dashboard and their own account.
public struct Areas: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue & 0b1111
    }

    /// The set of this area alone.
    public init(_ area: Area) {
        switch area {
        case .workflows: self = .workflows
        case .connections: self = .connections
        case .forms: self = .forms
        case .billing: self = .billing
        }
    }

    public static let workflows = Areas(rawValue: 1 << 0)
    public static let connections = Areas(rawValue: 1 << 1)
    public static let forms = Areas(rawValue: 1 << 2)
    public static let billing = Areas(rawValue: 1 << 3)

    /// Every area: what a membership has unless it was narrowed.
    public static let all: Areas = [.workflows, .connections, .forms, .billing]

    /// Whether the set has this area.
    public func contains(_ area: Area) -> Bool {
        contains(Areas(area))
    }

    /// The areas of the set, in the order of the sidebar.
    public var list: [Area] {
        Area.allCases.filter(contains)
    }

    /// The areas' names, in the order of the sidebar.
    public var names: [String] {
        list.map(\.rawValue)
    }

    /// The areas of these names; nil if a name is not an area's.
    public init?(names: some Sequence<String>) {
        var areas: Areas = []
        for name in names {
            guard let area = Area(rawValue: name) else { return nil }
            areas.insert(Areas(area))
        }
        self = areas
    }
}
