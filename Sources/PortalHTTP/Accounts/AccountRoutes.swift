import PortalCore
import PortalPages

/// One's own account, the same on both sides.
enum AccountRoutes {
    static let all = routes.flatMap(\.self)

    private static let routes: [[Route]] = [
        .own("") { account, side, _ in .page(try page(side, account)) },
        .own(
            post: "/name", sample: name, saying: .nameSaved,
            again: { .page(try page($1, $0, name: $2.formState($3))) }, rename),
        .own("/region") { account, side, _ in
            try account.enter()
            return .page(RegionPage(side))
        },
        .own(
            post: "/region", sample: .form(["language": "en-US"]), saying: .regionSaved,
            again: { .page(RegionPage($1, form: $2.formState($3))) }, chooseRegion),
        .own(
            errand: "/password", sample: password, again: { .page(try page($1, $0, password: $2.formState($3))) }
        ) { errand, asked, account in
            let session = try await changePassword(errand, asked)
            return .goTo(account, saying: .passwordChanged).with(errand.cookie(session))
        },
        .own(post: "/sessions/:session/end", saying: .sessionEnded) { try $0.endSession($1.id(.session)) },
        .own(post: "/sessions/end-others", saying: .otherSessionsEnded) { account, _ in
            try account.endOtherSessions()
        },
        .own(post: "/notices", sample: notices, saying: .noticesSaved, choose),
        .own("/data") { account, _, _ in .copy(try account.copy()) },
        .own("/visibility") { account, side, _ in
            .page(VisibilityPage(side, hasSecondFactor: try account.secondFactor() != nil))
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

    @Sendable private static func rename(_ account: Account.Changing, _ asked: Asked) throws {
        try account.rename(try asked.form.text(.name))
    }

    /// What exists is the pages' to know; an empty choice is the agency's.
    @Sendable private static func chooseRegion(_ account: Account.Changing, _ asked: Asked) throws {
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

    @Sendable private static func choose(_ account: Account.Changing, _ asked: Asked) throws {
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

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
