/// Why a use case did not do what was asked. PortalHTTP chooses words and status once for each.
public enum Refusal: Error, Hashable, Sendable {
    /// Not yours, or never was: the two are one answer.
    case notFound
    /// Staff can see the thing, and their role lacks this permission.
    case roleLacks(Action)
    /// Allowed, but not in the state that the thing is in.
    case notNow(Obstacle)
    /// What was sent cannot be accepted: every problem at once.
    case invalid([FieldProblem])
}

/// A state that stands in the way, for staff too.
public enum Obstacle: Hashable, Sendable {
    case workflowNotStartable(WorkflowStatus)
    /// The workflow has no engine, or no address to ask it at.
    case workflowHasNoTrigger
    case workspaceArchived
    case runNotQueued(RunStatus)
    case runCannotBeRetried(RunStatus)
    case nameTaken
    case currentPasswordWrong
    /// Somebody without a password has to sign in again first.
    case signInNotFresh
    case secondFactorOn, secondFactorOff
    /// One's own is turned off in one's own account.
    case ownFactor
    case ownersFactor
    /// Nobody takes themselves away, or changes what they may do.
    case ownMembership
    /// The owner stays the owner until they hand the agency over.
    case ownersMembership
}

/// What is wrong with one field of what was sent.
public struct FieldProblem: Hashable, Sendable {
    public let field: String
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        case missing
        case tooLong(limit: Int)
        case notAnOption
        case malformed
        /// It is what it would be changed to.
        case unchanged
        case password(NewPassword.Problem)
        case passwordsDiffer
        /// Of a second factor.
        case codeWrong
        /// Several were given, and something stands against some of them.
        case addresses([AddressProblem])
        case tooMany(limit: Int)
    }

    public init(_ field: String, _ problem: Problem) {
        self.field = field
        self.problem = problem
    }
}
