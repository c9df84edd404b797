/// The name in the address bar, normalised: lower case, without port and without a trailing dot.
public struct HostName: Hashable, Sendable {
    public let text: String

    /// Reads a `Host` header or a configured name.
    ///
    /// `nil` for an empty name, an address literal in brackets, more than 253 bytes, an empty or over-long label, or any
    /// character other than ASCII letters, digits, hyphens and dots (internationalised names come as A-labels).
    public init?(_ header: some StringProtocol) {
        var bytes = header.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            let port = bytes[(colon + 1)...]
            guard port.count <= 5, port.allSatisfy({ (48...57).contains($0) }) else { return nil }
            bytes.removeSubrange(colon...)
        }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        guard !bytes.isEmpty, bytes.count <= 253 else { return nil }
        for label in bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-"),
                label.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") })
            else { return nil }
        }
        text = String(decoding: bytes, as: UTF8.self)
    }
}
