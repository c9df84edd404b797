/// Why a line is not an access case: where in it, and what is wrong there.
public struct AccessCaseError: Error, Hashable, Sendable {
    public let path: JSONPath
    public let problem: Problem

    public init(_ path: JSONPath, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    public enum Problem: Hashable, Sendable {
        /// The line is not strict JSON from this byte on.
        case json(JSONError.Reason, offset: Int)
        /// A field that must be there is not.
        case missing
        /// A field that means nothing here.
        case unknownField
        /// A value of another kind.
        case notA(JSONValue.Kind)
        /// None of the words that may stand here.
        case unknownWord(allowed: [String])
        /// A permission that only API keys have, so that no person can be asked about it.
        case keysOnly
        /// An id without a byte.
        case emptyID
        /// An id that would break the answer's line: it has a tab or a line end.
        case separatorInID
        /// The action is asked on another type of resource.
        case actionIsAskedOn(ResourceType)
        /// A membership of an agency and of a workspace at once.
        case agencyAndWorkspace
        /// A membership of nothing.
        case neitherAgencyNorWorkspace
        /// This field and the other say the same thing twice.
        case instead(of: String)
    }
}

extension AccessCaseError: CustomStringConvertible {
    /// The field and the problem, on one line of plain ASCII.
    public var description: String {
        path.steps.isEmpty ? problem.description : "\(path): \(problem)"
    }
}

extension AccessCaseError.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .json(let reason, let offset): "\(reason) (byte \(offset))"
        case .missing: "missing"
        case .unknownField: "unknown field"
        case .notA(let kind): "must be of kind \(kind.rawValue)"
        case .unknownWord(let allowed) where allowed.count > 12: "unknown"
        case .unknownWord(let allowed): "must be one of \(allowed.joined(separator: ", "))"
        case .keysOnly: "a permission of API keys, which no person has"
        case .emptyID: "an id cannot be empty"
        case .separatorInID: "an id cannot have tabs or line ends"
        case .actionIsAskedOn(let type): "the action is asked on a resource of type \(type.rawValue)"
        case .agencyAndWorkspace: "names both an agency and a workspace"
        case .neitherAgencyNorWorkspace: "names neither an agency nor a workspace"
        case .instead(let other): "cannot stand beside \(other)"
        }
    }
}
