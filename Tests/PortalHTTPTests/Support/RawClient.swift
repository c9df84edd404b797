import NIOCore
import NIOPosix

/// A client that writes and reads bytes as they are, so that a test can send what no library would.
struct RawClient: Sendable {
    let port: Int
    /// The address of this machine that it comes from; `nil` takes the usual one.
    var address: String?

    /// Sends some bytes and tells all that comes back until the other end closes, or until `isEnough` says so.
    func exchange(
        _ text: String, isEnough: @escaping @Sendable (String) -> Bool = { _ in false },
        then act: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> String {
        try await connect().executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var received = ""
            for try await part in inbound {
                received += String(buffer: part)
                if isEnough(received) { break }
            }
            try await act()
            return received
        }
    }

    /// Sends some bytes, and the same again after something was done; tells both answers, the second empty if there was none any more.
    func twice(
        _ text: String, isEnough: @escaping @Sendable (String) -> Bool,
        between act: @escaping @Sendable () async throws -> Void
    ) async throws -> (String, String) {
        try await connect().executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            func answer() async throws -> String {
                var received = ""
                while !isEnough(received), let part = try await parts.next() { received += String(buffer: part) }
                return received
            }
            try await outbound.write(ByteBuffer(string: text))
            let first = try await answer()
            try await act()
            do {
                try await outbound.write(ByteBuffer(string: text))
                return (first, try await answer())
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                return (first, "")
            }
        }
    }

    /// Sends some bytes, and once an answer has begun takes nothing of it until something was done; tells how many bytes came in all.
    func count(
        answering text: String, pausing act: @escaping @Sendable () async throws -> Void
    ) async throws -> Int {
        try await connect().executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var count = 0
            for try await part in inbound {
                if count == 0 { try await act() }
                count += part.readableBytes
            }
            return count
        }
    }

    /// Waits until no connection is taken any more.
    func isRefused() async throws {
        while let channel = try? await connect() {
            try await channel.executeThenClose { _, _ in }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Sends some bytes and takes the answer, and goes on sending when there is no more to come, until that is cut off.
    func insist(_ text: String) async throws -> String {
        try await connect(goesOn: true).executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var received = ""
            for try await part in inbound { received += String(buffer: part) }
            do {
                while true {
                    try await outbound.write(ByteBuffer(string: "x"))
                    try await Task.sleep(for: .milliseconds(5))
                }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                return received
            }
        }
    }

    /// A connection, which may go on sending once the other end has said its last.
    private func connect(goesOn: Bool = false) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: goesOn)
        if let address { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: address, port: 0)) }
        return try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    }

    /// One request that asks for the connection to be closed after it.
    func get(_ path: String, method: String = "GET", fields: [String] = ["Host: north.example"]) async throws -> String
    {
        let head = ["\(method) \(path) HTTP/1.1"] + fields + ["Connection: close", "", ""]
        return try await exchange(head.joined(separator: "\r\n"))
    }
}
