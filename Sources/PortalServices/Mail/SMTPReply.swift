import NIOCore

/// What a mail server says: a number and lines of text.
struct SMTPReply: Hashable, Sendable {
    let code: Int
    let lines: [String]

    var isPositive: Bool { (200...299).contains(code) }

    /// Whether the server will not do this, however often it is asked.
    var isFinal: Bool { (500...599).contains(code) }

    /// The number and the first line, for staff.
    var words: String { "\(code) \(lines.first ?? "")" }
}

/// Puts replies together from the bytes of a connection, and gives each to whoever waits for it.
///
/// It lives on its channel's event loop.
final class SMTPReplyReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var pending = ByteBuffer()
    private var lines: [String] = []
    private var code: Int?
    private var waiter: EventLoopPromise<SMTPReply>?
    private var ready: [SMTPReply] = []
    private var ending: (any Error)?

    /// Replies nobody could have asked for, or of a size nobody would need.
    struct Malformed: Error {}
    struct Closed: Error {}

    private static let longestLine = 2_048
    private static let mostLines = 64

    /// The next reply.
    func next(on loop: any EventLoop) -> EventLoopFuture<SMTPReply> {
        if !ready.isEmpty { return loop.makeSucceededFuture(ready.removeFirst()) }
        if let ending { return loop.makeFailedFuture(ending) }
        let promise = loop.makePromise(of: SMTPReply.self)
        waiter = promise
        return promise.futureResult
    }

    /// Whether something was said that nobody asked for yet: before TLS, somebody between may have said it.
    var hasUnasked: Bool { pending.readableBytes > 0 || !ready.isEmpty || !lines.isEmpty }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        pending.writeBuffer(&bytes)
        do {
            while let line = try nextLine() { try take(line) }
        } catch {
            end(error)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(Closed())
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(error)
        context.close(promise: nil)
    }

    private func end(_ error: any Error) {
        if ending == nil { ending = error }
        let waiting = waiter
        waiter = nil
        waiting?.fail(error)
    }

    private func nextLine() throws -> String? {
        let view = pending.readableBytesView
        guard let end = view.firstIndex(of: 10) else {
            guard view.count <= Self.longestLine else { throw Malformed() }
            return nil
        }
        let length = end - view.startIndex
        guard length <= Self.longestLine, let bytes = pending.readBytes(length: length + 1) else { throw Malformed() }
        pending.discardReadBytes()
        return String(decoding: bytes.filter { $0 != 13 && $0 != 10 }, as: UTF8.self)
    }

    private func take(_ line: String) throws {
        let digits = line.utf8.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (48...57).contains($0) }),
            let number = Int(line.prefix(3)), (200...599).contains(number), code == nil || code == number,
            lines.count < Self.mostLines
        else { throw Malformed() }
        code = number
        let mark = line.utf8.dropFirst(3).first
        lines.append(String(line.dropFirst(4)))
        switch mark {
        case UInt8(ascii: "-"): return
        case UInt8(ascii: " "), nil: break
        default: throw Malformed()
        }
        let reply = SMTPReply(code: number, lines: lines)
        lines = []
        code = nil
        if let waiting = waiter {
            waiter = nil
            waiting.succeed(reply)
        } else {
            ready.append(reply)
            guard ready.count <= 4 else { throw Malformed() }
        }
    }
}
