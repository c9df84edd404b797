import PortalCore

/// What is sent to an engine to ask it for a run. The same at every try, but for the signature's time.
struct EngineMessage {
    /// Why no message can be made.
    enum Unusable: Error, Hashable, Sendable {
        case secrets
        case credentialHeader
        case foreignOrigin

        var reason: String {
            switch self {
            case .secrets: "the engine's secrets cannot be opened"
            case .credentialHeader: "the engine's credential names a header that cannot be set"
            case .foreignOrigin: "the workflow's address is not at its engine"
            }
        }
    }

    let dispatch: TriggerDispatch
    let signingSecret: WebhookSecret
    let credential: EngineCredential

    /// Opens the engine's secrets.
    init(_ dispatch: TriggerDispatch, sealing: any Sealing) throws(Unusable) {
        let contact = dispatch.engine
        let engine = contact.engine.id
        self.dispatch = dispatch
        do {
            let secret = try sealing.open(
                contact.signingSecret, under: contact.dataKey, as: .engineSigningSecret(engine, agency: contact.agency))
            let credential = try contact.credential.map {
                try sealing.open($0, under: contact.dataKey, as: .engineCredential(engine, agency: contact.agency))
            }
            guard let secret = WebhookSecret(bytes: secret),
                let credential = credential.map(EngineCredential.init(encoded:)) ?? EngineCredential.none
            else { throw Unusable.secrets }
            signingSecret = secret
            self.credential = credential
        } catch {
            throw .secrets
        }
    }

    /// Whoever may edit a workflow chooses its address, and need not be one who may know its engine's credential: where the
    /// engine's own address is known, the credential goes nowhere else.
    func check(_ address: OutboundURL) throws(Unusable) {
        guard let text = dispatch.engine.engine.apiURL else { return }
        guard let api = try? OutboundURL(text), api.hasSameOrigin(as: address) else { throw .foreignOrigin }
    }

    func request(at now: Instant) throws(Unusable) -> OutboundRequest {
        switch dispatch.engine.engine.kind {
        case .webhook, .n8n:
            let body = Self.event(of: dispatch)
            let signature = StandardWebhook(signingSecret).sign(body, id: dispatch.job.id.description, at: now)
            return OutboundRequest(headers: Self.common + signature.fields + (try credential.headers()), body: body)
        case .prefect:
            return OutboundRequest(headers: Self.common + (try credential.headers()), body: Self.flowRun(of: dispatch))
        }
    }

    private static let common = [
        (name: "content-type", value: "application/json"), (name: "accept", value: "application/json"),
        (name: "user-agent", value: "webhooks"),
    ]

    /// `run.requested`, per Standard Webhooks.
    private static func event(of dispatch: TriggerDispatch) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("type", "run.requested")
            json.member("timestamp", Timestamp.text(dispatch.job.createdAt))
            json.key("data")
            json.object { json in
                json.member("runId", dispatch.job.run.description)
                json.member("workflowId", dispatch.workflow.id.description)
                json.key("workflowExternalId")
                if let externalID = dispatch.workflow.externalID { json.string(externalID) } else { json.null() }
                json.member("workspaceId", dispatch.job.workspace.description)
                json.member("attempt", 1)
            }
        }
        return json.bytes
    }

    /// Prefect answers a second request with the same key with the run it made for the first.
    private static func flowRun(of dispatch: TriggerDispatch) -> [UInt8] {
        let run = dispatch.job.run.description
        var json = JSONWriter()
        json.object { json in
            json.member("idempotency_key", run)
            json.key("tags")
            json.array { json in
                json.string("portal")
                json.string(run)
            }
            json.key("parameters")
            json.object { _ in }
        }
        return json.bytes
    }
}

extension EngineCredential {
    /// The header fields that show it.
    func headers() throws(EngineMessage.Unusable) -> [(name: String, value: String)] {
        switch self {
        case .none:
            return []
        case .basic(let user, let password):
            return [("authorization", "Basic " + Base64.encode(Array("\(user):\(password)".utf8)))]
        case .header(let name, let value):
            let key = name.lowercased()
            guard !Self.reserved.contains(key), !key.hasPrefix("webhook-"), Self.isToken(key), Self.isPlain(value)
            else {
                throw .credentialHeader
            }
            return [(name, value)]
        }
    }

    /// Header fields that frame or route a request, and are not for an agency to set.
    private static let reserved: Set = [
        "accept", "connection", "content-length", "content-type", "expect", "host", "te", "trailer",
        "transfer-encoding",
        "upgrade", "user-agent",
    ]

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private static func isPlain(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 == 9 || $0 >= 32 && $0 != 127 }
    }
}
