import Logging
import PortalCore
import ServiceLifecycle

/// Asks the Prefect servers of all agencies about their runs, and hands on what they tell.
///
/// Every two seconds where something is open or was just asked for, else every ten. A server that does not answer is asked less and less
/// often, and holds up no other.
public struct PrefectReporter: Service {
    private let ledger: any EngineLedger
    private let gate: AddressGate
    private let sealing: any Sealing
    private let clock: any WallClock
    private let http: OutboundHTTP
    private let signal: WorkSignal
    private let pace: Pace
    private let logger: Logger

    /// How often a server is asked.
    public struct Pace: Hashable, Sendable {
        public var busy: Duration
        public var idle: Duration
        /// The longest pause after failures.
        public var failing: Duration
        /// For how long a server counts as busy after ``WorkSignal/raise()``.
        public var afterSignal: Duration

        public init(
            busy: Duration = .seconds(2), idle: Duration = .seconds(10), failing: Duration = .seconds(300),
            afterSignal: Duration = .seconds(60)
        ) {
            self.busy = busy
            self.idle = idle
            self.failing = failing
            self.afterSignal = afterSignal
        }
    }

    /// - Parameter signal: Raise it when an engine took a request.
    public init(
        ledger: any EngineLedger, gate: AddressGate, sealing: any Sealing, clock: any WallClock = SystemClock(),
        signal: WorkSignal = WorkSignal(), pace: Pace = Pace(), logger: Logger
    ) {
        self.ledger = ledger
        self.gate = gate
        self.sealing = sealing
        self.clock = clock
        self.signal = signal
        self.pace = pace
        self.logger = logger
        http = OutboundHTTP(limits: OutboundLimits(answerBytes: 4 << 20))
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.watch()
        }
    }

    private func watch() async {
        let rounds = PrefectRounds(pace: pace)
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    let contacts = try await ledger.enginesToAsk(kind: .prefect).filter { $0.engine.apiURL != nil }
                    for (contact, watch) in await rounds.due(contacts, make: makeWatch) {
                        group.addTask { await ask(contact, watch, rounds) }
                    }
                } catch {
                    logger.error("The engines to ask cannot be read", metadata: ["error": "\(error)"])
                }
                if await signal.wait(atMost: await rounds.pause()) { await rounds.hurry() }
            }
        }
    }

    private func makeWatch() -> PrefectWatch {
        let (gate, sealing, http) = (gate, sealing, http)
        return PrefectWatch(ledger: ledger, clock: clock, logger: logger) { contact async throws(PrefectAPI.Failure) in
            try await PrefectAPI(contact, gate: gate, sealing: sealing, http: http)
        }
    }

    private func ask(_ contact: EngineContact, _ watch: PrefectWatch, _ rounds: PrefectRounds) async {
        var asksAgain = true
        while asksAgain, !Task.isCancelled {
            let outcome: PrefectRounds.Outcome
            do {
                outcome = try await watch.ask(contact) ? .busy : .idle
            } catch {
                outcome = Task.isCancelled ? .idle : .failed("\(error)")
            }
            let turn: PrefectRounds.Turn?
            (turn, asksAgain) = await rounds.finish(contact.engine.id, outcome)
            note(turn, of: contact)
        }
    }

    /// Tells of a failure and of its end, not of every try between.
    private func note(_ turn: PrefectRounds.Turn?, of contact: EngineContact) {
        let metadata: Logger.Metadata = ["agency": "\(contact.agency)", "engine": "\(contact.engine.id)"]
        switch turn {
        case .beganToFail(let reason):
            logger.warning("An engine cannot be asked", metadata: metadata.merging(["error": "\(reason)"]) { $1 })
        case .recovered:
            logger.info("An engine can be asked again", metadata: metadata)
        case nil:
            break
        }
    }
}
