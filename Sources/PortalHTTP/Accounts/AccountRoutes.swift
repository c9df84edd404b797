import PortalCore
import PortalPages

/// One's own account, the same on both sides.
enum AccountRoutes {
    static let client: [Route] = [
        .client("/portal/account", action: .profileEdit) { client, asked in
            .page(try page(asked.account(client), client.account))
        },
        .client(
            post: "/portal/account/name", action: .profileEdit, sample: name,
            again: { client, asked, refusal in
                .page(try page(asked.account(client), client.account, name: asked.formState(refusal)))
            }
        ) { client, asked in
            try rename(client.account, asked)
            return .goTo(.portal(.account(.overview)), saying: .nameSaved)
        },
        .client("/portal/account/region", action: .profileEdit) { client, asked in
            try client.account.enter()
            return .page(RegionPage(asked.account(client)))
        },
        .client(
            post: "/portal/account/region", action: .profileEdit,
            sample: .form(["language": "en-US", "time-zone": "Europe/Berlin"]),
            again: { client, asked, refusal in
                .page(RegionPage(asked.account(client), form: asked.formState(refusal)))
            }
        ) { client, asked in
            try chooseRegion(client.account, asked)
            return .goTo(.portal(.account(.overview)), saying: .regionSaved)
        },
        .client(
            errand: "/portal/account/password", action: .profileEdit, sample: password,
            again: { client, asked, refusal in
                .page(try page(asked.account(client), client.account, password: asked.formState(refusal)))
            }
        ) { errand, asked in
            let session = try await changePassword(errand, asked)
            return .goTo(.portal(.account(.overview)), saying: .passwordChanged).with(errand.cookie(session))
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
        .client(post: "/portal/account/notices", action: .profileEdit, sample: notices) { client, asked in
            try choose(client.account, asked)
            return .goTo(.portal(.account(.overview)), saying: .noticesSaved)
        },
        .client("/portal/account/data", action: .profileEdit) { client, _ in
            .copy(try client.account.copy())
        },
        .client("/portal/account/visibility", action: .profileEdit) { client, asked in
            .page(VisibilityPage(asked.account(client), hasSecondFactor: try client.account.secondFactor() != nil))
        },
    ]

    static let staff: [Route] = [
        .staff("/dashboard/account", action: .profileEdit) { console, asked in
            .page(try page(asked.account(console), console.account))
        },
        .staff(
            post: "/dashboard/account/name", action: .profileEdit, sample: name,
            again: { console, asked, refusal in
                .page(try page(asked.account(console), console.account, name: asked.formState(refusal)))
            }
        ) { console, asked in
            try rename(console.account, asked)
            return .goTo(.console(.account(.overview)), saying: .nameSaved)
        },
        .staff("/dashboard/account/region", action: .profileEdit) { console, asked in
            try console.account.enter()
            return .page(RegionPage(asked.account(console)))
        },
        .staff(
            post: "/dashboard/account/region", action: .profileEdit, sample: .form(["language": "en-US"]),
            again: { console, asked, refusal in
                .page(RegionPage(asked.account(console), form: asked.formState(refusal)))
            }
        ) { console, asked in
            try chooseRegion(console.account, asked)
            return .goTo(.console(.account(.overview)), saying: .regionSaved)
        },
        .staff(
            errand: "/dashboard/account/password", action: .profileEdit, sample: password,
            again: { console, asked, refusal in
                .page(try page(asked.account(console), console.account, password: asked.formState(refusal)))
            }
        ) { errand, asked in
            let session = try await changePassword(errand, asked)
            return .goTo(.console(.account(.overview)), saying: .passwordChanged).with(errand.cookie(session))
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
        .staff(post: "/dashboard/account/notices", action: .profileEdit, sample: notices) { console, asked in
            try choose(console.account, asked)
            return .goTo(.console(.account(.overview)), saying: .noticesSaved)
        },
        .staff("/dashboard/account/data", action: .profileEdit) { console, _ in
            .copy(try console.account.copy())
        },
        .staff("/dashboard/account/visibility", action: .profileEdit) { console, asked in
            .page(VisibilityPage(asked.account(console), hasSecondFactor: try console.account.secondFactor() != nil))
        },
    ]

    private static let name = Route.Sample.form(["name": "Sample Name"])
    private static let password = Route.Sample.form([
        "current-password": "{password}", "new-password": "{password}", "repeated-password": "{password}",
    ])
    private static let notices = Route.Sample.form(["notice": "run-failed"])

    private static func page(
        _ side: AccountPage.Side, _ account: Account, name: FormState = .fresh, password: FormState = .fresh
    ) throws -> AccountPage {
        AccountPage(side, try account.overview(), nameForm: name, passwordForm: password)
    }

    /// All that somebody new is asked at once.
    static func settle(_ account: Account.Changing, _ asked: Asked) throws {
        try rename(account, asked)
        try chooseRegion(account, asked)
        try choose(account, asked)
    }

    private static func rename(_ account: Account.Changing, _ asked: Asked) throws {
        try account.rename(try asked.form.text(.name))
    }

    /// What exists is the pages' to know; an empty choice is the agency's.
    private static func chooseRegion(_ account: Account.Changing, _ asked: Asked) throws {
        let language = try asked.form.text(.language)
        guard language.isEmpty || RegionPage.languages.contains(language) else {
            throw Refusal.invalid([FieldProblem(.language, .notAnOption)])
        }
        // A form that offers no zone leaves it as it is.
        guard let zone = try asked.form.value(.timeZone) else {
            return try account.choose(language: language.nonEmpty, timeZone: account.account.user.timeZone)
        }
        guard zone.isEmpty || zone == account.account.user.timeZone || RegionPage.zones.contains(zone) else {
            throw Refusal.invalid([FieldProblem(.timeZone, .notAnOption)])
        }
        try account.choose(language: language.nonEmpty, timeZone: zone.nonEmpty)
    }

    private static func choose(_ account: Account.Changing, _ asked: Asked) throws {
        let wanted = asked.form.all(.notice).map { Notice(rawValue: $0) }
        guard !wanted.contains(nil) else { throw Refusal.invalid([FieldProblem(.notice, .notAnOption)]) }
        try account.choose(Set(wanted.compactMap(\.self)))
    }

    private static func changePassword(_ errand: Errand, _ asked: Asked) async throws -> Secret? {
        let new = try asked.form.text(.newPassword)
        guard ConstantTime.areEqual(new.utf8, try asked.form.text(.repeatedPassword).utf8) else {
            throw Refusal.invalid([FieldProblem(.repeatedPassword, .passwordsDiffer)])
        }
        return try await errand.changePassword(current: try asked.form.text(.currentPassword), new: new)
    }
}

extension Asked {
    func account(_ client: ClientPortal) -> AccountPage.Side { .client(context(client)) }

    func account(_ console: AgencyConsole) -> AccountPage.Side { .staff(context(console)) }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
