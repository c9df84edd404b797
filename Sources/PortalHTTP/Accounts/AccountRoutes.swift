import PortalCore
import PortalPages

/// One's own account, the same on both sides.
enum AccountRoutes {
    static let client: [Route] = [
        .client("/portal/account", action: .profileEdit) { client, asked in
            .page(try page(client, asked))
        },
        .client(
            post: "/portal/account/name", action: .profileEdit, sample: name,
            again: { client, asked, refusal in .page(try page(client, asked, name: asked.formState(refusal))) }
        ) { client, asked in
            try rename(client.account, asked)
            return .goTo(.portal(.account(.overview)), saying: .nameSaved)
        },
        .client(
            errand: "/portal/account/password", action: .profileEdit, sample: password,
            again: { client, asked, refusal in .page(try page(client, asked, password: asked.formState(refusal))) }
        ) { errand, asked in
            try await changePassword(errand, asked)
            return .goTo(.portal(.account(.overview)), saying: .passwordChanged)
        },
        .client(post: "/portal/account/sessions/:session/end", action: .profileEdit, sample: .form([:])) {
            client, asked in
            try client.account.endSession(asked.id(.session))
            return .goTo(.portal(.account(.overview)), saying: .sessionEnded)
        },
        .client(post: "/portal/account/sessions/end-others", action: .profileEdit, sample: .form([:])) { client, _ in
            try client.account.endOtherSessions()
            return .goTo(.portal(.account(.overview)), saying: .otherSessionsEnded)
        },
    ]

    static let staff: [Route] = [
        .staff("/dashboard/account", action: .profileEdit) { console, asked in
            .page(try page(console, asked))
        },
        .staff(
            post: "/dashboard/account/name", action: .profileEdit, sample: name,
            again: { console, asked, refusal in .page(try page(console, asked, name: asked.formState(refusal))) }
        ) { console, asked in
            try rename(console.account, asked)
            return .goTo(.console(.account(.overview)), saying: .nameSaved)
        },
        .staff(
            errand: "/dashboard/account/password", action: .profileEdit, sample: password,
            again: { console, asked, refusal in .page(try page(console, asked, password: asked.formState(refusal))) }
        ) { errand, asked in
            try await changePassword(errand, asked)
            return .goTo(.console(.account(.overview)), saying: .passwordChanged)
        },
        .staff(post: "/dashboard/account/sessions/:session/end", action: .profileEdit, sample: .form([:])) {
            console, asked in
            try console.account.endSession(asked.id(.session))
            return .goTo(.console(.account(.overview)), saying: .sessionEnded)
        },
        .staff(post: "/dashboard/account/sessions/end-others", action: .profileEdit, sample: .form([:])) { console, _ in
            try console.account.endOtherSessions()
            return .goTo(.console(.account(.overview)), saying: .otherSessionsEnded)
        },
    ]

    private static let name = Route.Sample.form(["name": "Sample Name"])
    private static let password = Route.Sample.form([
        "current-password": "{password}", "new-password": "{password}", "repeated-password": "{password}",
    ])

    private static func page(
        _ client: ClientPortal, _ asked: Asked, name: FormState = .fresh, password: FormState = .fresh
    ) throws -> AccountPage {
        AccountPage(
            .client(asked.context(client)), sessions: try client.account.sessions(), current: client.session?.id,
            nameForm: name, passwordForm: password)
    }

    private static func page(
        _ console: AgencyConsole, _ asked: Asked, name: FormState = .fresh, password: FormState = .fresh
    ) throws -> AccountPage {
        AccountPage(
            .staff(asked.context(console)), sessions: try console.account.sessions(), current: console.session?.id,
            nameForm: name, passwordForm: password)
    }

    private static func rename(_ account: Account.Changing, _ asked: Asked) throws {
        try account.rename(try asked.form.text(.name))
    }

    private static func changePassword(_ errand: Errand, _ asked: Asked) async throws {
        let new = try asked.form.text(.newPassword)
        guard ConstantTime.areEqual(new.utf8, try asked.form.text(.repeatedPassword).utf8) else {
            throw Refusal.invalid([FieldProblem(.repeatedPassword, .passwordsDiffer)])
        }
        try await errand.changePassword(current: try asked.form.text(.currentPassword), new: new)
    }
}
