import HTTPTypes
import Testing

@testable import PortalHTTP

struct SecurityHeadersTests {
    @Test func `every answer carries the whole set`() {
        let fields = SecurityHeaders.fields(keeping: .never, isSecure: true)
        let written = fields.map { "\($0.name.rawName): \($0.value)" }.sorted().joined(separator: "\n")

        #expect(
            written == """
                Cache-Control: no-store
                Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
                Cross-Origin-Opener-Policy: same-origin
                Cross-Origin-Resource-Policy: same-origin
                Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
                Referrer-Policy: same-origin
                Strict-Transport-Security: max-age=31536000
                X-Content-Type-Options: nosniff
                X-Frame-Options: DENY
                """)
    }

    @Test func `plain http promises no https, and only what is named by its content is kept`() {
        let fields = SecurityHeaders.fields(keeping: .immutable, isSecure: false)

        #expect(!fields.contains(.strictTransportSecurity))
        #expect(fields[.cacheControl] == "public, max-age=31536000, immutable")
    }

    @Test func `request numbers are sixteen digits and do not repeat`() {
        let numbers = RequestNumbers()
        let seen = Set((0..<1_000).map { _ in numbers.next() })

        #expect(seen.count == 1_000)
        #expect(seen.allSatisfy { $0.utf8.count == 16 && $0.allSatisfy(\.isHexDigit) })
    }
}
