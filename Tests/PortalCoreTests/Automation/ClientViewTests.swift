import Testing

@testable import PortalCore

/// What a client may see of a thing is its own type: these tests fail when a field is added to one without a thought.
@Suite struct ClientViewTests {
    private func fields(of value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }

    @Test func `a client's run has no attempt, origin or engine's number`() {
        let run = ClientRun(Sample.run(.running))
        #expect(
            fields(of: run) == [
                "id", "workflow", "workflowName", "status", "listedAt", "startedAt", "endedAt", "delivery",
            ])
    }

    @Test func `a client's workflow has nothing of the engine behind it`() {
        let workflow = ClientWorkflow(Sample.workflow(.paused), canTrigger: false, lastRun: nil)
        #expect(fields(of: workflow) == ["id", "name", "purpose", "isPaused", "canTrigger", "lastRun"])
        #expect(workflow.isPaused)
        #expect(!ClientWorkflow(Sample.workflow(.published), canTrigger: true, lastRun: nil).isPaused)
    }

    @Test func `a client's step has a summary only where staff turned them on`() {
        let step = Sample.step(0, summary: "3 rows")
        #expect(
            fields(of: ClientStep(step, showsSummary: true)) == ["name", "status", "startedAt", "endedAt", "summary"])
        #expect(ClientStep(step, showsSummary: true).summary == "3 rows")
        #expect(ClientStep(step, showsSummary: false).summary == nil)
        #expect(ClientStep(Sample.step(0), showsSummary: true).summary == nil)
    }

    @Test func `a client's connection has nothing of its secret`() {
        let connection = Connection(
            id: Connection.ID(high: 1, low: 2), workspace: Sample.workspace, name: "Mailbox", provider: "IMAP",
            method: .apiKey, health: .healthy, accountLabel: "shop@example.com", checkedAt: nil, expiresAt: nil,
            createdAt: Sample.noon)
        #expect(
            fields(of: ClientConnection(connection, workflowNames: [])) == [
                "id", "name", "provider", "method", "health", "accountLabel", "checkedAt", "expiresAt", "workflowNames",
            ])
    }

    @Test func `a client's form has its questions and no status`() {
        let form = Form(
            id: Form.ID(high: 1, low: 3), workspace: Sample.workspace, workflow: Sample.workflow,
            workflowName: "Orders",
            name: "Address", introduction: "", status: .published, fields: [], createdAt: Sample.noon,
            lastSubmittedAt: nil)
        #expect(
            fields(of: ClientForm(form)) == ["id", "name", "introduction", "workflowName", "fields", "lastSubmittedAt"])
        let summary = FormSummary(id: form.id, workflowName: "Orders", name: "Prices", lastSubmittedAt: nil)
        #expect(fields(of: ClientFormSummary(summary)) == ["id", "name", "workflowName", "lastSubmittedAt"])
    }

    @Test func `a run is asked for again only when it ended badly or never began`() {
        for status in RunStatus.allCases {
            for delivery in TriggerDelivery.allCases.map(Optional.some) + [nil] {
                let neverBegan = status == .queued && (delivery == .didNotStart || delivery == .unconfirmed)
                let endedBadly = [.failed, .canceled, .unknown].contains(status)
                #expect(Sample.run(status, delivery: delivery).canBeRetried == (neverBegan || endedBadly))
            }
        }
    }

    @Test func `a connection is broken when the client must act`() {
        let broken = ConnectionHealth.allCases.filter(\.isBroken)
        #expect(broken == [.needsReauthorisation, .accountChanged, .suspended])
    }
}
