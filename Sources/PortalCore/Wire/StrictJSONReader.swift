/// Pulls one value after another off a buffer. The buffer is passed along, not held: only the position is state.
struct StrictJSONReader {
    private let maxDepth: Int
    private var position = 0

    init(maxDepth: Int) {
        self.maxDepth = maxDepth
    }

    mutating func document(
        _ bytes: Swift.Span<UInt8>, keeping shape: JSONShape
    ) throws(JSONError) -> JSONValue {
        let value = try value(bytes, depth: 0, keeping: shape)
        try end(bytes)
        return value
    }

    /// Makes sure that nothing follows.
    mutating func end(_ bytes: Swift.Span<UInt8>) throws(JSONError) {
        skipSpace(bytes)
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
    }

    mutating func value(
        _ bytes: Swift.Span<UInt8>, depth: Int, keeping shape: JSONShape
    ) throws(JSONError) -> JSONValue {
        skipSpace(bytes)
        switch try peek(bytes) {
        case UInt8(ascii: "{"):
            return try .object(members(bytes, depth: deeper(depth), keeping: shape))
        case UInt8(ascii: "["):
            return try .array(elements(bytes, depth: deeper(depth), keeping: shape))
        case UInt8(ascii: "\""):
            return try .string(string(bytes))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try .number(number(bytes))
        case UInt8(ascii: "t"):
            try word("true", bytes)
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false", bytes)
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null", bytes)
            return .null
        default:
            throw JSONError(.unexpectedByte, at: position)
        }
    }

    private func deeper(_ depth: Int) throws(JSONError) -> Int {
        guard depth < maxDepth else { throw JSONError(.tooDeep(limit: maxDepth), at: position) }
        return depth + 1
    }

    // MARK: Containers

    /// Steps into the array that is next, if there is one.
    mutating func beginsArray(_ bytes: Swift.Span<UInt8>) throws(JSONError) -> Bool {
        skipSpace(bytes)
        guard try peek(bytes) == UInt8(ascii: "[") else { return false }
        _ = try deeper(0)
        position += 1
        return true
    }

    /// Steps out of an array that ends here.
    mutating func endsArray(_ bytes: Swift.Span<UInt8>) throws(JSONError) -> Bool {
        skipSpace(bytes)
        return try take(UInt8(ascii: "]"), bytes)
    }

    /// Steps on to the next element of an array, or out of it.
    mutating func hasMore(_ bytes: Swift.Span<UInt8>) throws(JSONError) -> Bool {
        skipSpace(bytes)
        if try take(UInt8(ascii: ","), bytes) { return true }
        guard try take(UInt8(ascii: "]"), bytes) else { throw JSONError(.unexpectedByte, at: position) }
        return false
    }

