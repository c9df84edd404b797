import FoundationEssentials
import Logging
import PortalCore

/// Asks an engine for a run.
public protocol TriggerSending: Sendable {
    /// One try. Whatever goes wrong is an outcome: above all, whether the engine may have received it.
    func send(_ dispatch: TriggerDispatch) async -> TriggerOutcome
}

/// Asks engines for runs over HTTP, through the gate.
///
/// - `webhook` and `n8n`: a `run.requested` event, signed per Standard Webhooks, with the engine's credential if it has one.
/// - `prefect`: a flow run of the deployment that the workflow's address names, tagged with our run id.
public struct EngineClient: TriggerSending {
    private let gate: AddressGate
    private let sealing: any Sealing
    private let clock: any WallClock
    private let http: OutboundHTTP
    private let logger: Logger

    public init(
        gate: AddressGate, sealing: any Sealing, clock: any WallClock = SystemClock(),
        limits: OutboundLimits = OutboundLimits(), logger: Logger
    ) {
        self.gate = gate
        self.sealing = sealing
        self.clock = clock
        self.logger = logger
        http = OutboundHTTP(limits: limits)
    }

    public func send(_ dispatch: TriggerDispatch) async -> TriggerOutcome {
        guard let address = dispatch.workflow.triggerURL else {
            return .notDelivered(reason: "the workflow has no address")
        }
        do {
            let message = try EngineMessage(dispatch, sealing: sealing)
            let target = try await gate.check(address)
            try message.check(target.url)
            let answer = try await http.post(try message.request(at: clock.now), to: target)
            return TriggerOutcome(answer, from: dispatch.engine.engine.kind, now: clock.now)
        } catch let refusal as GateRefusal {
            note(refusal, of: dispatch)
            return .notDelivered(reason: refusal.reason)
        } catch let unusable as EngineMessage.Unusable {
            return .notDelivered(reason: unusable.reason)
        } catch OutboundFailure.notSent(let reason) {
            return .notDelivered(reason: reason)
        } catch OutboundFailure.maybeSent(let reason) {
            return .unconfirmed(reason: reason)
        } catch {
            // Nothing else is thrown. If it ever is, nothing may be sent twice for it.
            return .unconfirmed(reason: "the request failed")
        }
    }

    /// The operator sees what kind of address it was; the address itself is the agency's.
    private func note(_ refusal: GateRefusal, of dispatch: TriggerDispatch) {
        guard case .forbidden(let kind) = refusal else { return }
        logger.notice(
            "A request was not sent: only the operator may allow such addresses",
            metadata: [
                "agency": "\(dispatch.job.agency)", "engine": "\(dispatch.engine.engine.id)",
                "kind": "\(kind.rawValue)",
            ])
    }
}

extension TriggerOutcome {
    /// What an engine's answer means.
    init(_ answer: OutboundAnswer, from kind: EngineKind, now: Instant) {
        switch answer.status {
        case 200...299:
            self = .accepted(externalID: kind == .prefect ? answer.body.flatMap(Self.flowRunID) : nil)
        case 429, 503:
            self = .deferred(seconds: answer.retryAfter.flatMap { Self.seconds($0, now: now) })
        case 502, 504:
            // A proxy speaks, and may have passed the request on.
            self = .unconfirmed(reason: "a proxy answered with status \(answer.status)")
        default:
            self = .rejected(status: answer.status)
        }
    }

    private static func flowRunID(_ body: [UInt8]) -> String? {
        struct FlowRun: Decodable { let id: String }
        guard let run = try? JSONDecoder().decode(FlowRun.self, from: Data(body)) else { return nil }
        return UUID(uuidString: run.id)?.uuidString.lowercased()
    }

    /// `Retry-After`: seconds, or a date.
    private static func seconds(_ text: String, now: Instant) -> Int? {
        if text.utf8.allSatisfy({ (48...57).contains($0) }) { return Int(text.prefix(9)) }
        guard let date = Timestamp.httpDate(text) else { return nil }
        return Int(max(0, date.since(now).milliseconds / 1_000))
    }
}
