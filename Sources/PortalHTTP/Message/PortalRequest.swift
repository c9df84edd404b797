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
    private let read: @Sendable (Int) async throws -> [UInt8]

    /// A body that reads itself up to a limit, and throws ``TooLarge`` beyond it.
    public init(_ read: @escaping @Sendable (_ limit: Int) async throws -> [UInt8]) { self.read = read }

    /// A body that was read already.
    public static func bytes(_ bytes: [UInt8]) -> PortalRequestBody {
        PortalRequestBody { limit in
            guard bytes.count <= limit else { throw TooLarge(limit: limit) }
            return bytes
        }
    }

    public static let none = bytes([])

    /// All of it, if it is no longer than `limit` bytes; throws ``TooLarge`` otherwise.
    func bytes(upTo limit: Int) async throws -> [UInt8] { try await read(limit) }

    /// More was sent than this request may send.
    public struct TooLarge: Error, Hashable, Sendable {
        public let limit: Int

        public init(limit: Int) { self.limit = limit }
    }
}
