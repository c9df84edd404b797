import Foundation
import PortalCore
import PortalServices
import Synchronization
import Testing

/// A stand-in for an agency's engine: a small server of its own that checks signatures as an engine does, and remembers what
/// it was asked for.
final class EngineDouble: Sendable {
    struct Request: Sendable {
        let fields: [Answer.Field]
        let body: [UInt8]

        var json: JSONValue? { try? JSONValue.parse(body, maxDepth: 8, maxBytes: 1 << 16) }
    }

    let port: Int
    private let socket: Int32
    private let requests = Mutex<[Request]>([])
    private let status: Int

    /// - Parameter status: What it answers.
    init(answering status: Int = 202) throws {
        self.status = status
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var bound = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening =
            Socket.withAddress(0x7F00_0001, port: 0) { bind(socket, $0, $1) == 0 } && listen(socket, 64) == 0
            && withUnsafeMutablePointer(to: &bound) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) == 0 }
            }
        guard isListening else { throw Wire.Failure.refused }
        self.socket = socket
        port = Int(UInt16(bigEndian: bound.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                self?.serve(Socket(connection))
            }
        }
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }

    private func serve(_ socket: Socket) {
        defer { socket.close() }
        guard let head = try? socket.head(), let body = try? socket.body(of: head) else { return }
        requests.withLock { $0.append(Request(fields: head.fields, body: body)) }
        try? socket.send(Array("HTTP/1.1 \(status) Fine\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
    }

    /// What it was asked so far.
    var asked: [Request] { requests.withLock { $0 } }

    /// Waits until it was asked so often.
    func asked(times count: Int, within limit: Duration = .seconds(20)) async throws -> [Request] {
        try await eventually("the engine was asked \(count) times", within: limit) { self.asked.count >= count }
        return asked
    }
}

/// Waits until something is so, with a margin that no healthy machine needs.
func eventually(
    _ what: String, within limit: Duration = .seconds(20), every pause: Duration = .milliseconds(20),
    _ isSo: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now.advanced(by: limit)
    while ContinuousClock.now < deadline {
        if try await isSo() { return }
        try await Task.sleep(for: pause)
    }
    throw NeverHappened(what: what)
}

struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    var description: String { "it never came to this: \(what)" }
}
