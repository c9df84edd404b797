import Logging
import NIOCore
import NIOHTTPTypes
import Synchronization

/// Watches over one connection: cuts off whoever dawdles, and lets what was answered reach its reader before it closes.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let log: ConnectionLog
    private let table: ConnectionTable
    private var place: ConnectionTable.Place?
    private let interval: TimeAmount
    private var pace: ConnectionPace
    private var looking: Scheduled<Void>?
    /// Set once the connection is to close, as soon as its reader has taken what waits.
    private var closing: EventLoopPromise<Void>?

    init(_ limits: ConnectionLimits, table: ConnectionTable, log: ConnectionLog) {
        self.log = log
        self.table = table
        pace = ConnectionPace(limits)
        let shortest = TimeAmount(min(limits.arrival, limits.patience, limits.linger, limits.farewell))
        interval = max(
            min(.nanoseconds(shortest.nanoseconds / 4), TimeAmount(limits.settling), .seconds(1)), .milliseconds(5))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Small portions: a connection keeps room for one, and whoever sends many requests at once has few of them in memory.
        let options = context.channel.syncOptions
        try? options?.setOption(
            .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 2_048, maximum: 4_096))
        try? options?.setOption(.maxMessagesPerRead, value: 1)
        // And of what is written while its reader leaves an answer lying, not more than a page or two.
        try? options?.setOption(.writeBufferWaterMark, value: .init(low: 16_384, high: 32_768))
        lookSoon(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelActive(context: ChannelHandlerContext) {
        place = table.enter(context.channel)
        context.fireChannelActive()
        if place == nil {
            log.isRefused()
            closeNow(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pace.arrived(unwrapInboundIn(data))
        if !pace.isResting { place?.works() }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        pace.readWasCompleted()
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let request = event as? ConnectionTable.MakeRoom { return makeRoom(request, context) }
        if event is ChannelShouldQuiesceEvent { pace.stops(at: .now()) }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        pace.answered(unwrapOutboundIn(data))
        context.write(data, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output { pace.lastWasAnswered() }
        guard mode == .all, waiting(context) > 0 else { return context.close(mode: mode, promise: promise) }
        let closing = self.closing ?? context.eventLoop.makePromise()
        self.closing = closing
        closing.futureResult.cascade(to: promise)
    }

    /// Closes for somebody who waits, unless something was asked meanwhile.
    private func makeRoom(_ request: ConnectionTable.MakeRoom, _ context: ChannelHandlerContext) {
        guard isResting(waiting(context)) else {
            if case .forAnybody = request { table.makeRoom() }
            return
        }
        log.madeRoom()
        closeNow(context)
    }

    private func isResting(_ waiting: Int) -> Bool { pace.isResting && waiting == 0 }

    // MARK: Looking now and then

    private func lookSoon(_ context: ChannelHandlerContext) {
        looking = context.eventLoop.assumeIsolated().scheduleTask(in: interval) { [self] in look(context) }
    }

    private func look(_ context: ChannelHandlerContext) {
        let waiting = waiting(context)
        if let dawdling = pace.look(at: .now(), waiting: waiting) {
            log.isCut(dawdling)
            closeNow(context)
        } else if closing != nil, waiting == 0 {
            closeNow(context)
        } else {
            if isResting(waiting) {
                place?.rests()
                table.makeRoomIfAwaited()
            }
            lookSoon(context)
        }
    }

    private func closeNow(_ context: ChannelHandlerContext) {
        let promise = closing
        closing = nil
        context.close(mode: .all, promise: promise)
    }

    private func end() {
        place.map(table.leave)
        place = nil
        looking?.cancel()
        looking = nil
        closing?.succeed()
        closing = nil
    }

    /// How many bytes wait for their reader; none once the channel is closed.
    private func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}

@available(*, unavailable)
extension ConnectionWatch: Sendable {}

/// What became of a server's connections that did not end by themselves.
final class ConnectionLog: Sendable {
    private let logger: Logger
    private let atFarewell = Atomic(0)

    init(logger: Logger) { self.logger = logger }

    func isCut(_ dawdling: ConnectionPace.Dawdling) {
        if dawdling == .farewell { atFarewell.add(1, ordering: .relaxed) }
        logger.debug("A connection was cut off", metadata: ["because": "\(dawdling)"])
    }

    func isRefused() { logger.debug("A connection was refused: its network has its share") }

    func madeRoom() { logger.debug("A connection that rested made room for another") }

    /// Tells of those that the server did not wait for.
    func serverEnded() {
        let count = atFarewell.load(ordering: .relaxed)
        guard count > 0 else { return }
        logger.notice("Connections were cut off that did not end in time", metadata: ["count": "\(count)"])
    }
}
