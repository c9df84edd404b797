public import HTTPTypes

/// A request as it reached the portal, whatever server framework carried it.
public struct PortalRequest: Sendable {
    /// Method, path with its query, authority (the first `Host` header) and the other header fields.
    public var head: HTTPRequest
    public var body: PortalRequestBody
    /// The other end of the socket: the browser, or a proxy. `nil` where there is none, as on a Unix socket.
    public var peer: NetworkAddress?
    /// Whether TLS ended in this process.
    public var isTLS: Bool

    public init(
        head: HTTPRequest, body: PortalRequestBody = .none, peer: NetworkAddress? = nil, isTLS: Bool = false
    ) {
        self.head = head
        self.body = body
        self.peer = peer
        self.isTLS = isTLS
    }
}

/// A request's body, read only once the portal knows how much of it this request may send.
public struct PortalRequestBody: Sendable {
    /// Told how many bytes a body has in all before it takes memory for them; throws if they must not be.
    typealias Holding = @Sendable (_ count: Int) throws -> Void

    private let read: @Sendable (Int, @escaping Holding) async throws -> [UInt8]

    /// A body that reads itself up to a limit, and throws ``TooLarge`` beyond it.
    public init(_ read: @escaping @Sendable (_ limit: Int) async throws -> [UInt8]) {
        // It may have read all of it before anything is known of it.
        self.init(growing: { limit, holding in
            try holding(limit)
            return try await read(limit)
        })
    }

    /// A body that tells how it grows.
    init(growing read: @escaping @Sendable (_ limit: Int, _ holding: @escaping Holding) async throws -> [UInt8]) {
        self.read = read
    }

    /// A body that was read already.
    public static func bytes(_ bytes: [UInt8]) -> PortalRequestBody {
        PortalRequestBody(growing: { limit, holding in
            guard bytes.count <= limit else { throw TooLarge(limit: limit) }
            try holding(bytes.count)
            return bytes
        })
    }

    public static let none = bytes([])

    /// All of it, if it is no longer than `limit` bytes; throws ``TooLarge`` otherwise, and what `holding` throws.
    func bytes(upTo limit: Int, holding: @escaping Holding = { _ in }) async throws -> [UInt8] {
        try await read(limit, holding)
    }

    /// More was sent than this request may send.
    public struct TooLarge: Error, Hashable, Sendable {
        public let limit: Int

        public init(limit: Int) { self.limit = limit }
    }
}

extension PortalRequest {
    /// How many bytes the head says the body has; `nil` if it does not say. Throws ``PortalRequestBody/TooLarge`` if that is more than it
    /// may have.
    func declaredLength(upTo limit: Int) throws(PortalRequestBody.TooLarge) -> Int? {
        let values = head.headerFields[values: .contentLength]
        guard values.count == 1, let value = values.first, value.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        guard let length = Int(value), length <= limit else { throw PortalRequestBody.TooLarge(limit: limit) }
        return length
    }
}
