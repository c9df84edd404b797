import Testing

@testable import PortalHTTP

struct NetworkAddressTests {
    @Test(arguments: [
        ("::1", "0:0:0:0:0:0:0:1"), ("2001:DB8::7", "2001:db8:0:0:0:0:0:7"), ("::", "0:0:0:0:0:0:0:0"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1::", "1:0:0:0:0:0:0:0"),
    ])
    func `two ways to write one address are one address`(_ one: String, _ other: String) throws {
        let address = try #require(NetworkAddress(one))
        #expect(NetworkAddress(other) == address)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "1.2.3.4:80", "[::1]", "::1%eth0", ":::",
        "1:2",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "::1.2.3",
        "::1.2.3.4:5", "1:2:3:4:5:6:7::8", "localhost", "g::", "-1.2.3.4", "+1.2.3.4",
    ])
    func `what is no address is none`(_ text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test func `a range holds the addresses that begin like it`() throws {
        let home = try #require(AddressRange("10.0.0.0/8"))
        let six = try #require(AddressRange("2001:db8::/33"))
        let one = try #require(AddressRange("127.0.0.1"))
        let all = try #require(AddressRange("::/0"))

        #expect(home.contains(try #require(NetworkAddress("10.255.0.1"))))
        #expect(!home.contains(try #require(NetworkAddress("11.0.0.1"))))
        #expect(six.contains(try #require(NetworkAddress("2001:db8:7fff::1"))))
        #expect(!six.contains(try #require(NetworkAddress("2001:db8:8000::1"))))
        #expect(one.contains(try #require(NetworkAddress("::ffff:127.0.0.1"))))
        #expect(!one.contains(try #require(NetworkAddress("127.0.0.2"))))
        #expect(all.contains(try #require(NetworkAddress("fe80::1"))))
        #expect(!all.contains(try #require(NetworkAddress("127.0.0.1"))))
    }

    @Test(arguments: ["10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "/8", "::/129", "10.0.0.0/+8", "x/8"])
    func `a range that is not one is none`(_ text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func `neighbours share a network`() throws {
        let one = try #require(NetworkAddress("192.0.2.1"))
        let next = try #require(NetworkAddress("192.0.2.200"))
        let six = try #require(NetworkAddress("2001:db8:1:2:3::4"))

        #expect(one.neighbourhood == next.neighbourhood)
        #expect(six.neighbourhood == NetworkAddress("2001:db8:1:2::"))
    }

    @Test func `no text crashes the reader`() {
        var dice = SeededDice(5)
        for _ in 0..<5_000 {
            let text = dice.text(from: ["::", ":", "ffff", "1", "192.0.2.1", ".", "0", "/64", "%"], count: 0...10)
            _ = NetworkAddress(text)
            _ = AddressRange(text)
        }
    }
}
