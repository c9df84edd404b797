import HTTPTypes

/// What a `Content-Type` says, without its parameters.
enum BodyType: Sendable {
    case form, json, lines

    /// `nil` for any other type, for several header fields, and for a charset that is not UTF-8.
    init?(_ fields: HTTPFields) {
        let values = fields[values: .contentType]
        guard values.count == 1 else { return nil }
        self.init(values[0])
    }

    init?(_ header: String) {
        var parts = header.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { Substring($0.utf8.trimmingBlanks()) }[...]
        guard let type = parts.popFirst() else { return nil }
        for part in parts where part.hasPrefix("charset") {
            guard part == "charset=utf-8" || part == "charset=\"utf-8\"" else { return nil }
        }
        switch type {
        case "application/x-www-form-urlencoded": self = .form
        case "application/json": self = .json
        case "application/x-ndjson", "application/jsonl", "application/ndjson": self = .lines
        default: return nil
        }
    }
}

/// What an `Accept` header prefers, as far as the portal tells answers apart.
enum Accepted: Sendable {
    case page, json, events

    /// JSON or events only where they are named and no HTML is: browsers name HTML, and `*/*` means a page.
    init(_ fields: HTTPFields) {
        var wanted = Accepted.page
        for field in fields[values: .accept] {
            for item in field.utf8.split(separator: UInt8(ascii: ",")) {
                let type = (item.firstIndex(of: UInt8(ascii: ";")).map { item[..<$0] } ?? item).trimmingBlanks()
                if type.isNamed("text/html") || type.isNamed("application/xhtml+xml") {
                    self = .page
                    return
                }
                if type.isNamed("application/json") || type.isNamed("application/problem+json") { wanted = .json }
                if type.isNamed("text/event-stream") { wanted = .events }
            }
        }
        self = wanted
    }
}

extension Substring.UTF8View {
    /// Whether these bytes are that name, whatever the case of ASCII letters.
    func isNamed(_ lowercase: String) -> Bool {
        count == lowercase.utf8.count
            && zip(self, lowercase.utf8).allSatisfy { byte, wanted in
                ((65...90).contains(byte) ? byte + 32 : byte) == wanted
            }
    }
}
