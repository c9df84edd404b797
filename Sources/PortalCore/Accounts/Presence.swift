/// What a person is asked for before they change what signs them in: it shows that they are there, and not just their open browser.
public enum PresenceAsk: Hashable, Sendable {
    case password
    /// They have no password, and signed in a moment ago: nothing more is asked for.
    case nothing
    /// They have no password, and have to sign in again first.
    case freshSignIn

    /// For how long a sign-in stands in for a password.
    public static let window = TimeSpan.minutes(15)
}

/// Who acts, and what they have to show for it.
struct PresenceQuestion: Sendable {
    let user: User
    let password: PasswordHash?
    let ask: PresenceAsk
}

/// That somebody has shown to be there. It was verified outside the transaction, and has to hold in it still.
struct Presence: Sendable {
    let password: PasswordHash?
}

extension Account {
    /// What is asked of this person, at this moment and in this session.
    public func presenceAsk() throws -> PresenceAsk { try presenceQuestion().ask }

    func presenceQuestion() throws -> PresenceQuestion {
        try decide()
        guard let found = try desk.snapshot.user(person.user.id, in: desk.agencyScope) else { throw Refusal.notFound }
        let ask: PresenceAsk = found.password != nil ? .password : isFreshlySignedIn ? .nothing : .freshSignIn
        return PresenceQuestion(user: found.user, password: found.password, ask: ask)
    }

    /// Whom an embedder signs in has no session here, and so no fresh one.
    private var isFreshlySignedIn: Bool {
        session.map { desk.now < $0.createdAt.adding(PresenceAsk.window) } ?? false
    }
}

extension Account.Changing {
    /// What was shown must hold in this transaction: the same password is kept, or none and the sign-in is fresh.
    func require(_ presence: Presence) throws {
        let question = try account.presenceQuestion()
        guard question.password == presence.password else { throw Refusal.notNow(.currentPasswordWrong) }
        guard question.ask != .freshSignIn else { throw Refusal.notNow(.signInNotFresh) }
    }
}

extension Portal {
    /// Has the visitor show that they are there. `typed` counts for those who have a password.
    ///
    /// Throws ``Refusal/notNow(_:)`` with ``Obstacle/currentPasswordWrong`` or ``Obstacle/signInNotFresh``, ``Refusal/notFound`` for
    /// a visitor who is not signed in.
    func presence(of knock: Knock, password typed: String) async throws -> Presence {
        try await presence(try await presenceQuestion(to: knock), password: typed)
    }

    func presence(_ question: PresenceQuestion, password typed: String) async throws -> Presence {
        switch question.ask {
        case .password:
            guard try await services.passwords.verify(typed, against: question.password) != .wrong else {
                throw Refusal.notNow(.currentPasswordWrong)
            }
        case .nothing: break
        case .freshSignIn: throw Refusal.notNow(.signInNotFresh)
        }
        return Presence(password: question.password)
    }

    func presenceQuestion(to knock: Knock) async throws -> PresenceQuestion {
        guard let question = try await visit(knock, { try $0?.account?.presenceQuestion() }) else {
            throw Refusal.notFound
        }
        return question
    }
}
