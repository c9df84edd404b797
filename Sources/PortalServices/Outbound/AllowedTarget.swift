/// Something the operator lets requests go to although it is not out in the internet: `127.0.0.1`, `10.0.0.0/8`, `n8n.internal`, each
/// with `:port` behind it if only that port is meant (`[::1]:5678` for IPv6).
public struct AllowedTarget: Hashable, Sendable {
    private enum Place: Hashable, Sendable {
        case block(AddressBlock)
        case host(String)
    }

    private let place: Place
    private let port: Int?

    public init?(_ text: String) {
        if let block = AddressBlock(text) {
            place = .block(block)
            port = nil
            return
        }
        guard let parts = Self.split(text) else { return nil }
        port = parts.port
        if let block = AddressBlock(parts.name) {
            place = .block(block)
        } else if !text.hasPrefix("["), OutboundURL.isName(parts.name[...]) {
            place = .host(parts.name.lowercased())
        } else {
            return nil
        }
    }

    /// Whether it means this address, reached by this name, at this port.
    func covers(_ address: IPAddress, host: String, port: Int) -> Bool {
        guard self.port == nil || self.port == port else { return false }
        return switch place {
        case .block(let block): block.contains(address)
        case .host(let name): name == host
        }
    }

    private static func split(_ text: String) -> (name: String, port: Int?)? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let name = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            guard !rest.isEmpty else { return (name, nil) }
            guard rest.hasPrefix(":"), let port = port(rest.dropFirst()) else { return nil }
            return (name, port)
        }
        guard let colon = text.firstIndex(of: ":") else { return (text, nil) }
        guard let port = port(text[text.index(after: colon)...]) else { return nil }
        return (String(text[..<colon]), port)
    }

    private static func port(_ text: Substring) -> Int? {
        guard let port = Int(text), "\(port)" == text, (1...65_535).contains(port) else { return nil }
        return port
    }
}
