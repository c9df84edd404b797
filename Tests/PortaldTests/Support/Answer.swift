import Testing

/// An answer as it came off the wire.
struct Answer: Hashable, Sendable {
    struct Field: Hashable, Sendable {
        /// In lower case; header names are not told apart by case.
        let name: String
        let value: String
    }

    let status: Int
    let fields: [Field]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The one value of a header field; `nil` without one, or with several.
    subscript(name: String) -> String? {
        let values = all(name)
        return values.count == 1 ? values[0] : nil
    }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Everything that two answers to the same question must agree in: all but the date and the request's number.
    var comparable: Answer {
        Answer(status: status, fields: fields.filter { !Self.incomparable.contains($0.name) }, body: body)
    }

    private static let incomparable: Set = ["date", "x-request-id"]

    /// Everything that could tell somebody something, as bytes: the names and values of the header, and the body.
    var everything: [UInt8] {
        var bytes: [UInt8] = []
        for field in fields { bytes += Array("\(field.name): \(field.value)\n".utf8) }
        return bytes + body
    }
}

extension Answer {
    /// The values that `Set-Cookie` fields give, by the cookie's name.
    var cookies: [String: String] {
        var cookies: [String: String] = [:]
        for field in all("set-cookie") {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
        }
        return cookies
    }
}

extension Answer: CustomTestStringConvertible {
    var testDescription: String {
        let head = fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        return "\(status)\n\(head)\n\n\(text.prefix(400))"
    }
}
