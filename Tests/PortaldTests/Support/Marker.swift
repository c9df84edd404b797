import Foundation

/// One of the two agencies, each the other's twin.
enum Side: String, CaseIterable, Sendable {
    case north = "n"
    case south = "s"

    var other: Side { self == .north ? .south : .north }
}

/// Who may be shown something, by what they have to be allowed to see.
struct Reach: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    static let workflows = Reach(rawValue: 1 << 0)
    static let connections = Reach(rawValue: 1 << 1)
    static let forms = Reach(rawValue: 1 << 2)
    static let billing = Reach(rawValue: 1 << 3)
    /// Every client of the workspace.
    static let clients = Reach(rawValue: 1 << 4)
    static let staff = Reach(rawValue: 1 << 5)
    static let ownerAndAdmins = Reach(rawValue: 1 << 6)
    /// Whoever comes to the agency's host.
    static let everybody = Reach(rawValue: 1 << 7)
    /// Whom it names, and nobody else but staff.
    static let themselves = Reach(rawValue: 1 << 8)
    /// The agency's own systems.
    static let systems = Reach(rawValue: 1 << 9)

    /// No answer may hold it.
    static let nobody: Reach = []
}

/// Where something lies and who may be shown it.
struct Belonging: Hashable, Sendable {
    let side: Side
    /// The number of the workspace; 0 for what is the agency's own.
    let place: Int
    let reach: Reach
}

/// A word that stands in exactly one column of one row, and says itself who may read it.
///
/// Tests look for markers in whatever comes out: one whose reader may not see it is a leak, whatever route it came by.
struct Marker: Hashable, Sendable {
    let belonging: Belonging
    let number: Int

    /// `mkr`, the side, the place, the reach and the number in hexadecimal, `z`: letters and digits, so that nothing escapes it.
    var text: String {
        let reach = Self.hexadecimal(Int(belonging.reach.rawValue), digits: 3)
        return "mkr\(belonging.side.rawValue)\(belonging.place)\(reach)\(Self.hexadecimal(number, digits: 4))z"
    }

    /// Reads the thirteen characters of a marker's text.
    init?(_ bytes: some Collection<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.count == Self.length, text.hasPrefix("mkr"), text.hasSuffix("z") else { return nil }
        let parts = Array(text.dropFirst(3))
        guard let side = Side(rawValue: String(parts[0])), let place = parts[1].wholeNumberValue,
            let reach = UInt16(String(parts[2...4]), radix: 16), let number = Int(String(parts[5...8]), radix: 16)
        else { return nil }
        self.init(Belonging(side: side, place: place, reach: Reach(rawValue: reach)), number: number)
    }

    init(_ belonging: Belonging, number: Int) {
        self.belonging = belonging
        self.number = number
    }

    static let length = 13

    /// Every marker in some bytes.
    static func all(in bytes: [UInt8]) -> Set<Marker> {
        var found: Set<Marker> = []
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start + length <= buffer.count, let base = buffer.baseAddress,
                let hit = memchr(base + start, Int32(UInt8(ascii: "m")), buffer.count - start)
            {
                let place = UnsafeRawPointer(hit) - base
                start = place + 1
                guard place + length <= buffer.count, buffer[place + 1] == UInt8(ascii: "k") else { continue }
                if let marker = Marker(buffer[place..<place + length]) { found.insert(marker) }
            }
        }
        return found
    }

    private static func hexadecimal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension Marker: CustomStringConvertible {
    var description: String { text }
}
