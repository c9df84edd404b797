/// A route's path, such as `/portal/workflows/:workflow`: literal segments, and ones that stand for something.
public struct PathPattern: Hashable, Sendable {
    /// What a segment stands for. The name is its place in the pattern, after the colon.
    public enum Parameter: String, CaseIterable, Hashable, Sendable {
        case workspace, workflow, run, connection, form, invoice, user, session, key, invitation
        /// Not an id: the name of an asset, which says what is in it.
        case file

        /// Whether it is the id of something that belongs to somebody.
        public var isID: Bool { self != .file }
    }

    enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(Parameter)
    }

    /// The pattern as it was written.
    public let text: String
    let segments: [Segment]

    /// What stands in the path, in order.
    public let parameters: [Parameter]

    /// Reads a pattern of this module's own tables.
    init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map { segment in
            guard segment.first == ":" else { return .literal(String(segment)) }
            guard let parameter = Parameter(rawValue: String(segment.dropFirst())) else {
                preconditionFailure("no parameter is called \(segment)")
            }
            return .parameter(parameter)
        }
        parameters = segments.compactMap { if case .parameter(let parameter) = $0 { parameter } else { nil } }
    }

    /// The path with a text for each parameter, for tests and links: in order, as many as there are.
    public func path(_ values: [String]) -> String {
        var values = values[...]
        let parts = segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .parameter(let parameter): values.popFirst() ?? ":\(parameter.rawValue)"
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}
