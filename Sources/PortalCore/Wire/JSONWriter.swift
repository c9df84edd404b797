/// Writes compact JSON, byte by byte, in the order it is told to.
///
/// Commas are its own business; the caller says what stands where:
///
/// ```swift
/// var json = JSONWriter()
/// json.object { json in
///     json.member("id", "run_1")
///     json.key("steps")
///     json.array { json in
///         for step in steps { json.string(step.name) }
///     }
/// }
/// ```
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer with room for so many bytes; it grows beyond them.
    public init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// What has been written so far, as text.
    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

// MARK: Containers

extension JSONWriter {
    /// Writes an object whose members the body writes, each by ``key(_:)`` and one value, or by `member`.
    public mutating func object<Failure>(
        _ members: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open(UInt8(ascii: "{"))
        try members(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes an array whose elements the body writes.
    public mutating func array<Failure>(
        _ elements: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open(UInt8(ascii: "["))
        try elements(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes a member's key; its value comes next.
    public mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}

// MARK: Values

extension JSONWriter {
    public mutating func string(_ text: String) {
        separate()
        quote(text)
    }

    public mutating func int(_ value: some FixedWidthInteger) {
        raw(String(value))
    }

    /// Writes the shortest digits that read back as this number; `null` for what JSON has no number for.
    public mutating func double(_ value: Double) {
        raw(value.isFinite ? value.description : "null")
    }

    public mutating func bool(_ flag: Bool) {
        raw(flag ? "true" : "false")
    }

    public mutating func null() {
        raw("null")
    }

    /// Writes a whole document as it was read: same order, same digits.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .object(let members):
            object { json in
                for member in members { json.member(member.key, member.value) }
            }
        case .array(let elements):
            array { json in
                for element in elements { json.value(element) }
            }
        case .string(let text): string(text)
        case .number(let number): raw(number.literal)
        case .bool(let flag): bool(flag)
        case .null: null()
        }
    }

    private mutating func raw(_ literal: String) {
        separate()
        bytes.append(contentsOf: literal.utf8)
    }

    /// Escapes what JSON requires and nothing more; what lies between escapes is copied in one piece.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for (index, byte) in utf8.enumerated() where Self.mustBeEscaped(byte) {
                bytes.append(contentsOf: utf8[start..<index])
                escape(byte)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Self.digit(byte >> 4))
            bytes.append(Self.digit(byte & 0xF))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

// MARK: Members

extension JSONWriter {
    public mutating func member(_ name: String, _ text: String) {
        key(name)
        string(text)
    }

    /// Writes the text, or `null` where there is none.
    public mutating func member(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    public mutating func member(_ name: String, _ value: some FixedWidthInteger) {
        key(name)
        int(value)
    }

    /// Writes the number, or `null` where there is none.
    public mutating func member(_ name: String, _ value: (some FixedWidthInteger)?) {
        key(name)
        if let value { int(value) } else { null() }
    }

    public mutating func member(_ name: String, _ flag: Bool) {
        key(name)
        bool(flag)
    }

    public mutating func member(_ name: String, _ document: JSONValue) {
        key(name)
        value(document)
    }

    /// Writes an array of texts.
    public mutating func member(_ name: String, _ texts: [String]) {
        key(name)
        array { json in
            for text in texts { json.string(text) }
        }
    }
}
