import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A real server on loopback that answers every request with bytes that the test wrote, or does not.
final class ScriptedServer: Sendable {
    /// What it does about a request, once it has read all of it.
    enum Reply: Sendable {
        case bytes(String)
        case endless(head: String)
        case hold
        case close
        case reset

        /// A whole answer with its length.
        static func answer(_ status: Int, _ body: String = "", headers: [String] = []) -> Self {
            let lines = ["HTTP/1.1 \(status) Words", "content-length: \(body.utf8.count)"] + headers
            return .bytes(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        }
    }

    struct Received: Sendable {
        let line: String
        let fields: [(name: String, value: String)]
        let body: [UInt8]

        var path: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
        var text: String { String(decoding: body, as: UTF8.self) }

        subscript(name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
    }

    private let channel: any Channel
    fileprivate let record: Record

    private init(_ channel: any Channel, _ record: Record) {
        self.channel = channel
        self.record = record
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    /// What was asked for so far.
    var requests: [Received] { record.received.withLock { $0 } }
    /// How many connections were made so far.
    var connections: Int { record.connections.withLock { $0 } }
    /// Everything that was sent over any connection, request or not.
    var firstBytes: [UInt8] { record.raw.withLock { $0 } }

    /// Serves for as long as the body runs, over TLS if there is a certificate for it.
    static func run<Answer>(
        _ reply: @escaping @Sendable (Received) -> Reply, showing certificate: SelfSigned? = nil,
        _ body: (ScriptedServer) async throws -> Answer
    ) async throws -> Answer {
        let record = Record()
        let tls = try certificate?.context()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    if let tls { try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try child.pipeline.syncOperations.addHandler(Conversation(record: record, reply: reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ScriptedServer(channel, record)
        let answer: Result<Answer, any Error>
        do { answer = .success(try await body(server)) } catch { answer = .failure(error) }
        try await channel.close()
        return try answer.get()
    }

    /// A port of loopback that nobody listens on.
    static func freePort() async throws -> Int {
        try await run({ _ in .close }) { $0.port }
    }

    fileprivate final class Record: Sendable {
        let received = Mutex<[Received]>([])
        let connections = Mutex(0)
        let raw = Mutex<[UInt8]>([])
    }
}

/// One connection: bytes in until a request is whole, then what the script says.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let record: ScriptedServer.Record
    private let reply: @Sendable (ScriptedServer.Received) -> ScriptedServer.Reply
    private var bytes: [UInt8] = []

    init(record: ScriptedServer.Record, reply: @escaping @Sendable (ScriptedServer.Received) -> ScriptedServer.Reply) {
        self.record = record
        self.reply = reply
    }

    func channelActive(context: ChannelHandlerContext) {
        record.connections.withLock { $0 += 1 }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let more = Array(unwrapInboundIn(data).readableBytesView)
        record.raw.withLock { $0 += more }
        bytes += more
        guard let request = take() else { return }
        record.received.withLock { $0.append(request) }
        perform(reply(request), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func take() -> ScriptedServer.Received? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
        let fields = lines.dropFirst().map { line in
            (name: String(line.prefix { $0 != ":" }), value: String(line.drop { $0 != ":" }.dropFirst(2)))
        }
        let length = fields.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        let head = text[..<end.upperBound].utf8.count
        guard bytes.count >= head + length else { return nil }
        defer { bytes.removeFirst(head + length) }
        return ScriptedServer.Received(
            line: lines.first ?? "", fields: fields, body: Array(bytes[head..<head + length]))
    }

    private func perform(_ reply: ScriptedServer.Reply, _ context: ChannelHandlerContext) {
        switch reply {
        case .bytes(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .endless(let head):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
            pour(context)
        case .hold:
            break
        case .close:
            context.close(promise: nil)
        case .reset:
            // With no time to linger, the system sends a reset instead of an end.
            let channel = context.channel
            (channel as? any SocketOptionProvider)?
                .setSoLinger(linger(l_onoff: 1, l_linger: 0))
                .whenComplete { _ in channel.close(promise: nil) }
        }
    }

    private func pour(_ context: ChannelHandlerContext) {
        let chunk = "2000\r\n" + String(repeating: "x", count: 0x2000) + "\r\n"
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: chunk))).whenSuccess {
            let (conversation, context) = bound.value
            conversation.pour(context)
        }
    }
}
