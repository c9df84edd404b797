import NIOCore
import NIOPosix
import Synchronization

/// A mail server on loopback that says what a test wrote, in the clear.
final class ScriptedMailServer: Sendable {
    /// What it says about a command; `nil` closes the connection instead.
    typealias Script = @Sendable (_ command: String) -> String?

    private let channel: any Channel
    private let heard: Heard

    private init(_ channel: any Channel, _ heard: Heard) {
        self.channel = channel
        self.heard = heard
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// Every line that was sent to it.
    var lines: [String] { heard.lines.withLock { $0 } }

    /// The usual answers of a server that takes everything.
    static let agreeable: Script = { command in
        switch command.prefix(4) {
        case "EHLO": "250-mail.example\r\n250-SIZE 100000\r\n250 8BITMIME"
        case "DATA": "354 go on"
        case "QUIT": "221 bye"
        case "": "220 mail.example"
        default: "250 fine"
        }
    }

    /// Serves for as long as the body runs. The greeting is the script's answer to nothing, the verdict on a mail that to a dot.
    static func run<Answer>(
        _ script: @escaping Script = agreeable, _ body: (ScriptedMailServer) async throws -> Answer
    ) async throws -> Answer {
        let heard = Heard()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Talk(heard: heard, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let answer: Result<Answer, any Error>
        do { answer = .success(try await body(ScriptedMailServer(channel, heard))) } catch { answer = .failure(error) }
        try await channel.close()
        return try answer.get()
    }

    fileprivate final class Heard: Sendable {
        let lines = Mutex<[String]>([])
    }
}

/// One connection, line by line.
private final class Talk: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let heard: ScriptedMailServer.Heard
    private let script: ScriptedMailServer.Script
    private var pending: [UInt8] = []
    private var isInMail = false

    init(heard: ScriptedMailServer.Heard, script: @escaping ScriptedMailServer.Script) {
        self.heard = heard
        self.script = script
    }

    func channelActive(context: ChannelHandlerContext) { say(script(""), context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pending += Array(unwrapInboundIn(data).readableBytesView)
        while let end = pending.firstIndex(of: 10) {
            let line = String(decoding: pending[..<end].filter { $0 != 13 }, as: UTF8.self)
            pending.removeSubrange(...end)
            heard.lines.withLock { $0.append(line) }
            if isInMail, line != "." { continue }
            isInMail = false
            let answer = script(line)
            if line == "DATA", answer?.hasPrefix("354") == true { isInMail = true }
            say(answer, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func say(_ text: String?, _ context: ChannelHandlerContext) {
        guard let text else { return context.close(promise: nil) }
        guard !text.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
}
