import AsyncHTTPClient
import NIOCore
import NIOHTTP1
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

/// A request on its way to a system outside. It is never printed: it carries secrets.
struct OutboundRequest: Sendable {
    let headers: [(name: String, value: String)]
    let body: [UInt8]
}

/// What a system outside answered.
struct OutboundAnswer: Sendable {
    let status: Int
    let retryAfter: String?
    /// `nil` if it was larger than the limit, or broke off.
    let body: [UInt8]?
}

/// Why there is no answer, told apart by what matters: whether the request can have arrived.
enum OutboundFailure: Error, Hashable, Sendable {
    /// No connection was made, so nothing was sent.
    case notSent(reason: String)
    /// There was a connection: the request may have been read and acted on.
    case maybeSent(reason: String)
}

/// How much time and memory one exchange may take.
public struct OutboundLimits: Hashable, Sendable {
    /// For a connection, TLS included.
    public var connect: Duration
    /// For the whole exchange after the name was resolved.
    public var whole: Duration
    /// For the bytes of an answer's body.
    public var answerBytes: Int

    public init(connect: Duration = .seconds(5), whole: Duration = .seconds(20), answerBytes: Int = 64 << 10) {
        self.connect = connect
        self.whole = whole
        self.answerBytes = answerBytes
    }
}

/// Sends a request to an address that the gate has checked.
///
/// The connection goes to the checked number; the name stays in the `Host` header and in the TLS handshake. Redirects are answers, not
/// orders. Every exchange has a connection of its own. Nothing of a request or an answer is logged.
struct OutboundHTTP: Sendable {
    private let limits: OutboundLimits
    private let eventLoops: any EventLoopGroup

    init(limits: OutboundLimits, eventLoops: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) {
        self.limits = limits
        self.eventLoops = eventLoops
    }

    func post(_ request: OutboundRequest, to target: CheckedTarget) async throws(OutboundFailure) -> OutboundAnswer {
        let deadline = ContinuousClock.now.advanced(by: limits.whole)
        var failure = OutboundFailure.notSent(reason: "there is no address to connect to")
        for address in target.addresses.prefix(Self.mostAddresses) where ContinuousClock.now < deadline {
            do throws(OutboundFailure) {
                return try await post(request, to: target.url, at: address, until: deadline)
            } catch .notSent(let reason) {
                // The next address of the same name may still be reached.
                failure = .notSent(reason: reason)
            }
        }
        throw failure
    }

    private static let mostAddresses = 4

    private func post(
        _ request: OutboundRequest, to url: OutboundURL, at address: IPAddress, until deadline: ContinuousClock.Instant
    ) async throws(OutboundFailure) -> OutboundAnswer {
        let connection = ConnectionWitness(expected: address)
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(eventLoops),
            configuration: configuration(host: url.host, address: address, connection))
        let (outcome, wasCutOff) = await Deadline.cut(at: deadline) { await exchange(request, url, client) }
        // Closes the connection. There is nothing to do about a client that does not close: it is not used again.
        try? await client.shutdown()

        switch outcome {
        case .success(let answer):
            return answer
        case .failure(let error) where connection.wasMade:
            throw .maybeSent(reason: wasCutOff ? "no answer in time" : Self.words(afterConnecting: error))
        case .failure(let error):
            throw .notSent(reason: wasCutOff ? "no connection in time" : Self.words(connecting: error))
        }
    }

    private func exchange(
        _ request: OutboundRequest, _ url: OutboundURL, _ client: HTTPClient
    ) async -> Result<OutboundAnswer, any Error> {
        do {
            var message = HTTPClientRequest(url: url.text)
            message.method = .POST
            for (name, value) in request.headers { message.headers.add(name: name, value: value) }
            message.body = .bytes(ByteBuffer(bytes: request.body))

            let response = try await client.execute(message, deadline: .distantFuture, logger: nil)
            // The status alone says whether the request was taken: a body that breaks off does not unsay it.
            let body = try? await response.body.collect(upTo: limits.answerBytes)
            return .success(
                OutboundAnswer(
                    status: Int(response.status.code), retryAfter: response.headers.first(name: "retry-after"),
                    body: body.map { Array($0.readableBytesView) }))
        } catch {
            return .failure(error)
        }
    }

    private func configuration(
        host: String, address: IPAddress, _ connection: ConnectionWitness
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = TimeAmount(limits.connect)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = [host: address.description]
        configuration.tracing.tracer = nil
        configuration.http1_1ConnectionDebugInitializer = { channel in connection.made(channel) }
        return configuration
    }

    private static func words(connecting error: any Error) -> String {
        switch Cause(error) {
        case .refused: "connection refused"
        case .slow: "no connection in time"
        case .unusable: "the address is not a usable http or https address"
        case .otherAddress: "the connection led to another address"
        case .untrusted: "no trusted TLS connection could be made"
        case .reset, .closed, .other: "no connection could be made"
        }
    }

    private static func words(afterConnecting error: any Error) -> String {
        switch Cause(error) {
        case .closed: "the connection was closed without an answer"
        case .reset: "the connection was reset without an answer"
        case .refused, .slow, .unusable, .otherAddress, .untrusted, .other:
            "the connection broke without a usable answer"
        }
    }
}

/// What went wrong, of all that can, as far as it has words.
private enum Cause {
    case refused, slow, unusable, otherAddress, untrusted, reset, closed, other

    init(_ error: any Error) {
        if let error = error as? IOError {
            self = error.errnoCode == ECONNREFUSED ? .refused : error.errnoCode == ECONNRESET ? .reset : .other
        } else if let error = error as? HTTPClientError {
            self =
                error == .connectTimeout
                ? .slow : error == .invalidURL ? .unusable : error == .remoteConnectionClosed ? .closed : .other
        } else if error is NIOSSLError || error is NIOSSLExtraError {
            self = .untrusted
        } else {
            self = error is ConnectionWitness.OtherAddress ? .otherAddress : .other
        }
    }
}

/// Whether a connection was made, and that it leads to where it should.
private final class ConnectionWitness: Sendable {
    struct OtherAddress: Error {}

    private let expected: IPAddress
    private let hasConnected = Atomic(false)

    init(expected: IPAddress) {
        self.expected = expected
    }

    var wasMade: Bool { hasConnected.load(ordering: .acquiring) }

    /// Called for every connection before a request is written to it.
    func made(_ channel: any Channel) -> EventLoopFuture<Void> {
        guard let address = channel.remoteAddress?.ipAddress, IPAddress(address) == expected else {
            return channel.close().flatMapThrowing { throw OtherAddress() }
        }
        hasConnected.store(true, ordering: .releasing)
        return channel.eventLoop.makeSucceededVoidFuture()
    }
}
