import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// One connection to a mail server: commands go out, replies come back, in order.
final class SMTPConnection: Sendable {
    private let channel: any Channel
    private let reader: NIOLoopBound<SMTPReplyReader>
    private let patience: TimeAmount

    private init(channel: any Channel, reader: NIOLoopBound<SMTPReplyReader>, patience: TimeAmount) {
        self.channel = channel
        self.reader = reader
        self.patience = patience
    }

    struct TookTooLong: Error {}
    /// Something was said before TLS that nobody asked for.
    struct Interfered: Error {}

    /// Connects to a checked address; with a TLS context, nothing is said before the handshake.
    static func open(
        _ address: IPAddress, port: Int, patience: TimeAmount, tls: (context: NIOSSLContext, host: String)?
    ) async throws -> SMTPConnection {
        let target = try SocketAddress(ipAddress: address.description, port: port)
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(min(patience, .seconds(15)))
            .connect(to: target) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let reader = SMTPReplyReader()
                    if let tls { try channel.pipeline.syncOperations.addHandler(handler(tls)) }
                    try channel.pipeline.syncOperations.addHandler(reader)
                    return SMTPConnection(
                        channel: channel, reader: NIOLoopBound(reader, eventLoop: channel.eventLoop),
                        patience: patience)
                }
            }
    }

    private static func handler(_ tls: (context: NIOSSLContext, host: String)) throws -> NIOSSLClientHandler {
        // A number is no name to ask for; it is checked against the certificate's numbers instead.
        try NIOSSLClientHandler(context: tls.context, serverHostname: IPAddress(tls.host) == nil ? tls.host : nil)
    }

    /// Waits for what the server says next.
    func reply() async throws -> SMTPReply {
        try await withTaskCancellationHandler {
            try await channel.eventLoop.flatSubmit { [reader, patience, channel] in
                let loop = channel.eventLoop
                let reply = reader.value.next(on: loop)
                let alarm = loop.scheduleTask(in: patience) { channel.pipeline.fireErrorCaught(TookTooLong()) }
                reply.whenComplete { _ in alarm.cancel() }
                return reply
            }.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Sends one command line and waits for its reply. The line has no line end of its own.
    func ask(_ line: String) async throws -> SMTPReply {
        try await send(Array(line.utf8) + MIMEMessage.lineEnd)
        return try await reply()
    }

    func send(_ bytes: [UInt8]) async throws {
        try await withTaskCancellationHandler {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Begins TLS after the server agreed to. What was said before it and not asked for ends the connection.
    func startTLS(_ context: NIOSSLContext, host: String) async throws {
        try await channel.eventLoop.submit { [reader, channel] in
            guard !reader.value.hasUnasked else { throw Interfered() }
            try channel.pipeline.syncOperations.addHandler(Self.handler((context, host)), position: .first)
        }.get()
    }

    func close() { channel.close(promise: nil) }
}
