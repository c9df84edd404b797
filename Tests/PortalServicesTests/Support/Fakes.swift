import PortalCore
import PortalServices
import Synchronization

/// A clock that a test sets.
final class TestClock: WallClock {
    private let moment: Mutex<Instant>

    init(_ milliseconds: Int64 = 1_800_000_000_000) {
        moment = Mutex(Instant(milliseconds: milliseconds))
    }

    var now: Instant { moment.withLock { $0 } }

    func advance(by span: TimeSpan) { moment.withLock { $0 = $0.adding(span) } }
}

/// Bytes that count up, so that a test knows what was drawn.
final class CountingEntropy: Entropy {
    private let next = Mutex<UInt8>(0)

    func bytes(_ count: Int) -> [UInt8] {
        next.withLock { next in
            (0..<count).map { _ in
                defer { next &+= 1 }
                return next
            }
        }
    }
}

/// A name server that a test writes. It counts how often it was asked.
final class TestResolver: NameResolving {
    private let names: [String: [String]]
    private let asked = Mutex(0)

    init(_ names: [String: [String]]) {
        self.names = names
    }

    var questions: Int { asked.withLock { $0 } }

    func addresses(of host: String) async throws(ResolvingFailure) -> [IPAddress] {
        asked.withLock { $0 += 1 }
        if let address = IPAddress(host) { return [address] }
        guard let found = names[host] else { throw .unknownName }
        return found.compactMap { IPAddress($0) }
    }
}
