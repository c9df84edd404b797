import PortalCore
import PortalPages

/// The agency's staff: who they are, who was asked to join them, what each may do, and who owns the agency.
enum TeamRoutes {
    static let staff: [Route] = [
        .staff("/dashboard/team", action: .agencyViewTeam) { console, asked in
            .page(try page(console, asked))
        },
        .staff(
            post: "/dashboard/team/invitations", action: .agencyInvite,
            sample: .form(["emails": "somebody.new@sample.example", "role": "admin"]),
            again: { console, asked, refusal in .page(try page(console, asked, form: asked.formState(refusal))) }
        ) { console, asked in
            try console.inviteStaff(try asked.form.text(.emails), as: try role(asked) ?? .member)
            return .goTo(.console(.team), saying: .invited)
        },
        .staff(
            post: "/dashboard/team/invitations/:invitation/resending", action: .agencyInvite, sample: .form([:])
        ) { console, asked in
            try console.resend(asked.id(.invitation), to: nil)
            return .goTo(.console(.team), saying: .invitationSent)
        },
        .staff(
            post: "/dashboard/team/invitations/:invitation/withdrawal", action: .agencyInvite, sample: .form([:])
        ) { console, asked in
            try console.withdraw(asked.id(.invitation), to: nil)
            return .goTo(.console(.team), saying: .invitationWithdrawn)
        },
        .staff(
            post: "/dashboard/team/members/:user/removal", action: .agencyRemoveStaff, sample: .form([:])
        ) { console, asked in
            try console.removeStaff(asked.id(.user))
            return .goTo(.console(.team), saying: .memberRemoved)
        },
        .staff(
            post: "/dashboard/team/members/:user/role", action: .agencyChangeRole, sample: .form(["role": "admin"])
        ) { console, asked in
            // Without a role, none is guessed.
            guard let role = try role(asked) else { throw Refusal.invalid([FieldProblem(.role, .missing)]) }
            try console.setRole(role, of: asked.id(.user))
            return .goTo(.console(.team), saying: .roleChanged)
        },
    ]

    /// Not there where an embedder brings its own sign-in: there is no password here to confirm it with.
    static let ownership: [Route] = [
        .staff("/dashboard/team/ownership", action: .agencyTransferOwnership) { console, asked in
            .page(try ownershipPage(console, asked))
        },
        .staff(
            errand: "/dashboard/team/ownership", action: .agencyTransferOwnership,
            sample: .form(["new-owner": "{admin}", "current-password": "{password}"]),
            again: { console, asked, refusal in
                .page(try ownershipPage(console, asked, form: asked.formState(refusal)))
            }
        ) { errand, asked in
            try await errand.transferOwnership(
                to: try asked.submittedID(.newOwner), password: try asked.form.text(.currentPassword))
            return .goTo(.console(.team), saying: .ownershipTransferred)
        },
    ]

    private static func ownershipPage(
        _ console: AgencyConsole, _ asked: Asked, form: FormState = .fresh
    ) throws -> OwnershipPage {
        OwnershipPage(
            try console.heirs(), asked.context(console), presence: try console.account.presenceAsk(), form: form)
    }

    private static func page(_ console: AgencyConsole, _ asked: Asked, form: FormState = .fresh) throws -> TeamPage {
        TeamPage(
            try console.team(), invitations: try console.staffInvitations(), asked.context(console),
            address: asked.house.publicAddress, form: form, hasOwnSignIn: console.session != nil)
    }

    /// The role that was chosen; `nil` if none was.
    private static func role(_ asked: Asked) throws -> AccountRole? {
        guard let typed = try asked.form.value(.role) else { return nil }
        guard let role = AccountRole(rawValue: typed) else {
            throw Refusal.invalid([FieldProblem(.role, .notAnOption)])
        }
        return role
    }
}
