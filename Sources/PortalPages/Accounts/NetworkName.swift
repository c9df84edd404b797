import PortalCore

extension Session {
    /// Where a session was opened, in words, for somebody who looks from another; `nil` if that was not written down.
    func place(seenFrom current: Session?) -> AccountPhrase? {
        guard let network else { return nil }
        if network == current?.network, id != current?.id { return .sameNetwork }
        return Self.isPrivate(network) ? .privateNetwork : .network(network)
    }

    /// Whether it is a network of RFC 1918, RFC 4193 or of the machine itself.
    private static func isPrivate(_ network: String) -> Bool {
        let parts = network.split(separator: ".")
        if parts.count == 4, let second = Int(parts[1]) {
            switch parts[0] {
            case "10", "127": return true
            case "172": return (16...31).contains(second)
            case "192": return second == 168
            default: return false
            }
        }
        return network.hasPrefix("fc") || network.hasPrefix("fd") || network.hasPrefix("fe80:") || network == "::/64"
    }
}
