import Foundation

/// A blocking socket with the little of HTTP that reading messages takes.
///
/// `@unchecked Sendable`: each is used from one serial queue or one thread only, that of the ``Wire`` or ``Listener`` that owns it.
final class Socket: @unchecked Sendable {
    struct Head {
        /// Of an answer; 0 for a request.
        let status: Int
        /// The first line, as it is.
        let line: String
        let fields: [Answer.Field]

        func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    }

    private var descriptor: Int32
    private var buffer: [UInt8] = []
    /// How long a read may wait for something, in seconds.
    var patience = 20.0

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    convenience init(port: Int, from address: UInt32) throws {
        let descriptor = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Wire.Failure.refused }
        let isConnected =
            Self.withAddress(address, port: 0) { bind(descriptor, $0, $1) == 0 }
            && Self.withAddress(0x7F00_0001, port: port) { connect(descriptor, $0, $1) == 0 }
        guard isConnected else {
            Foundation.close(descriptor)
            throw Wire.Failure.refused
        }
        self.init(descriptor)
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
    }

    func send(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { whole in
            var rest = whole[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = Foundation.send(descriptor, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { throw Wire.Failure.closed }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Reads what there is; `false` when the other end has closed.
    func receive() throws -> Bool {
        var wait = timeval(tv_sec: Int(patience), tv_usec: Int(patience.truncatingRemainder(dividingBy: 1) * 1e6))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var part = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &part, part.count, 0)
        if count > 0 {
            buffer += part[..<count]
            return true
        }
        if count < 0, errno == EAGAIN || errno == EWOULDBLOCK { throw Wire.Failure.tookTooLong }
        return false
    }

    // MARK: Messages

    /// The head of the next message; interim answers are passed over.
    func head() throws -> Head {
        while true {
            let text = String(decoding: try upTo("\r\n\r\n"), as: UTF8.self)
            let lines = text.components(separatedBy: "\r\n")
            let fields = try lines.dropFirst().map { line in
                guard let colon = line.firstIndex(of: ":") else { throw Wire.Failure.malformed(line) }
                return Answer.Field(
                    name: line[..<colon].lowercased(),
                    value: line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
            }
            let words = lines[0].split(separator: " ")
            let status = lines[0].hasPrefix("HTTP/") && words.count > 1 ? Int(words[1]) ?? 0 : 0
            if (100...199).contains(status) { continue }
            return Head(status: status, line: lines[0], fields: fields)
        }
    }

    func body(of head: Head) throws -> [UInt8] {
        if head.value("transfer-encoding") == "chunked" {
            var body: [UInt8] = []
            while case let chunk = try self.chunk(), !chunk.isEmpty { body += chunk }
            return body
        }
        if let length = head.value("content-length").flatMap({ Int($0) }) { return try take(length) }
        guard head.status != 0 else { return [] }
        while try receive() {}
        return try take(buffer.count)
    }

    /// The next chunk of a body; empty at its end.
    func chunk() throws -> [UInt8] {
        let line = String(decoding: try upTo("\r\n"), as: UTF8.self)
        guard let size = Int(line.prefix { $0 != ";" }, radix: 16) else { throw Wire.Failure.malformed(line) }
        let chunk = try take(size)
        _ = try upTo("\r\n")
        return chunk
    }

    private func upTo(_ mark: String) throws -> [UInt8] {
        let mark = Array(mark.utf8)
        while true {
            if let range = Data(buffer).range(of: Data(mark)) {
                let found = Array(buffer[..<range.lowerBound])
                buffer.removeFirst(range.upperBound)
                return found
            }
            guard try receive() else { throw Wire.Failure.closed }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { guard try receive() else { throw Wire.Failure.closed } }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    // MARK: Addresses

    static func withAddress<Value>(
        _ address: UInt32, port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(UInt16(port)).bigEndian
        name.sin_addr = in_addr(s_addr: address.bigEndian)
        return withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
