import Testing

@testable import PortalServices

struct OutboundURLTests {
    @Test(arguments: [
        ("http://example.com", "http", "example.com", 80, "/"),
        ("HTTPS://Example.COM/Hook/a-b_c~d?x=1&y=%20z", "https", "example.com", 443, "/Hook/a-b_c~d?x=1&y=%20z"),
        ("https://example.com:8443/", "https", "example.com", 8443, "/"),
        ("http://example.com?x", "http", "example.com", 80, "/?x"),
        ("http://127.0.0.1:5678/webhook/1", "http", "127.0.0.1", 5678, "/webhook/1"),
        ("http://[::1]:5678/webhook", "http", "::1", 5678, "/webhook"),
        ("http://n8n_main:5678/", "http", "n8n_main", 5678, "/"),
        ("http://2130706433/", "http", "2130706433", 80, "/"),
    ])
    func `an address is taken apart`(
        _ text: String, _ scheme: String, _ host: String, _ port: Int, _ target: String
    ) throws {
        let url = try OutboundURL(text)

        #expect(url.scheme.rawValue == scheme)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
        #expect(try OutboundURL(url.text) == url)
    }

    @Test(arguments: [
        ("", OutboundURL.Malformed.scheme), ("example.com", .scheme), ("//example.com", .scheme), ("ftp://a", .scheme),
        ("file:///etc/passwd", .scheme), ("http+unix://socket", .scheme), ("unix:///run/x", .scheme),
        ("gopher://a", .scheme), (" http://a", .scheme), ("http:a", .scheme), ("javascript://a", .scheme),
        ("http://user@example.com", .userInfo), ("http://user:pass@example.com/", .userInfo),
        ("http://example.com@127.0.0.1/", .userInfo), ("http://@example.com/", .userInfo), ("http://", .host),
        ("http:///path", .host), ("http://exa mple.com", .host), ("http://example..com", .host),
        ("http://.example.com", .host), ("http://example.com.", .host), ("http://ex%61mple.com", .host),
        ("http://exämple.com", .host), ("http://example.com\\@127.0.0.1/", .userInfo), ("http://a\\b/", .host),
        ("http://a\tb/", .host), ("http://[::1", .host), ("http://[127.0.0.1]/", .host), ("http://[::1]x/", .host),
        ("http://[fe80::1%25eth0]/", .host), ("http://::1/", .host), ("http://a:", .port), ("http://a:0/", .port),
        ("http://a:65536/", .port), ("http://a:+80/", .port), ("http://a:080/", .port), ("http://a:8 0/", .port),
        ("http://a:80:80/", .port), ("http://a/#fragment", .target), ("http://a#", .target), ("http://a/b c", .target),
        ("http://a/\r\nHost: b", .target), ("http://a/ü", .target), ("http://a/\u{0}", .target),
        ("http://a/\\b", .target),
    ])
    func `what two readers could understand differently is refused`(_ text: String, _ problem: OutboundURL.Malformed) {
        #expect(throws: problem) { try OutboundURL(text) }
    }

    @Test func `a long address is refused`() throws {
        _ = try OutboundURL("http://a/" + String(repeating: "x", count: 2_039))
        #expect(throws: OutboundURL.Malformed.tooLong) {
            try OutboundURL("http://a/" + String(repeating: "x", count: 2_040))
        }
    }

    @Test func `segments go to the end of the path`() throws {
        for base in ["http://a:4200/api", "http://a:4200/api/", "http://a:4200/api?x=1"] {
            #expect(
                try OutboundURL(base).appending(path: "flow_runs/filter").text == "http://a:4200/api/flow_runs/filter")
        }
        #expect(try OutboundURL("http://a").appending(path: "x").text == "http://a/x")
    }

    @Test func `an origin is scheme, host and port`() throws {
        let url = try OutboundURL("https://a.example/x")

        for same in ["https://a.example", "https://A.example:443/y?z"] {
            #expect(url.hasSameOrigin(as: try OutboundURL(same)))
        }
        for other in ["http://a.example/x", "https://b.example/x", "https://a.example:444/x"] {
            #expect(!url.hasSameOrigin(as: try OutboundURL(other)))
        }
    }
}
