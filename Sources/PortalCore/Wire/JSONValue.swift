/// A JSON document as it was written: order of members kept, numbers kept as their digits.
///
/// Text is compared byte by byte here, as keys are: two documents are equal only if no reader could tell them apart by
/// anything but white space and escapes.
public enum JSONValue: Sendable {
    /// An object. No two of its keys are equal.
    case object([JSONMember])
    case array([JSONValue])
    case string(String)
    case number(JSONNumber)
    case bool(Bool)
    case null

    /// What kind of value this is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case object, array, string, number, bool, null
    }
}

/// One member of an object.
public struct JSONMember: Hashable, Sendable {
    public let key: String
    public let value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }

    /// Whether this is the member of that key, byte by byte.
    public func isNamed(_ name: String) -> Bool {
        key.hasSameBytes(as: name)
    }

    public static func == (left: JSONMember, right: JSONMember) -> Bool {
        left.isNamed(right.key) && left.value == right.value
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(key))
        hasher.combine(value)
    }
}

/// A number as it was written. Nothing is rounded until somebody asks for a machine number.
public struct JSONNumber: Hashable, Sendable {
    /// The digits, in JSON's grammar.
    public let literal: String

    init(literal: String) {
        self.literal = literal
    }

    public init(_ value: some FixedWidthInteger) {
        literal = String(value)
    }

    /// The whole number; nil if it was written with a fraction or an exponent, or does not fit.
    public var int: Int64? { Int64(literal) }

    /// The nearest double; nil if it is too large to be one.
    public var double: Double? {
        guard let value = Double(literal), value.isFinite else { return nil }
        return value
    }
}

extension JSONValue {
    public var kind: Kind {
        switch self {
        case .object: .object
        case .array: .array
        case .string: .string
        case .number: .number
        case .bool: .bool
        case .null: .null
        }
    }

    /// The members in the order written; nil if this is not an object.
    public var members: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements; nil if this is not an array.
    public var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text; nil if this is not a string.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number; nil if this is not a number, or not a whole one that fits.
    public var int: Int64? {
        if case .number(let number) = self { number.int } else { nil }
    }

    /// The number as the nearest double; nil if this is not a number, or too large for one.
    public var double: Double? {
        if case .number(let number) = self { number.double } else { nil }
    }

    /// The truth value; nil if this is not one.
    public var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// Whether this is `null`, which is not the same as being absent.
    public var isNull: Bool {
        kind == .null
    }

    /// The member of this key, compared byte by byte; nil if there is none, or this is not an object.
    public subscript(key: String) -> JSONValue? {
        members?.first { $0.isNamed(key) }?.value
    }
}

extension JSONValue: Hashable {
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.object(let one), .object(let other)): one == other
        case (.array(let one), .array(let other)): one == other
        case (.string(let one), .string(let other)): one.hasSameBytes(as: other)
        case (.number(let one), .number(let other)): one == other
        case (.bool(let one), .bool(let other)): one == other
        case (.null, .null): true
        case (.object, _), (.array, _), (.string, _), (.number, _), (.bool, _), (.null, _): false
        }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        switch self {
        case .object(let members): hasher.combine(members)
        case .array(let elements): hasher.combine(elements)
        case .string(let text): hasher.combine(ExactText(text))
        case .number(let number): hasher.combine(number)
        case .bool(let flag): hasher.combine(flag)
        case .null: break
        }
    }
}
