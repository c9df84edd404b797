import HTTPTypes

/// The cookies of a request, read strictly: one that came twice, or with a character that none of ours has, is not there.
struct Cookies: Sendable {
    private let pairs: [(name: Substring.UTF8View, value: Substring.UTF8View)]

    init(_ fields: HTTPFields) { self.init(headers: fields[values: .cookie]) }

    /// For tests and fuzzers: the values of `Cookie` fields.
    init(headers: [String]) {
        pairs = headers.flatMap { header in
            header.utf8.split(separator: UInt8(ascii: ";")).compactMap { pair in
                let pair = pair.trimmingBlanks()
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return nil }
                return (name: pair[..<equals], value: pair[pair.index(after: equals)...])
            }
        }
    }

    /// The value of the one cookie of this name: 1 to 64 letters, digits, hyphens and underscores.
    func value(of name: String) -> String? {
        var found: Substring.UTF8View?
        for pair in pairs where pair.name.count == name.utf8.count && pair.name.elementsEqual(name.utf8) {
            guard found == nil else { return nil }
            found = pair.value
        }
        guard let found, (1...64).contains(found.count), found.allSatisfy(Self.isOurs) else { return nil }
        return String(Substring(found))
    }

    private static func isOurs(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Substring.UTF8View {
    /// The bytes without spaces and tabs around them.
    func trimmingBlanks() -> Substring.UTF8View {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var rest = self
        while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return rest
    }
}
