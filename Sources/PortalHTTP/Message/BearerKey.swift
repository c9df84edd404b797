import HTTPTypes
import PortalCore

extension Secret {
    /// The key of an `Authorization: Bearer …` header; `nil` without one, with several, or for anything else.
    init?(bearer fields: HTTPFields) {
        let values = fields[values: .authorization]
        guard values.count == 1 else { return nil }
        self.init(authorization: values[0])
    }

    init?(authorization header: String) {
        let scheme = header.utf8.prefix(7)
        guard scheme.isNamed("bearer ") else { return nil }
        self.init(text: Substring(header.utf8.dropFirst(7)))
    }
}
