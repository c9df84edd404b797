import Testing

@testable import PortalServices

struct IPAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("255.255.255.255", "255.255.255.255"), ("::", "0:0:0:0:0:0:0:0"),
        ("::1", "0:0:0:0:0:0:0:1"), ("2001:DB8::A", "2001:db8:0:0:0:0:0:a"), ("::ffff:10.0.0.1", "10.0.0.1"),
        ("::FFFF:a00:1", "10.0.0.1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ])
    func `an address is read, and written in one form that reads the same`(_ text: String, _ form: String) throws {
        let address = try #require(IPAddress(text))

        #expect(address.description == form)
        #expect(IPAddress(form) == address)
    }

    @Test(arguments: [
        "", "localhost", "127.1", "127.0.0.1 ", "127.0.0.01", "0x7f.0.0.1", "2130706433", "1.2.3.4.5", "256.0.0.1",
        "[::1]",
        "fe80::1%eth0", ":::", "1:2:3:4:5:6:7:8:9", "127.0.0.1\u{0}",
    ])
    func `anything else is no address`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "::1", false), ("::/0", "10.0.0.1", false), ("::/0", "fe80::1", true),
        ("192.168.1.7", "192.168.1.7", true), ("192.168.1.7", "192.168.1.8", false),
        ("192.168.1.7/32", "192.168.1.7", true), ("fd00::/8", "fdff::1", true), ("fd00::/8", "fc00::1", false),
        ("2001:db8::/64", "2001:db8::ffff", true), ("2001:db8::/64", "2001:db8:0:1::", false),
        ("2001:db8::/65", "2001:db8::7fff:0:0:0", true), ("2001:db8::/65", "2001:db8:0:0:8000::", false),
        ("::1/128", "::1", true), ("10.0.0.1", "::ffff:10.0.0.1", true),
    ])
    func `a block has what begins with its bits`(_ block: String, _ address: String, _ isInside: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.5/8", "10.0.0.0/8/8", "fd00::/129",
        "fd00::1/8", "n8n.internal/8",
    ])
    func `a block that is a mistake is none`(_ text: String) {
        #expect(AddressBlock(text) == nil)
    }
}
