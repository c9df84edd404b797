import PortalCore

@testable import PortalServices

extension OutboxLook {
    /// What an outbox answers that knows of no turns: what is due, oldest first, as far as there is room for it.
    func jobs<Job: OutboxJob>(of due: [Job]) -> [Job] where Job.ID == ID {
        var found: [Job] = []
        for job in due where found.count < limit && held[job.id] == nil {
            guard found.count(where: { $0.agency == job.agency }) < room(for: job.agency) else { continue }
            found.append(job)
        }
        return found
    }
}
