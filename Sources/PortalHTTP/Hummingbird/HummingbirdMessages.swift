import HTTPTypes
import Hummingbird
import NIOCore

extension PortalRequest {
    /// A request that Hummingbird carried.
    init(_ request: Request, peer: SocketAddress?, isTLS: Bool, bodyDeadline: Duration) {
        let body = request.body
        self.init(
            head: request.head,
            body: PortalRequestBody(growing: { limit, holding in
                try await withDeadline(bodyDeadline) { try await body.bytes(upTo: limit, holding: holding) }
            }),
            peer: peer?.ipAddress.flatMap { NetworkAddress($0) }, isTLS: isTLS)
    }
}

extension RequestBody {
    /// Reads it into one array and nothing else: no more is in memory than has come.
    fileprivate func bytes(upTo limit: Int, holding: PortalRequestBody.Holding) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        // Growing would hold what has come twice; of what is only reserved, nothing is in memory before it comes.
        bytes.reserveCapacity(limit)
        var parts = makeAsyncIterator()
        while let part = try await next(&parts) {
            let count = bytes.count + part.readableBytes
            guard count <= limit else { throw PortalRequestBody.TooLarge(limit: limit) }
            try holding(count)
            part.readableBytesView.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    private func next(_ parts: inout AsyncIterator) async throws(BodyBrokeOff) -> ByteBuffer? {
        do { return try await parts.next() } catch { throw BodyBrokeOff() }
    }
}

/// Does something that must be done in time: whoever sends a byte a minute does not hold a place for hours.
private func withDeadline<Answer: Sendable>(
    _ deadline: Duration, _ body: @escaping @Sendable () async throws -> Answer
) async throws -> Answer {
    try await withThrowingTaskGroup(of: Answer.self) { group in
        defer { group.cancelAll() }
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: deadline)
            throw BodyTooSlow()
        }
        guard let answer = try await group.next() else { throw CancellationError() }
        return answer
    }
}

extension Response {
    /// The portal's answer for Hummingbird to write. A `HEAD` answer has the length of the body that it leaves out.
    ///
    /// Where the request's body is still the connection's own, a stream can be ended as soon as its reader leaves
    /// (`isReaderWatched`); elsewhere that shows when the next part cannot be written.
    init(_ response: PortalResponse, to request: Request, isReaderWatched: Bool = false) {
        var fields = response.head.headerFields
        let body: ResponseBody
        switch response.body {
        case .bytes(let bytes):
            fields[.contentLength] = String(bytes.count)
            let buffer = ByteBuffer(bytes: request.method == .head ? [] : bytes)
            body =
                if let afterwards = response.afterwards {
                    Self.body(buffer, length: bytes.count, afterwards: afterwards)
                } else {
                    ResponseBody(byteBuffer: buffer)
                }
        case .stream where request.method == .head:
            body = ResponseBody()
        case .stream(let stream):
            let requestBody = isReaderWatched ? request.body : nil
            body = ResponseBody { writer in
                if let requestBody {
                    try await requestBody.consumeWithCancellationOnInboundClose { _ in
                        try await stream.run { part in try await writer.write(ByteBuffer(bytes: part)) }
                    }
                } else {
                    try await stream.run { part in try await writer.write(ByteBuffer(bytes: part)) }
                }
                try await writer.finish(nil)
            }
        }
        self.init(status: response.head.status, headers: fields, body: body)
    }

    private static func body(
        _ buffer: ByteBuffer, length: Int, afterwards: @escaping @Sendable () async -> Void
    ) -> ResponseBody {
        ResponseBody(contentLength: length) { writer in
            if buffer.readableBytes > 0 { try await writer.write(buffer) }
            try await writer.finish(nil)
            await afterwards()
        }
    }
}
