import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// A change counts only from our own pages, with the visitor's own token: tried on every route that changes something.
@Suite struct ForgeryTests {
    private enum Forgery: CaseIterable {
        case noToken, emptyToken, tokenOfAnother, tokenOfNobody
        /// The token of a nonce cookie that somebody else has planted in this browser.
        case tokenOfPlantedNonce
        case crossSite, sameSite, otherOrigin, noOrigin
    }

    @Test(arguments: [Cast.both, .owner])
    func `no form that is not ours changes anything`(_ cast: Cast) async throws {
        try await Town.open { town in
            let visitor = Visitor(cast, town.seed)
            let browser = Browser(visitor, in: town)
            let stranger = Browser(.nobody, in: town)
            let tokens = Tokens(
                own: try await browser.formToken(),
                another: try await Browser(cast == .owner ? .admin : .neighbour, in: town).formToken(),
                nobody: try await stranger.formToken(), nonce: try #require(stranger.cookies["nonce"]))
            let before = try town.rows.everything()
            var count = 0
            for route in Self.forms where Rightful.isFor(visitor, route) {
                guard case .form(let fields) = route.sample else { continue }
                let ids = IDs(town.seed, visitor, for: route)
                let target = route.target(try #require(ids.all(route.slots, from: .own)))
                let filled = Filling(seed: town.seed, visitor: visitor).form(fields)
                for forgery in Forgery.allCases {
                    let answer = try await browser.send(forged(forgery, target, filled, tokens, browser))
                    #expect(answer.status == 400, "\(forgery) at \(target) → \(answer.status)")
                    count += 1
                }
            }
            #expect(count > 40)
            #expect(try town.rows.everything() == before)
        }
    }

    @Test func `a mail program's one click leads to leaving a notice, and to nothing else`() {
        let clicks = RouteTable.portal.routes.filter(\.isOneClick)
        #expect(clicks.map(\.path.text) == ["/unsubscribe"])
    }

    /// The forms for whoever comes, all of them filled in so that they would do what they are for.
    @Test func `no public form that is not ours does anything, for whoever has all that it asks for`() async throws {
        let forms = Self.forms.filter { $0.audience == .anyone || $0.audience == .token }
        #expect(forms.count > 10)
        for route in forms {
            try await Town.open { town in
                let ready = try await Ready(publicForm: route, in: town)
                let stranger = Browser(.nobody, in: town)
                let foreign = [try await stranger.formToken(), "", "forged"]
                let before = try town.rows.everything()
                let stolen = Self.fromElsewhere(ready.request(), ready.browser.host)
                for request in stolen + foreign.map({ ready.request(csrf: $0) }) {
                    let answer = try await ready.browser.send(request)
                    #expect(answer.status == 400, "\(route.path.text) → \(answer.status)")
                    #expect(answer.cookies["session"] == nil && answer.cookies["challenge"] == nil)
                }
                try await town.settle()
                #expect(try town.rows.everything() == before, "\(route.path.text)")
                // It was the forgery alone that was refused.
                let answer = try await ready.browser.send(ready.request())
                #expect([200, 303].contains(answer.status), "\(route.path.text) → \(answer.status)")
            }
        }
    }

    /// Every form whose sender has to prove that it is ours.
    private static let forms = RouteTable.portal.routes.filter { route in
        guard case .form = route.sample else { return false }
        return route.method == .post && !route.isOneClick
    }

    /// The same form, with the right token, from where it must not come.
    private static func fromElsewhere(_ request: WireRequest, _ host: String) -> [WireRequest] {
        func sent(_ fields: [(name: String, value: String)]) -> WireRequest {
            var request = request
            request.fields.removeAll { ["Sec-Fetch-Site", "Origin"].contains($0.name) }
            request.fields += fields
            return request
        }
        let own = (name: "Origin", value: "http://\(host)")
        return [
            sent([own, (name: "Sec-Fetch-Site", value: "cross-site")]),
            sent([own, (name: "Sec-Fetch-Site", value: "same-site")]),
            sent([own, (name: "Sec-Fetch-Site", value: "none")]),
            sent([(name: "Origin", value: "http://south.example")]), sent([(name: "Origin", value: "null")]), sent([]),
        ]
    }

    private struct Tokens {
        let own: String
        let another: String
        let nobody: String
        let nonce: String
    }

    private func forged(
        _ forgery: Forgery, _ target: String, _ fields: [(String, String)], _ tokens: Tokens, _ browser: Browser
    ) -> WireRequest {
        func form(_ token: String) -> WireRequest { browser.form(target, [("csrf", token)] + fields) }
        func form(without names: [String], and field: (name: String, value: String)? = nil) -> WireRequest {
            var request = form(tokens.own)
            request.fields.removeAll { names.contains($0.name) }
            if let field { request.fields.append(field) }
            return request
        }
        func planted(_ nonce: String, in request: WireRequest) -> WireRequest {
            var request = request
            request.fields = request.fields.map { field in
                field.name == "Cookie" ? (name: "Cookie", value: "\(field.value); nonce=\(nonce)") : field
            }
            return request
        }
        return switch forgery {
        case .noToken: browser.form(target, fields)
        case .emptyToken: form("")
        case .tokenOfAnother: form(tokens.another)
        case .tokenOfNobody: form(tokens.nobody)
        case .tokenOfPlantedNonce: planted(tokens.nonce, in: form(tokens.nobody))
        case .crossSite: form(without: ["Sec-Fetch-Site"], and: (name: "Sec-Fetch-Site", value: "cross-site"))
        case .sameSite: form(without: ["Sec-Fetch-Site"], and: (name: "Sec-Fetch-Site", value: "same-site"))
        case .otherOrigin:
            form(without: ["Sec-Fetch-Site", "Origin"], and: (name: "Origin", value: "http://south.example"))
        case .noOrigin: form(without: ["Sec-Fetch-Site", "Origin"])
        }
    }
}
