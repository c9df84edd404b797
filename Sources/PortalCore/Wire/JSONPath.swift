/// Where in a document something is, such as `memberships[1].role`.
public struct JSONPath: Hashable, Sendable {
    /// One step down from an object or an array.
    public enum Step: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    /// The steps from the document's root; none for the root itself.
    public let steps: [Step]

    public init(_ steps: [Step] = []) {
        self.steps = steps
    }

    /// The document itself.
    public static let root = JSONPath()

    /// The path of an object's member.
    public func key(_ name: String) -> JSONPath {
        JSONPath(steps + [.key(name)])
    }

    /// The path of an array's element.
    public func index(_ index: Int) -> JSONPath {
        JSONPath(steps + [.index(index)])
    }

    /// The same path, seen from one step above.
    func inside(_ step: Step) -> JSONPath {
        JSONPath([step] + steps)
    }
}

extension JSONPath: CustomStringConvertible {
    /// The path in plain ASCII on one line, whatever the keys contain; empty for the root.
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index):
                text += "[\(index)]"
            case .key(let key) where Self.isPlain(key):
                text += text.isEmpty ? key : ".\(key)"
            case .key(let key):
                text += "[\"\(Self.escaped(key))\"]"
            }
        }
        return text
    }

    private static let longestKey = 64

    private static func isPlain(_ key: String) -> Bool {
        (1...longestKey).contains(key.utf8.count)
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    // Paths end up in logs and terminals, and keys come from outside.
    private static func escaped(_ key: String) -> String {
        let scalars = key.unicodeScalars
        let start = scalars.prefix(longestKey).map { $0.escaped(asASCII: true) }.joined()
        return scalars.dropFirst(longestKey).isEmpty ? start : start + "..."
    }
}