    private mutating func members(
        _ bytes: Swift.Span<UInt8>, depth: Int, keeping shape: JSONShape
    ) throws(JSONError) -> [JSONMember] {
        position += 1
        skipSpace(bytes)
        if try take(UInt8(ascii: "}"), bytes) { return [] }

        var members: [JSONMember] = []
        var keys = JSONKeysSeen()
        repeat {
            skipSpace(bytes)
            let start = position
            guard try peek(bytes) == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: start) }
            let key = try string(bytes)
            let kept = shape.member(key)
            guard kept == nil || keys.isNew(key, after: members) else {
                throw JSONError(.duplicateKey, at: start, path: JSONPath([.key(key)]))
            }
            do throws(JSONError) {
                skipSpace(bytes)
                guard try take(UInt8(ascii: ":"), bytes) else { throw JSONError(.unexpectedByte, at: position) }
                if let kept {
                    members.append(JSONMember(key, try value(bytes, depth: depth, keeping: kept)))
                } else {
                    try drop(bytes, depth: depth)
                }
            } catch {
                throw error.inside(.key(key))
            }
            skipSpace(bytes)
        } while try take(UInt8(ascii: ","), bytes)

        guard try take(UInt8(ascii: "}"), bytes) else { throw JSONError(.unexpectedByte, at: position) }
        return members
    }

    private mutating func elements(
        _ bytes: Swift.Span<UInt8>, depth: Int, keeping shape: JSONShape
    ) throws(JSONError) -> [JSONValue] {
        position += 1
        if try endsArray(bytes) { return [] }

        let (kept, most) = shape.elements
        var elements: [JSONValue] = []
        var count = 0
        repeat {
            do throws(JSONError) {
                if count < most {
                    elements.append(try value(bytes, depth: depth, keeping: kept))
                } else {
                    try drop(bytes, depth: depth)
                }
            } catch {
                throw error.inside(.index(count))
            }
            count += 1
        } while try hasMore(bytes)
        return elements
    }

    // MARK: What is not kept

    /// Reads a value as strictly as any other and builds nothing; only keys that are there twice are not noticed in it.
    private mutating func drop(_ bytes: Swift.Span<UInt8>, depth: Int) throws(JSONError) {
        skipSpace(bytes)
        switch try peek(bytes) {
        case UInt8(ascii: "{"):
            try dropMembers(bytes, depth: deeper(depth))
        case UInt8(ascii: "["):
            let depth = try deeper(depth)
            position += 1
            if try endsArray(bytes) { return }
            repeat { try drop(bytes, depth: depth) } while try hasMore(bytes)
        case UInt8(ascii: "\""):
            try dropString(bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try literal(bytes)
        case UInt8(ascii: "t"): try word("true", bytes)
        case UInt8(ascii: "f"): try word("false", bytes)
        case UInt8(ascii: "n"): try word("null", bytes)
        default: throw JSONError(.unexpectedByte, at: position)
        }
    }

    private mutating func dropMembers(_ bytes: Swift.Span<UInt8>, depth: Int) throws(JSONError) {
        position += 1
        skipSpace(bytes)
        if try take(UInt8(ascii: "}"), bytes) { return }
        repeat {
            skipSpace(bytes)
            guard try peek(bytes) == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
            try dropString(bytes)
            skipSpace(bytes)
            guard try take(UInt8(ascii: ":"), bytes) else { throw JSONError(.unexpectedByte, at: position) }
            try drop(bytes, depth: depth)
            skipSpace(bytes)
        } while try take(UInt8(ascii: ","), bytes)
        guard try take(UInt8(ascii: "}"), bytes) else { throw JSONError(.unexpectedByte, at: position) }
    }

    private mutating func dropString(_ bytes: Swift.Span<UInt8>) throws(JSONError) {
        position += 1
        let start = position
        var plainStart = start
        while true {
            let byte = try peek(bytes)
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                do {
                    _ = try UTF8Span(validating: bytes.extracting(plainStart..<position))
                } catch {
                    throw JSONError(.badUTF8, at: start)
                }
            }
            if byte == UInt8(ascii: "\"") {
                position += 1
                return
            } else if byte == UInt8(ascii: "\\") {
                _ = try escape(bytes)
                plainStart = position
            } else if byte < 0x20 {
                throw JSONError(.controlCharacter, at: position)
            } else {
                position += 1
            }
        }
    }

    // MARK: Strings

    /// Reads from a quotation mark to behind its partner. Text without escapes is copied once, as a whole.
    private mutating func string(_ bytes: Swift.Span<UInt8>) throws(JSONError) -> String {
        position += 1
        let start = position
        var unescaped: [UInt8] = []
        var plainStart = start

        while true {
            let byte = try peek(bytes)
            if byte == UInt8(ascii: "\"") {
                defer { position += 1 }
                let plain = bytes.extracting(plainStart..<position)
                if plainStart == start { return try text(plain, at: start) }
                append(plain, to: &unescaped)
                return try text(unescaped.span, at: start)
            } else if byte == UInt8(ascii: "\\") {
                if plainStart == start { unescaped.reserveCapacity(length(from: start, bytes)) }
                append(bytes.extracting(plainStart..<position), to: &unescaped)
                unescaped.append(contentsOf: try escape(bytes).utf8)
                plainStart = position
            } else if byte < 0x20 {
                throw JSONError(.controlCharacter, at: position)
            } else {
                position += 1
            }
        }
    }

    /// How many bytes the string has that begins here, escapes and all: it is read into no more than that.
    private func length(from start: Int, _ bytes: Swift.Span<UInt8>) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(end, bytes.count) - start
    }

    private func append(_ plain: Swift.Span<UInt8>, to unescaped: inout [UInt8]) {
        for index in plain.indices { unescaped.append(plain[index]) }
    }

    private func text(_ bytes: Swift.Span<UInt8>, at start: Int) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw JSONError(.badUTF8, at: start)
        }
    }

    private mutating func escape(_ bytes: Swift.Span<UInt8>) throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 1
        let letter = try peek(bytes)
        position += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar(bytes, from: start)
        default: throw JSONError(.badEscape, at: start)
        }
    }

    private mutating func scalar(_ bytes: Swift.Span<UInt8>, from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal(bytes)
        if let scalar = Unicode.Scalar(first) { return scalar }

        guard UTF16.isLeadSurrogate(first) else { throw JSONError(.loneSurrogate, at: start) }
        for byte in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
            guard try take(byte, bytes) else { throw JSONError(.loneSurrogate, at: start) }
        }
        let second = try hexadecimal(bytes)
        guard UTF16.isTrailSurrogate(second) else { throw JSONError(.loneSurrogate, at: start) }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func hexadecimal(_ bytes: Swift.Span<UInt8>) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let byte = try peek(bytes)
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw JSONError(.badEscape, at: position)
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    // MARK: Numbers and words

    private mutating func number(_ bytes: Swift.Span<UInt8>) throws(JSONError) -> JSONNumber {
        let start = position
        try literal(bytes)
        return JSONNumber(literal: try text(bytes.extracting(start..<position), at: start))
    }

    /// Steps over a number.
    private mutating func literal(_ bytes: Swift.Span<UInt8>) throws(JSONError) {
        let start = position
        skip(UInt8(ascii: "-"), bytes)
        if !skip(UInt8(ascii: "0"), bytes) { try digits(bytes) }
        if skip(UInt8(ascii: "."), bytes) { try digits(bytes) }
        if skip(UInt8(ascii: "e"), bytes) || skip(UInt8(ascii: "E"), bytes) {
            if !skip(UInt8(ascii: "+"), bytes) { skip(UInt8(ascii: "-"), bytes) }
            try digits(bytes)
        }
        // `01` and `1x` are not a number and something after it.
        if position < bytes.count, Self.isWordByte(bytes[position]) { throw JSONError(.badNumber, at: start) }
    }

    private mutating func digits(_ bytes: Swift.Span<UInt8>) throws(JSONError) {
        let start = position
        while position < bytes.count, Self.isDigit(bytes[position]) { position += 1 }
        guard position > start else {
            throw JSONError(position < bytes.count ? .badNumber : .unexpectedEnd, at: position)
        }
    }

    private mutating func word(_ word: String, _ bytes: Swift.Span<UInt8>) throws(JSONError) {
        let start = position
        for byte in word.utf8 {
            guard try take(byte, bytes) else { throw JSONError(.unexpectedByte, at: start) }
        }
        if position < bytes.count, Self.isWordByte(bytes[position]) { throw JSONError(.unexpectedByte, at: start) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    // MARK: Bytes

    private func peek(_ bytes: Swift.Span<UInt8>) throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    /// Steps over this byte if it is next. The end of the buffer is an error: something had to follow.
    private mutating func take(_ byte: UInt8, _ bytes: Swift.Span<UInt8>) throws(JSONError) -> Bool {
        guard try peek(bytes) == byte else { return false }
        position += 1
        return true
    }

    /// Steps over this byte if it is next; the buffer may end here.
    @discardableResult
    private mutating func skip(_ byte: UInt8, _ bytes: Swift.Span<UInt8>) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace(_ bytes: Swift.Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }
}
