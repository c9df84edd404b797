import PortalCore
import PortalPages

/// What somebody is led through who has just come in by an invitation. Whoever passes it by has lost nothing: all of it is in their account.
enum WelcomeRoutes {
    static let all = client + staff

    private static let client: [Route] = [
        .client("/welcome", action: .profileEdit) { client, asked in
            .page(WelcomePage(asked.account(client), try client.account.notices()))
        },
        .client(
            post: "/welcome", action: .profileEdit,
            sample: .form([
                "name": "Sample Name", "language": "en-US", "time-zone": "Europe/Berlin", "notice": "weekly-summary",
            ]),
            again: { client, asked, refusal in
                let notices = try client.account.notices()
                return .page(WelcomePage(asked.account(client), notices, form: asked.formState(refusal)))
            }
        ) { client, asked in
            try AccountRoutes.settle(client.account, asked)
            return .goTo(.welcomeTour)
        },
        .client("/welcome/tour", action: .profileEdit) { client, asked in
            try client.account.enter()
            return .page(WelcomeTourPage(asked.context(client)))
        },
    ]

    private static let staff: [Route] = [
        .staff("/dashboard/welcome", action: .profileEdit) { console, asked in
            .page(WelcomePage(asked.account(console), try console.account.notices()))
        },
        .staff(
            post: "/dashboard/welcome", action: .profileEdit,
            sample: .form(["name": "Sample Name", "language": "en-US", "notice": "weekly-summary"]),
            again: { console, asked, refusal in
                let notices = try console.account.notices()
                return .page(WelcomePage(asked.account(console), notices, form: asked.formState(refusal)))
            }
        ) { console, asked in
            try AccountRoutes.settle(console.account, asked)
            return .goTo(.console(.clients(archived: false, after: nil)))
        },
    ]
}
