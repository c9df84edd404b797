import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct HeaderParserTests {
    @Test(arguments: [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Accepted.page),
        ("*/*", .page), ("", .page), ("application/json", .json), ("APPLICATION/JSON;q=0.5", .json),
        ("application/json, text/html", .page), ("text/event-stream", .events), ("application/problem+json", .json),
        ("application/jsonp", .page),
    ])
    func `pages are the answer unless something else is asked for by name`(_ header: String, _ expected: Accepted) {
        #expect(Accepted([.accept: header]) == expected)
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", BodyType.form),
        ("Application/X-WWW-Form-URLEncoded; charset=UTF-8", .form), ("application/json", .json),
        ("application/json; charset=\"utf-8\"", .json), ("application/x-ndjson", .lines),
    ])
    func `a body's type is read without its parameters`(_ header: String, _ expected: BodyType) {
        #expect(BodyType(header) == expected)
    }

    @Test(arguments: [
        "", "multipart/form-data; boundary=x", "text/plain", "application/json; charset=latin1", "application/",
    ])
    func `other types of bodies are none of ours`(_ header: String) {
        #expect(BodyType(header) == nil)
    }

    @Test func `a key is read from one Authorization field of the Bearer scheme`() {
        let key = Secret(bytes: Array(repeating: 7, count: 32)).text

        #expect(Secret(bearer: [.authorization: "Bearer \(key)"]) != nil)
        #expect(Secret(bearer: [.authorization: "bearer \(key)"]) != nil)
        #expect(Secret(bearer: [:]) == nil)
        for header in ["Bearer", "Bearer ", "Basic \(key)", "Bearer  \(key)", "Bearer \(key) ", "Bearer \(key)x", key] {
            #expect(Secret(authorization: header) == nil, "\(header)")
        }
        var twice: HTTPFields = [.authorization: "Bearer \(key)"]
        twice.append(HTTPField(name: .authorization, value: "Bearer \(key)"))
        #expect(Secret(bearer: twice) == nil)
    }

    @Test func `no header crashes its reader`() {
        var dice = SeededDice(3)
        for _ in 0..<2_000 {
            let text = dice.text(
                from: ["Bearer ", "text/html", ";q=", ",", "application/json", "charset=utf-8", ";", " "], count: 0...10
            )
            _ = Secret(authorization: text)
            _ = BodyType(text)
            _ = Accepted([.accept: text])
        }
    }

    @Test(arguments: ["/portal", "/portal/runs?status=failed&before=1.run_x", "/dashboard/clients/wsp_1", "/"])
    func `an own path may be gone to`(_ path: String) {
        #expect(OwnPath(path)?.text == path)
    }

    @Test(arguments: [
        "", "portal", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/portal\nx",
        "/portal#x", "/caf\u{E9}", "javascript:alert(1)", "/a\\b", "/sign-in", "/sign-in?next=/portal", "/sign-out",
        "/sign-in/code", "/sign-in/mail", "/sign-in/mail/code?next=/portal", "/sign-in/link?token=x",
        "/" + String(repeating: "a", count: 500), "/\"x", "/ x",
    ])
    func `no path leads out of the portal, or in circles`(_ path: String) {
        #expect(OwnPath(path) == nil)
    }

    @Test func `no made-up path leads out of the portal`() {
        var dice = SeededDice(4)
        for _ in 0..<3_000 {
            let text = dice.text(from: ["/", "\\", "//", "evil.example", "https:", "?", "@", "%2f", "."], count: 0...8)
            guard let path = OwnPath(text) else { continue }
            #expect(path.text.hasPrefix("/") && !path.text.hasPrefix("//") && !path.text.contains("\\"))
        }
    }

    @Test func `the way back after sign-in survives its trip through the query`() throws {
        let wanted = try #require(OwnPath("/portal/runs?status=failed&x=a+b"))
        let query = OwnPath.signIn(next: wanted).text.dropFirst("/sign-in?".count)

        #expect(try Fields(urlEncoded: query.utf8).value("next") == wanted.text)
        #expect(OwnPath.signIn(next: .home) == .signIn)
    }
}
