import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// The header fields that keep a browser from being turned against its reader.
@Suite struct HeaderTests {
    static let always = [
        "content-security-policy":
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    ]

    static func expectGuarded(_ answer: Answer, _ what: String) {
        for (name, value) in always { #expect(answer[name] == value, "\(what): \(name)") }
        #expect(
            answer["permissions-policy"] != nil && answer["date"] != nil && answer["x-request-id"] != nil, "\(what)")
        #expect(answer["access-control-allow-origin"] == nil, "\(what)")
        #expect(answer["cache-control"] == "no-store", "\(what)")
    }

    @Test(arguments: ["nobody", "client", "owner", "removed", "bound key"])
    func `every answer is guarded, and kept by nobody`(_ name: String) async throws {
        try await Town.open { town in
            let visitor = try Visitor.named(name, town.seed)
            let browser = Browser(visitor, in: town)
            for pattern in RouteTable.portal.patterns where !pattern.parameters.contains(.file) {
                let route = try #require(RouteTable.portal.routes.first { $0.path == pattern })
                let ids = IDs(town.seed, visitor, for: route)
                for source in [Source.own, .nobodys] {
                    guard let values = ids.all(route.slots, from: source) else { continue }
                    for method in ["GET", "PATCH"] {
                        for manner in Browser.Manner.allCases {
                            let answer = try await browser.send(
                                browser.request(method, route.target(values), as: manner))
                            Self.expectGuarded(answer, "\(name) \(method) \(pattern.text) → \(answer.status)")
                        }
                    }
                }
            }
        }
    }

    @Test func `a refused form is guarded too`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            for fields in [[("csrf", "forged")], [("csrf", try await browser.formToken()), ("name", "")]] {
                let answer = try await browser.send(browser.form("/portal/account/name", fields))
                #expect((400...499).contains(answer.status))
                Self.expectGuarded(answer, "\(answer.status)")
            }
        }
    }

    @Test func `a head is that of the page, without the page`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            for path in ["/portal", "/portal/runs", "/portal/account", "/portal/workflows/none", "/dashboard"] {
                let page = try await browser.get(path)
                let head = try await browser.send(browser.request("HEAD", path))
                #expect(head.status == page.status && head.body.isEmpty)
                #expect(
                    head.comparable.fields.filter { $0.name != "content-length" }
                        == page.comparable.fields.filter { $0.name != "content-length" })
            }
        }
    }

    @Test func `a page holds no style, script or handler of its own`() async throws {
        try await Town.open { town in
            for (cast, side) in [(Cast.client, Audience.client), (.owner, .staff)] {
                let browser = Browser(cast, in: town)
                for route in RouteTable.portal.routes
                where route.audience == side && route.method == .get && !route.isLive {
                    let ids = IDs(town.seed, Visitor(cast, town.seed), for: route)
                    let target = route.target(try #require(ids.all(route.slots, from: .own)))
                    let text = try await browser.get(target).text
                    for inline in [
                        "<style", " style=\"", " onclick=", " onload=", " onsubmit=", "javascript:", "<iframe",
                        "src=\"http", "href=\"http", "src=\"//", "href=\"//",
                    ] {
                        #expect(!text.contains(inline), "\(target) holds \(inline)")
                    }
                    #expect(text.tags("script").allSatisfy { $0["src"]?.hasPrefix("/assets/") == true }, "\(target)")
                }
            }
        }
    }
}
