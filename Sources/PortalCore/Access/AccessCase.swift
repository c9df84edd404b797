/// One question to the rules that carries all its facts with it, as `portald access check` reads them from JSON Lines.
///
/// It is answered by the same ``AccessPolicy`` that the server uses. Ids are opaque and compared as UTF-8 bytes.
public struct AccessCase: Hashable, Sendable {
    public typealias ID = ExactText
    public typealias Principal = AccessPrincipal<ID, ID, ID>
    public typealias Resource = AccessResource<ID, ID, ID>

    /// The case's own id, which its answer begins with.
    public let id: ID
    public let action: Action
    public let question: Question

    /// Who is asked about, and what.
    public enum Question: Hashable, Sendable {
        /// May this person do it to this thing?
        case one(Principal, Resource)
        /// To which of these things may this person do it?
        case resources(Principal, [NamedResource])
        /// Which of these people may do it to this thing?
        case principals([Principal], Resource)
    }

    /// A thing under the id that the answer calls it by.
    public struct NamedResource: Hashable, Sendable {
        public let id: ID
        public let resource: Resource

        public init(id: ID, resource: Resource) {
            self.id = id
            self.resource = resource
        }
    }

    public init(id: ID, action: Action, question: Question) {
        self.id = id
        self.action = action
        self.question = question
    }
}

extension AccessCase {
    /// The answer, without a line end: `id<TAB>allow`, `id<TAB>deny`, or `id<TAB>["f1","f9"]` for a list.
    ///
    /// Explained, a third column gives the reason's code; for a list the codes of all that were asked, in their order.
    public func answer(explain: Bool = false) -> String {
        switch question {
        case .one(let principal, let resource):
            let decision = AccessPolicy.decide(principal, action, resource)
            let verdict = decision.isAllowed ? "allow" : "deny"
            return line(verdict, reason: explain ? decision.code : nil)

        case .resources(let principal, let things):
            let allowed = AccessPolicy.allowed(things, to: action, for: principal, as: \.resource)
            return line(Self.list(allowed.map(\.id.text)), reason: explain ? Self.list(codes) : nil)

        case .principals(let principals, let resource):
            let allowed = AccessPolicy.allowed(principals, to: action, on: resource)
            return line(Self.list(allowed.map(\.id.text)), reason: explain ? Self.list(codes) : nil)
        }
    }

    private var codes: [String] {
        switch question {
        case .one(let principal, let resource):
            [AccessPolicy.decide(principal, action, resource).code]
        case .resources(let principal, let things):
            things.map { AccessPolicy.decide(principal, action, $0.resource).code }
        case .principals(let principals, let resource):
            principals.map { AccessPolicy.decide($0, action, resource).code }
        }
    }

    private func line(_ verdict: String, reason: String?) -> String {
        reason.map { "\(id)\t\(verdict)\t\($0)" } ?? "\(id)\t\(verdict)"
    }

    private static func list(_ texts: [String]) -> String {
        var json = JSONWriter()
        json.array { json in
            for text in texts { json.string(text) }
        }
        return json.text
    }
}
