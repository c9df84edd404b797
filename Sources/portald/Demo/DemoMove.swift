import PortalCore
import PortalServices
import Synchronization

/// Tells the portal that the simulated engine listens at another port than before, as any engine would: with its API key.
struct DemoMove: Sendable {
    private let portal: Portal
    private let employers: [SimulatedEngine.Employer]

    init(_ portal: Portal, _ employers: [SimulatedEngine.Employer]) {
        self.portal = portal
        self.employers = employers
    }

    func announce(_ address: SimulatedEngine.Address) async throws {
        for contact in try await Operator(portal).enginesToAsk(kind: .webhook) {
            guard let employer = employers.first(where: { $0.engine == contact.engine.id }),
                let secret = Secret(text: employer.apiKey)
            else { continue }
            let key = portal.services.digests.digest(of: secret)
            for workflow in try await Operator(portal).interests(of: contact).workflows {
                guard let externalID = workflow.externalID else { continue }
                let upsert = WorkflowUpsert(
                    engine: contact.engine.id, externalID: externalID, name: workflow.name, purpose: nil,
                    triggerURL: address.url(of: externalID, for: employer.slug), publish: nil)
                try await announce(upsert, of: workflow, with: key, at: employer.host)
            }
        }
    }

    private func announce(
        _ upsert: WorkflowUpsert, of workflow: Workflow, with key: SecretDigest, at host: HostName
    ) async throws {
        do {
            try await portal.change(key: key, at: host) { visit in
                guard case .admitted(let access) = visit else { return }
                _ = try access.upsert(upsert, into: workflow.workspace)
            }
        } catch Refusal.notFound {
            // An archived workspace is out of every key's reach; nothing in it is started anyway.
        }
    }
}

/// The port that the portal turned out to listen on.
final class PortalPort: Sendable {
    private let port = Atomic(0)

    var value: Int { port.load(ordering: .acquiring) }
    func set(_ value: Int) { port.store(value, ordering: .releasing) }
}
