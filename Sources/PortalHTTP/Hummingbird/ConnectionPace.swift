import NIOCore
import NIOHTTPTypes

/// How a connection gets on, as a value: it is told what arrives and what is answered, and says now and then whether it has dawdled
/// for longer than it may.
struct ConnectionPace {
    /// Why a connection is cut off.
    enum Dawdling: Hashable {
        /// A request was begun and its head not finished.
        case head
        /// A request was answered, and its body goes on.
        case body
        /// An answer waits, and hardly any of it is taken.
        case reader
        /// The last answer left, and the other side does not close.
        case end
        /// The server stops, and this connection does not come to an end.
        case farewell
    }

    private let limits: ConnectionLimits
    private var unanswered = 0
    private var isArriving = false
    private var isHeadBegun = false
    private var hasPartArrived = false
    private var written = 0
    private var arrivalSince: NIODeadline?
    private var reader: Reader?
    private var wasLastAnswered = false
    private var endSince: NIODeadline?
    private var farewellSince: NIODeadline?

    /// What a reader had yet to take at a moment.
    private struct Reader {
        let since: NIODeadline
        let waiting: Int
        let written: Int
    }

    init(_ limits: ConnectionLimits) { self.limits = limits }

    /// Whether every request was answered whose head has come.
    var isResting: Bool { unanswered == 0 }

    mutating func arrived(_ part: HTTPRequestPart) {
        hasPartArrived = true
        switch part {
        case .head:
            unanswered += 1
            isArriving = true
            isHeadBegun = false
            arrivalSince = nil
        case .body:
            break
        case .end:
            isArriving = false
            arrivalSince = nil
        }
    }

    /// All that had arrived was read. Where there was something and no part of a request came of it, a head was begun.
    mutating func readWasCompleted() {
        if !hasPartArrived, !isArriving, unanswered == 0 { isHeadBegun = true }
        hasPartArrived = false
    }

    mutating func answered(_ part: HTTPResponsePart) {
        switch part {
        case .head: break
        case .body(let bytes): written += bytes.readableBytes
        case .end: unanswered -= 1
        }
    }

    /// Nothing will be answered any more.
    mutating func lastWasAnswered() { wasLastAnswered = true }

    mutating func stops(at now: NIODeadline) { farewellSince = farewellSince ?? now }

    /// Why the connection must be cut off now, if it must; `waiting` is how many bytes wait for their reader.
    mutating func look(at now: NIODeadline, waiting: Int) -> Dawdling? {
        if let farewellSince, now - farewellSince >= TimeAmount(limits.farewell) { return .farewell }
        if let dawdling = lookAtArrival(now) { return dawdling }
        if isEndTooSlow(now, waiting) { return .end }
        return isReaderTooSlow(now, waiting) ? .reader : nil
    }

    private mutating func lookAtArrival(_ now: NIODeadline) -> Dawdling? {
        guard isHeadBegun || (isArriving && unanswered == 0) else {
            arrivalSince = nil
            return nil
        }
        guard let since = arrivalSince else {
            arrivalSince = now
            return nil
        }
        guard now - since >= TimeAmount(limits.arrival) else { return nil }
        return isHeadBegun ? .head : .body
    }

    private mutating func isEndTooSlow(_ now: NIODeadline, _ waiting: Int) -> Bool {
        guard wasLastAnswered, waiting == 0 else {
            endSince = nil
            return false
        }
        let since = endSince ?? now
        endSince = since
        return now - since >= TimeAmount(limits.linger)
    }

    private mutating func isReaderTooSlow(_ now: NIODeadline, _ waiting: Int) -> Bool {
        guard waiting > 0 else {
            reader = nil
            return false
        }
        guard let before = reader else {
            reader = Reader(since: now, waiting: waiting, written: written)
            return false
        }
        guard now - before.since >= TimeAmount(limits.patience) else { return false }
        let taken = before.waiting + (written - before.written) - waiting
        reader = Reader(since: now, waiting: waiting, written: written)
        return taken < limits.leastRead
    }
}
