import Foundation
import Synchronization

/// One TCP connection to a server on this machine. It sends exactly the bytes that it is told, and adds, folds and follows nothing.
///
/// It waits on a thread of its own, so that the server in the same process keeps its threads.
final class Wire: Sendable {
    enum Failure: Error, Hashable {
        case refused
        case closed
        case tookTooLong
        case malformed(String)
    }

    private let socket: Socket
    private let thread = DispatchQueue(label: "wire")

    /// Connects to a port of this machine; `from` chooses the loopback address that the server sees.
    init(port: Int, from address: UInt32 = 0x7F00_0001) throws {
        socket = try Socket(port: port, from: address)
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) async throws {
        try await onThread { try $0.send(bytes) }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Reads one answer to its end. That to a `HEAD` request has no body.
    func answer(toHead: Bool = false, within seconds: Double = 20) async throws -> Answer {
        try await onThread { socket in
            socket.patience = seconds
            let head = try socket.head()
            let hasBody = !toHead && head.status != 204 && head.status != 304
            return Answer(status: head.status, fields: head.fields, body: hasBody ? try socket.body(of: head) : [])
        }
    }

    /// An answer, or `nil` where the other end closes the connection instead. One that does neither throws.
    func answerUnlessClosed(within seconds: Double = 20) async throws -> Answer? {
        do {
            return try await answer(within: seconds)
        } catch Failure.closed {
            return nil
        }
    }

    /// Sends what the other end may stop reading before it has all of it.
    func sendUnlessClosed(_ text: String) async throws {
        do { try await send(text) } catch Failure.closed {}
    }

    /// Reads the head of an answer whose body comes part by part.
    func head(within seconds: Double = 20) async throws -> Answer {
        try await onThread { socket in
            socket.patience = seconds
            let head = try socket.head()
            return Answer(status: head.status, fields: head.fields, body: [])
        }
    }

    /// The next part of such a body; `nil` when it has ended. Throws ``Failure/tookTooLong`` if nothing comes in time.
    func part(within seconds: Double) async throws -> [UInt8]? {
        try await onThread { socket in
            socket.patience = seconds
            let chunk = try socket.chunk()
            return chunk.isEmpty ? nil : chunk
        }
    }

    /// Whether the other end closes the connection in time; what it still sends is read and dropped.
    func isClosed(within seconds: Double) async throws -> Bool {
        try await onThread { socket in
            socket.patience = seconds
            do {
                while try socket.receive() {}
                return true
            } catch Failure.tookTooLong {
                return false
            }
        }
    }

    func close() { thread.sync { socket.close() } }

    /// Sends a request and reads its answer.
    func exchange(_ request: WireRequest) async throws -> Answer {
        try await send(request.bytes)
        return try await answer(toHead: request.method == "HEAD")
    }

    private func onThread<Value: Sendable>(_ work: @escaping @Sendable (Socket) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            thread.async { [socket] in continuation.resume(with: Result { try work(socket) }) }
        }
    }
}

/// A request, as it will be written.
struct WireRequest: Sendable {
    var method = "GET"
    var target: String
    var fields: [(name: String, value: String)] = []
    var body: [UInt8]?

    /// A `Content-Length` is written for a body if the fields have none.
    var bytes: [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\n"
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        if let body,
            !fields.contains(where: { ["content-length", "transfer-encoding"].contains($0.name.lowercased()) })
        {
            head += "Content-Length: \(body.count)\r\n"
        }
        return Array("\(head)\r\n".utf8) + (body ?? [])
    }
}
