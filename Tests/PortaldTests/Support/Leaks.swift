import Foundation
import PortalCore
import Testing

/// Looks for what its reader may not see.
struct Leaks {
    let seed: Seed

    /// The markers and ids in some bytes that may not be shown to a visitor, apart from the ids that the visitor asked with.
    func found(in bytes: [UInt8], by visitor: Visitor, asking request: String) -> [String] {
        var found: [String] = []
        for marker in Marker.all(in: bytes) where !visitor.maySee(marker) { found.append(marker.text) }
        for id in Self.ids(in: bytes) {
            guard let belonging = seed.ids[id], !visitor.maySee(belonging), !request.contains(id),
                visitor.person?.spareSession?.description != id, visitor.person?.user.description != id
            else { continue }
            found.append(id)
        }
        return found.sorted()
    }

    /// Everything in some bytes that reads like an id: three letters, an underscore and 26 digits.
    static func ids(in bytes: [UInt8]) -> Set<String> {
        var found: Set<String> = []
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count, let base = buffer.baseAddress,
                let hit = memchr(base + start, Int32(UInt8(ascii: "_")), buffer.count - start)
            {
                let mark = UnsafeRawPointer(hit) - base
                start = mark + 1
                guard mark >= 3, mark + 26 < buffer.count else { continue }
                let text = buffer[(mark - 3)...(mark + 26)]
                if text.suffix(26).allSatisfy({ (48...57).contains($0) || (97...122).contains($0) }) {
                    found.insert(String(decoding: text, as: UTF8.self))
                }
            }
        }
        return found
    }
}
