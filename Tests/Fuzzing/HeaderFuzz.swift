import HTTPTypes
import PortalCore

@testable import PortalHTTP

/// What header fields say of host, person and body. The first line is the authority, each further one a field.
enum HeaderFuzz {
    static func take(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { text($0) }
        var fields = HTTPFields()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { continue }
            fields.append(HTTPField(name: name, value: String(parts[1])))
        }
        let head = HTTPRequest(method: .get, scheme: nil, authority: lines[0], path: "/", headerFields: fields)
        takeOrigin(head)
        takeCookies(fields)
        _ = BodyType(fields)
        _ = Accepted(fields)
        if let secret = Secret(bearer: fields) {
            expect(Secret(text: secret.text)?.bytes == secret.bytes, "another key")
        }
    }

    private static let proxies = ["127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"].compactMap { AddressRange($0) }

    private static func takeOrigin(_ head: HTTPRequest) {
        let peer = NetworkAddress("127.0.0.1")
        let trusting = PortalRequest(head: head, peer: peer)
        if let origin = try? RequestOrigin(of: trusting, trusting: proxies) {
            expect(HostName(origin.host.text) == origin.host, "another host")
            let isSame = FormGuard.isSameOrigin(head.headerFields, origin: origin)
            let sites = head.headerFields[values: .fetchSite]
            expect(!isSame || sites.isEmpty || sites == ["same-origin"], "a form of \(sites) is ours")
        }
        // Nobody else's word counts.
        guard let origin = try? RequestOrigin(of: trusting, trusting: []) else { return }
        expect(origin.address == peer && !origin.isSecure, "a stranger was believed")
        expect(origin.host == head.authority.flatMap { HostName($0) }, "a stranger's host was believed")
    }

    private static func takeCookies(_ fields: HTTPFields) {
        let cookies = Cookies(fields)
        for cookie in PortalCookie.allCases {
            guard let value = cookies.value(of: cookie.name(isSecure: false)) else { continue }
            expect((1...64).contains(value.utf8.count), "a cookie of \(value.utf8.count)")
            let again = Cookies(headers: ["\(cookie.name(isSecure: false))=\(value)"])
            expect(again.value(of: cookie.name(isSecure: false)) == value, "another cookie")
        }
    }
}
