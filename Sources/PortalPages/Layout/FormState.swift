import PortalCore

/// What somebody filled in, and what was wrong with it: how a form comes back.
public struct FormState: Sendable {
    private let values: [FieldName: [String]]
    private let errors: [FieldName: Phrase]
    /// A state that stands in the way and belongs to no field.
    let obstacle: Obstacle?

    /// A form that nobody has filled in yet.
    public static let fresh = FormState()

    private init() {
        values = [:]
        errors = [:]
        obstacle = nil
    }

    /// A form that was sent and refused. `sent` answers with every value that a field came with.
    ///
    /// Passwords and other secrets are not printed again, whatever is in here.
    public init(_ refusal: Refusal, sent: (FieldName) -> [String]) {
        var values: [FieldName: [String]] = [:]
        for field in FieldName.allCases { values[field] = sent(field) }
        self.values = values
        var errors: [FieldName: Phrase] = [:]
        var obstacle: Obstacle?
        switch refusal {
        case .invalid(let problems):
            for problem in problems {
                guard let field = FieldName(rawValue: problem.field) else { continue }
                errors[field] = .problem(.field(field, problem.problem))
            }
        case .notNow(.currentPasswordWrong): errors[.currentPassword] = .problem(.obstacle(.currentPasswordWrong))
        case .notNow(.nameTaken): errors[.name] = .problem(.obstacle(.nameTaken))
        case .notNow(let other): obstacle = other
        case .notFound, .roleLacks: break
        }
        self.errors = errors
        self.obstacle = obstacle
    }

    var wasSent: Bool { !values.isEmpty }

    var errorCount: Int { errors.count }

    func error(_ field: FieldName) -> Phrase? { errors[field] }

    /// What stands in a field: what was sent, else what is kept.
    func value(_ field: FieldName, or kept: String = "") -> String {
        wasSent ? values[field]?.first ?? "" : kept
    }

    /// Whether a box is ticked.
    func isTicked(_ field: FieldName, or kept: Bool = false) -> Bool {
        wasSent ? values[field]?.isEmpty == false : kept
    }

    /// Whether one of several boxes of a field is ticked, or one of several options chosen.
    func isChosen(_ value: String, of field: FieldName, or kept: Bool = false) -> Bool {
        wasSent ? values[field]?.contains(value) == true : kept
    }
}
