import NIOCore
import NIOPosix

/// A client that writes and reads bytes as they are, so that a test can send what no library would.
struct RawClient: Sendable {
    let port: Int

    /// Sends some bytes and tells all that comes back until the other end closes, or until `isEnough` says so.
    func exchange(
        _ text: String, isEnough: @escaping @Sendable (String) -> Bool = { _ in false },
        then act: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
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

    /// One request that asks for the connection to be closed after it.
    func get(_ path: String, method: String = "GET", fields: [String] = ["Host: north.example"]) async throws -> String
    {
        let head = ["\(method) \(path) HTTP/1.1"] + fields + ["Connection: close", "", ""]
        return try await exchange(head.joined(separator: "\r\n"))
    }
}
