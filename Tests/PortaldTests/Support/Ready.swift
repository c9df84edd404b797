import Foundation
import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// A change with all that it takes to succeed, in the hands of somebody who may make it: what is refused then is
/// refused for what a test did to it.
struct Ready {
    let route: Route
    let browser: Browser
    let target: String
    private let csrf: String
    private let filling: Filling
    /// What only this town knows, instead of what the sample says.
    private let known: [String: String]

    private init(
        _ route: Route, _ browser: Browser, at target: String? = nil, as visitor: Visitor, csrf: String,
        knowing known: [String: String] = [:]
    ) {
        self.route = route
        self.browser = browser
        self.target = target ?? route.path.text
        self.csrf = csrf
        self.known = known
        filling = Filling(seed: browser.town.seed, visitor: visitor)
    }

    /// A change on somebody's own ground, of something of their own.
    init(_ route: Route, for visitor: Visitor, in town: Town) async throws {
        let browser = Browser(visitor, in: town)
        let ids = IDs(town.seed, visitor, for: route)
        let target = route.target(try #require(ids.all(route.slots, from: .own), "\(route.path.text)"))
        let csrf = route.audience == .engine ? "" : try await browser.formToken()
        if route.needsSecondFactor { try await town.giveEverybodyASecondFactor() }
        self.init(route, browser, at: target, as: visitor, csrf: csrf)
    }

    /// The fields of its form, without the token.
    var fields: [(String, String)] {
        guard case .form(let fields) = route.sample else { return [] }
        return fields.map { ($0.name, known[$0.name] ?? filling.fill($0.value)) }
    }

    /// The request, with more fields than it needs, or without the proof that the form is ours.
    func request(adding extra: [(String, String)] = [], csrf: String? = nil) -> WireRequest {
        guard case .json(let text) = route.sample else {
            return browser.form(target, [("csrf", csrf ?? self.csrf)] + fields + extra)
        }
        var request = browser.request(route.method.rawValue, target, as: .program)
        request.fields.append((name: "Content-Type", value: "application/json"))
        let members = extra.map { ",\($0.0.jsonQuoted):\($0.1.jsonQuoted)" }.joined()
        request.body = Array((filling.fill(text).dropLast() + members + "}").utf8)
        return request
    }
}

// MARK: Public forms

extension Ready {
    /// A form of the doors or of a mailed link, with what its reader has in the mail or in their app by then.
    init(publicForm route: Route, in town: Town) async throws {
        let client = Visitor(.client, town.seed)
        let person = town.north.person(.client)
        let (nobody, guest) = (Browser(.nobody, in: town), Browser(.client, in: town))
        var (browser, known) = (nobody, [String: String]())
        var (target, csrf) = (String?.none, String?.none)
        switch route.path.text {
        case "/sign-in", "/sign-in/mail", "/forgot-password": break
        case "/sign-in/code":
            try await town.giveSecondFactor(to: .client)
            try await nobody.givePassword(of: .client)
            known["code"] = town.code
        case "/sign-in/mail/code": known["code"] = try await nobody.codeByMail(for: .client).digits
        case "/sign-in/link": known["token"] = try await nobody.codeByMail(for: .client).token
        case "/sign-out": browser = guest
        case "/second-factor":
            try await town.requireSecondFactor(of: "factor-for-clients")
            browser = guest
            csrf = try await guest.get("/second-factor").text.hiddenValue("csrf")
        case "/reset-password":
            _ = try await nobody.post("/forgot-password", [("email", person.email)])
            known["token"] = try await town.mailedToken(to: "/reset-password")
        case "/verify-email":
            let fields = [("email", "fresh.address@mail.example"), ("current-password", person.password)]
            #expect(try await guest.post("/portal/account/email", fields).status == 303)
            known["token"] = try await town.mailedToken(to: "/verify-email")
        case "/invitation": known["token"] = try await town.invitationToken()
        case "/invitation/mail": known["invitation"] = "\(town.north.place(1).invitation)"
        case "/invitation/sign-out":
            known["token"] = try await town.invitationToken()
            browser = guest
        case "/unsubscribe":
            try await town.report(["stopped"])
            target = "\(route.path.text)?token=\(try await town.mailedToken(to: route.path.text))"
        default: throw NeverHappened(what: "\(route.path.text) is made ready; say what its form takes")
        }
        let token = if let csrf { csrf } else { try await browser.formToken() }
        self.init(route, browser, at: target, as: client, csrf: token, knowing: known)
    }
}

extension Town {
    /// Sends what waits, and reads the secret of the first link to that path.
    func mailedToken(to path: String) async throws -> String {
        let links = try await deliver().compactMap { $0.link(to: "\(path)?token=") }
        return try #require(links.first?.components(separatedBy: "token=").last, "no link to \(path) was mailed")
    }

    /// Invites somebody new to a workspace, and reads the link's secret.
    func invitationToken(
        for email: String = "gwen.guest@mail.example", to number: Int = 1
    ) async throws -> String {
        let invitations = "/dashboard/clients/\(north.place(number).workspace)/invitations"
        let answer = try await Browser(.admin, in: self).post(invitations, [("emails", email)])
        #expect(answer.status == 303, "\(answer.status)")
        return try await mailedToken(to: "/invitation")
    }
}
