import Testing

@testable import PortalServices

struct AddressKindTests {
    @Test func `what IPv4 addresses are for, at the edges of every block`() {
        #expect(
            table([
                "0.0.0.0", "0.255.255.255", "1.0.0.0", "8.8.8.8", "9.255.255.255", "10.0.0.0", "10.255.255.255",
                "11.0.0.0",
                "100.63.255.255", "100.64.0.0", "100.100.100.200", "100.127.255.255", "100.128.0.0", "126.255.255.255",
                "127.0.0.0", "127.0.0.1", "127.255.255.255", "128.0.0.0", "168.63.129.15", "168.63.129.16",
                "169.253.255.255",
                "169.254.0.0", "169.254.169.254", "169.254.255.255", "169.255.0.0", "172.15.255.255", "172.16.0.0",
                "172.31.255.255", "172.32.0.0", "191.255.255.255", "192.0.0.0", "192.0.0.192", "192.0.1.0", "192.0.2.0",
                "192.0.3.0", "192.88.98.255", "192.88.99.1", "192.88.100.0", "192.167.255.255", "192.168.0.0",
                "192.168.255.255", "192.169.0.0", "198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0",
                "198.51.99.255", "198.51.100.0", "198.51.101.0", "203.0.112.255", "203.0.113.0", "203.0.114.0",
                "223.255.255.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255",
            ]) == """
                0.0.0.0 unspecified
                0.255.255.255 unspecified
                1.0.0.0 global
                8.8.8.8 global
                9.255.255.255 global
                10.0.0.0 private
                10.255.255.255 private
                11.0.0.0 global
                100.63.255.255 global
                100.64.0.0 shared
                100.100.100.200 shared
                100.127.255.255 shared
                100.128.0.0 global
                126.255.255.255 global
                127.0.0.0 loopback
                127.0.0.1 loopback
                127.255.255.255 loopback
                128.0.0.0 global
                168.63.129.15 global
                168.63.129.16 platform
                169.253.255.255 global
                169.254.0.0 link-local
                169.254.169.254 link-local
                169.254.255.255 link-local
                169.255.0.0 global
                172.15.255.255 global
                172.16.0.0 private
                172.31.255.255 private
                172.32.0.0 global
                191.255.255.255 global
                192.0.0.0 reserved
                192.0.0.192 reserved
                192.0.1.0 global
                192.0.2.0 documentation
                192.0.3.0 global
                192.88.98.255 global
                192.88.99.1 reserved
                192.88.100.0 global
                192.167.255.255 global
                192.168.0.0 private
                192.168.255.255 private
                192.169.0.0 global
                198.17.255.255 global
                198.18.0.0 benchmarking
                198.19.255.255 benchmarking
                198.20.0.0 global
                198.51.99.255 global
                198.51.100.0 documentation
                198.51.101.0 global
                203.0.112.255 global
                203.0.113.0 documentation
                203.0.114.0 global
                223.255.255.255 global
                224.0.0.0 multicast
                239.255.255.255 multicast
                240.0.0.0 reserved
                255.255.255.255 reserved
                """)
    }

    @Test func `what IPv6 addresses are for`() {
        #expect(
            table([
                "::", "::1", "::2", "::7f00:1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::10.1.2.3",
                "64:ff9b::169.254.169.254", "64:ff9b::8.8.8.8", "64:ff9b:1::8.8.8.8", "64:ff9b:0:0:0:1::", "100::1",
                "2001:0:808:808::f7f7:f7f7", "2001:0:808:808::80ff:fffe", "2001:0:7f00:1::f7f7:f7f7",
                "2001:0:a9fe:a9fe::f7f7:f7f7", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
                "2001:4860:4860::8888", "2002:7f00:1::1", "2002:a00:1::", "2002:c0a8:101::1", "2002:a9fe:a9fe::1",
                "2002:808:808::1", "2606:4700::1111", "2606:4700::5efe:a00:1", "2606:4700::200:5efe:7f00:1",
                "2606:4700::5efe:808:808", "3fff::1", "3fff:1000::1", "4000::1", "5f00::1", "fbff::1", "fc00::1",
                "fd00:ec2::254", "fdff::1", "fe00::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ffff::1",
            ]) == """
                :: unspecified
                ::1 loopback
                ::2 reserved
                ::7f00:1 reserved
                ::8.8.8.8 reserved
                ::ffff:127.0.0.1 loopback
                ::ffff:10.0.0.1 private
                ::ffff:169.254.169.254 link-local
                ::ffff:8.8.8.8 global
                ::ffff:0:127.0.0.1 reserved
                ::ffff:0:8.8.8.8 reserved
                64:ff9b::7f00:1 loopback
                64:ff9b::10.1.2.3 private
                64:ff9b::169.254.169.254 link-local
                64:ff9b::8.8.8.8 global
                64:ff9b:1::8.8.8.8 private
                64:ff9b:0:0:0:1:: reserved
                100::1 reserved
                2001:0:808:808::f7f7:f7f7 global
                2001:0:808:808::80ff:fffe loopback
                2001:0:7f00:1::f7f7:f7f7 loopback
                2001:0:a9fe:a9fe::f7f7:f7f7 link-local
                2001:2::1 benchmarking
                2001:10::1 reserved
                2001:20::1 reserved
                2001:db8::1 documentation
                2001:4860:4860::8888 global
                2002:7f00:1::1 loopback
                2002:a00:1:: private
                2002:c0a8:101::1 private
                2002:a9fe:a9fe::1 link-local
                2002:808:808::1 global
                2606:4700::1111 global
                2606:4700::5efe:a00:1 private
                2606:4700::200:5efe:7f00:1 loopback
                2606:4700::5efe:808:808 global
                3fff::1 documentation
                3fff:1000::1 global
                4000::1 reserved
                5f00::1 reserved
                fbff::1 reserved
                fc00::1 private
                fd00:ec2::254 private
                fdff::1 private
                fe00::1 reserved
                fe80::1 link-local
                febf::1 link-local
                fec0::1 private
                ff02::1 multicast
                ffff::1 multicast
                """)
    }

    @Test func `no private IPv4 address becomes global by any clothes`() throws {
        let insides = [
            "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1",
            "198.18.0.1", "224.0.0.1", "255.255.255.255",
        ]
        for inside in insides {
            let bytes = try #require(IPAddress(inside)).bytes
            let inverted = bytes.map { ~$0 }
            let zeros = { (count: Int) in [UInt8](repeating: 0, count: count) }
            let clothes: [[UInt8]] = [
                zeros(10) + [255, 255] + bytes, zeros(12) + bytes, zeros(8) + [255, 255, 0, 0] + bytes,
                [0, 0x64, 0xFF, 0x9B] + zeros(8) + bytes, [0, 0x64, 0xFF, 0x9B, 0, 1] + zeros(6) + bytes,
                [0x20, 0x02] + bytes + zeros(9) + [1], [0x20, 0x01, 0, 0, 8, 8, 8, 8] + zeros(4) + inverted,
                [0x20, 0x01, 0, 0] + bytes + zeros(4) + [0xF7, 0xF7, 0xF7, 0xF7],
                [0x26, 0x06, 0x47] + zeros(7) + [0x5E, 0xFE] + bytes,
            ]
            for dressed in clothes { #expect(IPAddress(v6: dressed).kind != .global, "\(inside) in \(dressed)") }
        }
    }

    private func table(_ addresses: [String]) -> String {
        addresses.map { "\($0) \(IPAddress($0)?.kind.rawValue ?? "unreadable")" }.joined(separator: "\n")
    }
}
