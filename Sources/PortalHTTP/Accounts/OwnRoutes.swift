import PortalCore
import PortalPages

/// What is somebody's own is the same on both sides, each under its own address: two routes from one declaration.
extension [Route] {
    /// A page of one's own account.
    static func own(
        _ path: String, _ handler: @escaping @Sendable (Account, AccountPage.Side, Asked) throws -> Reply
    ) -> [Route] {
        [
            .client("/portal/account\(path)", action: .profileEdit) { client, asked in
                try handler(client.account, asked.account(client), asked)
            },
            .staff("/dashboard/account\(path)", action: .profileEdit) { console, asked in
                try handler(console.account, asked.account(console), asked)
            },
        ]
    }

    /// A change of one's own account, which leads back there and says so. `again` shows the form once more with what was wrong.
    static func own(
        post path: String, sample: Route.Sample = .form([:]), saying flash: Flash, again: Route.OwnAgain? = nil,
        _ handler: @escaping @Sendable (Account.Changing, Asked) throws -> Void
    ) -> [Route] {
        [
            .client(post: "/portal/account\(path)", action: .profileEdit, sample: sample, again: again.map(clients)) {
                client, asked in
                try handler(client.account, asked)
                return .goTo(.portal(.account(.overview)), saying: flash)
            },
            .staff(post: "/dashboard/account\(path)", action: .profileEdit, sample: sample, again: again.map(staffs)) {
                console, asked in
                try handler(console.account, asked)
                return .goTo(.console(.account(.overview)), saying: flash)
            },
        ]
    }

    /// A change of one's own account that takes more than one storage body; it is told the way back there.
    static func own(
        errand path: String, sample: Route.Sample, again: @escaping Route.OwnAgain,
        _ handler: @escaping @Sendable (Errand, Asked, _ overview: Path) async throws -> Reply
    ) -> [Route] {
        [
            .client(errand: "/portal/account\(path)", action: .profileEdit, sample: sample, again: clients(again)) {
                try await handler($0, $1, .portal(.account(.overview)))
            },
            .staff(errand: "/dashboard/account\(path)", action: .profileEdit, sample: sample, again: staffs(again)) {
                try await handler($0, $1, .console(.account(.overview)))
            },
        ]
    }

    private static func clients(_ again: @escaping Route.OwnAgain)
        -> @Sendable (ClientPortal, Asked, Refusal) throws -> Reply
    {
        { client, asked, refusal in try again(client.account, asked.account(client), asked, refusal) }
    }

    private static func staffs(_ again: @escaping Route.OwnAgain)
        -> @Sendable (AgencyConsole, Asked, Refusal) throws -> Reply
    {
        { console, asked, refusal in try again(console.account, asked.account(console), asked, refusal) }
    }
}

extension Route {
    /// Shows a form of one's own account again, with what was wrong.
    typealias OwnAgain = @Sendable (Account, AccountPage.Side, Asked, Refusal) throws -> Reply
}

extension Asked {
    func account(_ client: ClientPortal) -> AccountPage.Side { .client(context(client)) }

    func account(_ console: AgencyConsole) -> AccountPage.Side { .staff(context(console)) }
}
