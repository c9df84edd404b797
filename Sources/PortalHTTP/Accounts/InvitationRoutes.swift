import HTTPTypes
import PortalCore
import PortalPages

/// Where an invitation leads whoever it was mailed to.
enum InvitationRoutes {
    static let routes: [Route] = [
        .token("/invitation", kind: .invitation, show),
        .token(
            post: "/invitation", kind: .invitation,
            sample: .form(["token": "{secret}", "name": "Sample", "new-password": "{password}"]), accept),
        .anyone(post: "/invitation/mail", sample: .form(["invitation": ""]), mail),
        .token(post: "/invitation/sign-out", kind: .invitation, sample: .form(["token": "{secret}"]), signOut),
    ]

    @Sendable private static func show(_ lobby: Lobby, _ token: MailedToken, _ asked: Asked) async throws -> Seen? {
        if asked.query.all(.token).isEmpty {
            guard let copied = asked.query.hint(.invitation) else { return try await lobby.look { _ in .goTo(.home) } }
            // What is no id is told the same as one that never was: a page that promises nothing.
            let id = Invitation.ID(copied) ?? .neverIssued
            return try await lobby.look { .page(CopiedInvitationPage(asked.context($0), invitation: id.description)) }
        }
        return try await page(lobby, token, asked)
    }

    private static func page(
        _ lobby: Lobby, _ token: MailedToken, _ asked: Asked, refusal: Refusal? = nil
    ) async throws -> Seen? {
        guard let offer = try await lobby.offer(by: token), let secret = token.secret else {
            return try await lobby.look { .page(DeadLinkPage(asked.context($0), wayOn: nil), status: .notFound) }
        }
        return try await lobby.look { visit in
            let page = InvitationPage(
                asked.context(visit), offer, token: secret.text, reader: visit.account?.user,
                form: refusal.map { asked.formState($0) } ?? .fresh)
            return .page(page, status: refusal?.status ?? .ok)
        }
    }

    @Sendable private static func accept(_ lobby: Lobby, _ token: MailedToken, _ asked: Asked) async throws -> Seen? {
        let outcome: Portal.Acceptance
        do {
            outcome = try await lobby.accept(
                token, name: try asked.form.text(.name), password: try asked.form.text(.newPassword))
        } catch let refusal as Refusal {
            return try await page(lobby, token, asked, refusal: refusal)
        }
        guard case .joined(let goal, let session) = outcome else { return try await page(lobby, token, asked) }
        let lifetime = lobby.sessionLifetime
        return try await lobby.look { visit in
            let landing: Path =
                switch goal {
                case .client: .portal(.dashboard)
                case .staff: .console(.clients(archived: false, after: nil))
                }
            let remembered = goal.workspace.map(CookieChange.workspace)
            if let session {
                return .goTo(welcome(goal, visit.front.agency.secondFactor)).with(.session(session, lifetime: lifetime))
                    .with(remembered)
            }
            // Whoever is signed in sees it at once; whoever is not signs in as always.
            guard visit.account == nil else { return .goTo(OwnPath(landing)).with(remembered) }
            return .goTo(.signIn, saying: .invitationAccepted).with(remembered)
        }
    }

    /// Where somebody new begins: by a second factor, if the agency asks them for one.
    private static func welcome(_ goal: InvitationGoal, _ rule: SecondFactorRule) -> OwnPath {
        let (welcome, isDue): (Path, Bool) =
            switch goal {
            case .client: (.welcome, rule.forClients)
            case .staff: (.console(.welcome), rule.forStaff)
            }
        return isDue ? .dueSecondFactor(next: welcome) : OwnPath(welcome)
    }

    @Sendable private static func mail(_ lobby: Lobby, _ asked: Asked) async throws -> Seen? {
        let id: Invitation.ID = try asked.submittedID(.invitation)
        do {
            try await lobby.ask(for: id.description) { try $0.remail(id) }
        } catch let limit as TooManyTries {
            return try await lobby.look { .trouble(limit, front: $0.front, seat: Seat($0.entry)) }
        }
        return try await lobby.look {
            .page(CopiedInvitationPage(asked.context($0), invitation: id.description, isSent: true))
        }
    }

    @Sendable private static func signOut(_ lobby: Lobby, _ token: MailedToken, _ asked: Asked) async throws -> Seen? {
        try await lobby.signOut()
        return try await lobby.look { _ in
            .goTo(.invitation(token: token.secret?.text)).with(.end(.session))
        }
    }
}
