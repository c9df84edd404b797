import HTTPTypes
import Testing

@testable import PortalHTTP

struct CookiesTests {
    @Test func `a cookie is found by its exact name among others`() {
        let cookies = Cookies(headers: ["theme=dark; session=abc-DEF_123; sessions=other; Session=upper"])

        #expect(cookies.value(of: "session") == "abc-DEF_123")
        #expect(cookies.value(of: "nonce") == nil)
    }

    @Test func `a cookie that came twice is not there, even in two header fields`() {
        #expect(Cookies(headers: ["session=a; session=a"]).value(of: "session") == nil)
        #expect(Cookies(headers: ["session=a", "session=b"]).value(of: "session") == nil)
    }

    @Test(arguments: [
        "session=", "session", "session=\"quoted\"", "session=a b", "session=a,b", "session=a%20", "=a", "session=é",
    ])
    func `a value that none of ours has is not there`(_ header: String) {
        #expect(Cookies(headers: [header]).value(of: "session") == nil)
    }

    @Test func `a value longer than ours is not there`() {
        #expect(Cookies(headers: ["session=" + String(repeating: "a", count: 65)]).value(of: "session") == nil)
    }

    @Test func `whatever is sent, a value found is one of ours`() {
        var dice = SeededDice(1)
        for _ in 0..<2_000 {
            let header = dice.text(from: ["session=", "abc", ";", " ", "=", "__Host-session=", "\t"], count: 0...12)
            guard let value = Cookies(headers: [header]).value(of: "session") else { continue }
            #expect((1...64).contains(value.utf8.count))
            #expect(header.contains("session=\(value)"))
        }
    }

    @Test func `cookies are host-only, unreadable to scripts, and prefixed behind TLS`() {
        let secure = PortalCookie.session.field("x", seconds: 60, isSecure: true).value
        let plain = PortalCookie.session.field("x", seconds: nil, isSecure: false).value

        #expect(secure == "__Host-session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure")
        #expect(plain == "session=x; Path=/; HttpOnly; SameSite=Lax")
        #expect(
            PortalCookie.allCases.allSatisfy { !$0.field("x", seconds: nil, isSecure: true).value.contains("Domain") })
    }
}
