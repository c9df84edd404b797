import HTTPTypes
import PortalCore

/// Why the API did not do what was asked: problem details of RFC 9457, told apart by ``code``.
struct Problem: Error, Hashable, Sendable {
    let status: HTTPResponse.Status
    /// A stable word for programs.
    let code: String
    /// A sentence for people.
    let title: String
    /// What is wrong with each field, by its name.
    var fields: [FieldProblem] = []

    static let unauthorized = Problem(
        status: .unauthorized, code: "unauthorized", title: "This needs an API key that is known here and not revoked.")
    static let notFound = Problem(
        status: .notFound, code: "not-found", title: "There is nothing here, or nothing that this key may reach.")
    static let malformedJSON = Problem(status: .badRequest, code: "malformed-json", title: "The body is not JSON.")
    static let malformedQuery = Problem(
        status: .badRequest, code: "malformed-query", title: "The query cannot be read.")
    static let wrongType = Problem(
        status: .unsupportedMediaType, code: "unsupported-media-type",
        title: "The body's type is not one of those taken here.")
    static let tooLarge = Problem(
        status: .contentTooLarge, code: "too-large", title: "The body is larger than is taken here.")
    static let tooSlow = Problem(
        status: .requestTimeout, code: "too-slow", title: "The body did not arrive in time.")
    static let busy = Problem(
        status: .serviceUnavailable, code: "busy",
        title: "Too much is being sent at once. Nothing was stored; send it again in a moment.")
    /// Nothing is promised: where a disk fails in the midst of a commit, what was sent may be found stored after all.
    static let unavailable = Problem(
        status: .serviceUnavailable, code: "unavailable", title: "This cannot be done right now. Ask again in a moment."
    )
    static let internalError = Problem(
        status: .internalServerError, code: "internal-error",
        title: "Something went wrong here, and nothing was stored.")

    /// A refusal in the words of the API.
    init(_ refusal: Refusal) {
        switch refusal {
        case .notFound: self = .notFound
        case .roleLacks(let action):
            self.init(
                status: .forbidden, code: "permission-missing", title: "The key does not have \(action.rawValue).")
        case .notNow(let obstacle):
            self.init(status: .conflict, code: obstacle.code, title: "What it concerns is not in a state to do this.")
        case .invalid(let problems):
            self.init(
                status: .unprocessableContent, code: "invalid", title: "Some of what was sent cannot be accepted.",
                fields: problems)
        }
    }

    init(status: HTTPResponse.Status, code: String, title: String, fields: [FieldProblem] = []) {
        self.status = status
        self.code = code
        self.title = title
        self.fields = fields
    }

    var json: [UInt8] {
        var json = JSONWriter(reserving: 200)
        json.object { json in
            json.member("type", "about:blank")
            json.member("status", status.code)
            json.member("code", code)
            json.member("title", title)
            guard !fields.isEmpty else { return }
            json.key("fields")
            json.array { json in
                for field in fields {
                    json.object { json in
                        json.member("field", field.field)
                        json.member("code", field.problem.code)
                    }
                }
            }
        }
        return json.bytes
    }
}

extension FieldProblem.Problem {
    /// The problem's stable word.
    var code: String {
        switch self {
        case .missing: "missing"
        case .tooLong: "too-long"
        case .notAnOption: "not-an-option"
        case .malformed: "malformed"
        case .unchanged: "unchanged"
        case .password(.tooShort): "password-too-short"
        case .password(.tooLong): "password-too-long"
        case .password(.tooCommon): "password-too-common"
        case .password(.isOwnAddress): "password-is-address"
        case .passwordsDiffer: "passwords-differ"
        case .codeWrong: "code-wrong"
        case .addresses: "addresses"
        case .tooMany: "too-many"
        }
    }
}

extension Obstacle {
    /// The obstacle's stable word.
    var code: String {
        switch self {
        case .workflowNotStartable: "workflow-not-startable"
        case .workflowHasNoTrigger: "workflow-has-no-trigger"
        case .workspaceArchived: "workspace-archived"
        case .runNotQueued: "run-not-queued"
        case .runCannotBeRetried: "run-cannot-be-retried"
        case .nameTaken: "name-taken"
        case .currentPasswordWrong: "current-password-wrong"
        case .signInNotFresh: "sign-in-not-fresh"
        case .secondFactorOn: "second-factor-on"
        case .secondFactorOff: "second-factor-off"
        case .ownFactor: "own-factor"
        case .ownersFactor: "owners-factor"
        case .ownMembership: "own-membership"
        case .ownersMembership: "owners-membership"
        }
    }
}
