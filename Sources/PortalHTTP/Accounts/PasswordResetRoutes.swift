import HTTPTypes
import PortalCore
import PortalPages

/// The way back in for whoever forgot a password.
enum PasswordResetRoutes {
    static let routes: [Route] = [
        .anyone("/forgot-password") { lobby, asked in
            try await lobby.look { .page(ForgotPasswordPage(asked.context($0))) }
        },
        .anyone(post: "/forgot-password", sample: .form(["email": "{email}"]), ask),
        .token("/reset-password", kind: .passwordReset, show),
        .token(
            post: "/reset-password", kind: .passwordReset,
            sample: .form(["token": "{secret}", "new-password": "{password}", "repeated-password": "{password}"]), set),
    ]

    @Sendable private static func ask(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        let typed = try asked.form.text(.email)
        guard let email = EmailAddress(typed) else {
            let refusal = Refusal.invalid([FieldProblem("email", typed.isEmpty ? .missing : .malformed)])
            return try await lobby.look { visit in
                .page(ForgotPasswordPage(asked.context(visit), form: asked.formState(refusal)), status: refusal.status)
            }
        }
        do {
            try await lobby.ask(for: email.text) { try $0.requestPasswordReset(for: email) }
        } catch let limit as TooManyTries {
            return try await lobby.look { .trouble(limit, front: $0.front, seat: Seat($0.entry)) }
        }
        return try await lobby.look { .page(ForgotPasswordPage(asked.context($0), sentTo: email.text)) }
    }

    @Sendable private static func show(_ lobby: Lobby, _ token: MailedToken, _ asked: Asked) async throws -> Seen? {
        guard !asked.query.all(.token).isEmpty else { return try await lobby.look { _ in .goTo(.forgotPassword) } }
        guard try await lobby.isGood(token), let secret = token.secret else { return try await dead(lobby, asked) }
        return try await lobby.look { .page(ResetPasswordPage(asked.context($0), token: secret.text)) }
    }

    @Sendable private static func set(_ lobby: Lobby, _ token: MailedToken, _ asked: Asked) async throws -> Seen? {
        let outcome: Portal.ResetOutcome
        do {
            let new = try asked.form.text(.newPassword)
            guard ConstantTime.areEqual(new.utf8, try asked.form.text(.repeatedPassword).utf8) else {
                throw Refusal.invalid([FieldProblem(.repeatedPassword, .passwordsDiffer)])
            }
            outcome = try await lobby.resetPassword(by: token, to: new)
        } catch let refusal as Refusal {
            guard try await lobby.isGood(token), let secret = token.secret else { return try await dead(lobby, asked) }
            return try await lobby.look { visit in
                let page = ResetPasswordPage(
                    asked.context(visit), token: secret.text, form: asked.formState(refusal))
                return .page(page, status: refusal.status)
            }
        }
        switch outcome {
        case .done: return try await lobby.look { _ in .goTo(.signIn, saying: .passwordSet).with(.end(.session)) }
        case .linkIsDead, .unknownHost: return try await dead(lobby, asked)
        }
    }

    private static func dead(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        try await lobby.look {
            .page(DeadLinkPage(asked.context($0), wayOn: .forgotPassword), status: .notFound)
        }
    }
}
