public import HTTPTypes

/// The portal's answer, ready to be written by any server framework.
///
/// Its header fields are complete but for `Date` and `Content-Length`, which belong to whoever writes it.
public struct PortalResponse: Sendable {
    public var head: HTTPResponse
    public var body: Body
    /// Work for after the answer was written, such as noting that a session was used. Not doing it harms nobody.
    public var afterwards: (@Sendable () async -> Void)?

    public enum Body: Sendable {
        case bytes([UInt8])
        /// Parts that are sent as they come, until the stream ends or the reader is gone.
        case stream(ByteStream)
    }

    public init(head: HTTPResponse, body: Body, afterwards: (@Sendable () async -> Void)? = nil) {
        self.head = head
        self.body = body
        self.afterwards = afterwards
    }

    public var status: HTTPResponse.Status { head.status }
}

/// A body that is written part by part.
///
/// ``run(_:)`` returns when the stream has ended, and throws what `send` throws: a reader who left ends it.
public struct ByteStream: Sendable {
    public typealias Send = ([UInt8]) async throws -> Void

    private let body: @Sendable (Send) async throws -> Void

    public init(_ body: @escaping @Sendable (Send) async throws -> Void) { self.body = body }

    /// Writes every part through `send`, in order, waiting for each to be taken.
    public func run(_ send: Send) async throws { try await body(send) }
}
