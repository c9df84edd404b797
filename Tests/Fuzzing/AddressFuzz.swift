import PortalCore

@testable import PortalHTTP
@testable import PortalServices

/// Two readers of addresses, one of them the system's, never disagree; an address for requests has one form and one origin.
enum AddressFuzz {
    static func take(_ bytes: [UInt8]) {
        let text = text(bytes)
        let ours = NetworkAddress(text)
        let system = IPAddress(text)
        expect((ours == nil) == (system == nil), "an address to one of them only")
        if let system {
            expect(NetworkAddress(system.description) == ours, "another address")
            expect(IPAddress(system.description) == system, "written, it is another address")
        }
        _ = AddressRange(text)
        _ = AllowedTarget(text)
        if let host = HostName(text) { expect(HostName(host.text) == host, "another host") }
        guard let url = try? OutboundURL(text) else { return }
        expect((try? OutboundURL(url.text)) == url, "written, it is another address")
        expect((1...65_535).contains(url.port) && url.target.utf8.first == UInt8(ascii: "/"), "no port or no target")
        expect(url.text.utf8.allSatisfy { (33...126).contains($0) }, "a byte that two readers could differ on")
        if let below = try? url.appending(path: "runs") {
            expect(below.hasSameOrigin(as: url), "below it lies another origin")
        }
    }
}
