import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Finds the addresses of a name.
public protocol NameResolving: Sendable {
    /// The addresses in the order they should be tried; an IP address in text form is itself.
    func addresses(of host: String) async throws(ResolvingFailure) -> [IPAddress]
}

/// Why a name led nowhere.
public enum ResolvingFailure: Error, Hashable, Sendable {
    case unknownName
    case tookTooLong
    /// Too many look-ups hang already.
    case busy
}

/// The machine's own resolver (`getaddrinfo`), on threads of its own.
public final class SystemResolver: NameResolving {
    private let queue = DispatchQueue(label: "name-resolution", attributes: .concurrent)
    private let limit: Double
    private let pending = Mutex(0)

    /// - Parameter seconds: How long a look-up may take. The system's own is not to be interrupted: it ends by itself, unheard.
    public init(timeLimit seconds: Double = 5) {
        limit = seconds
    }

    public func addresses(of host: String) async throws(ResolvingFailure) -> [IPAddress] {
        if let address = IPAddress(host) { return [address] }
        let mayAsk = pending.withLock { pending in
            guard pending < Self.mostPending else { return false }
            pending += 1
            return true
        }
        guard mayAsk else { throw .busy }

        let answer: Result<[IPAddress], ResolvingFailure> = await withCheckedContinuation { continuation in
            let caller = FirstAnswer(continuation)
            queue.async {
                let found = Self.lookUp(host)
                self.pending.withLock { $0 -= 1 }
                caller.give(found)
            }
            queue.asyncAfter(deadline: .now() + limit) { caller.give(.failure(.tookTooLong)) }
        }
        return try answer.get()
    }

    private static let mostPending = 32

    private static func lookUp(_ host: String) -> Result<[IPAddress], ResolvingFailure> {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return .failure(.unknownName) }
        defer { freeaddrinfo(list) }

        var addresses: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = address(entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        return addresses.isEmpty ? .failure(.unknownName) : .success(addresses)
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        let bytes = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
        switch entry.ai_family {
        // Behind family and port, and for IPv6 the flow: the same places on every system.
        case AF_INET where bytes.count >= MemoryLayout<sockaddr_in>.size:
            return IPAddress(v4: Array(bytes[4..<8]))
        case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size:
            return IPAddress(v6: Array(bytes[8..<24]))
        default:
            return nil
        }
    }
}

/// A caller who is answered once: by whichever of several answers comes first.
private final class FirstAnswer<Answer: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Answer, Never>?>

    init(_ continuation: CheckedContinuation<Answer, Never>) {
        waiting = Mutex(continuation)
    }

    func give(_ answer: Answer) {
        let caller = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        caller?.resume(returning: answer)
    }
}
