import PortalCore
import Testing

@Suite struct VisibilityTests {
    @Test(arguments: Standing.every, [false, true])
    func `a filter admits exactly what the policy allows`(_ standing: Standing, archived: Bool) {
        for status in WorkflowStatus.allCases {
            let facts = AccessFacts.workflow(status, clientTriggerable: false, archived: archived)
            let workflow = AccessPolicy.decide(standing, .workflowView, facts).isAllowed
            #expect(standing.visibleWorkflows(archived: archived).admits(status) == workflow)
            let run = AccessPolicy.decide(standing, .runView, facts).isAllowed
            #expect(standing.visibleRuns(archived: archived).admits(status) == run)
        }
        for status in InvoiceStatus.allCases {
            let decision = AccessPolicy.decide(standing, .invoiceView, .invoice(status, archived: archived))
            #expect(standing.visibleInvoices(archived: archived).admits(status) == decision.isAllowed)
        }
        for form in FormStatus.allCases {
            for workflow in WorkflowStatus.allCases {
                let facts = AccessFacts.form(form, of: workflow, archived: archived)
                let filter = standing.visibleForms(archived: archived)
                #expect(filter.admits(form, of: workflow) == AccessPolicy.decide(standing, .formView, facts).isAllowed)
                let history = AccessPolicy.decide(standing, .formViewSubmissions, facts)
                #expect(filter.admits(form, of: workflow) == history.isAllowed)
            }
        }
        let connections = AccessPolicy.decide(standing, .connectionView, .workspace(archived: archived))
        #expect(standing.seesConnections(archived: archived) == connections.isAllowed)
    }

    @Test(arguments: Standing.every, [false, true])
    func `a filter lists exactly what it admits`(_ standing: Standing, archived: Bool) {
        let workflows = standing.visibleWorkflows(archived: archived)
        #expect(workflows.statuses == WorkflowStatus.allCases.filter(workflows.admits))
        #expect(workflows.isNothing == workflows.statuses.isEmpty)
        #expect(workflows.isEverything == (workflows.statuses == WorkflowStatus.allCases))
        let forms = standing.visibleForms(archived: archived)
        let anyForm = FormStatus.allCases.contains { form in
            WorkflowStatus.allCases.contains { forms.admits(form, of: $0) }
        }
        #expect(forms.isNothing == !anyForm)
    }

    @Test func `a client's lists are short and staff's are whole`() {
        let client = Standing.client(.all)
        #expect(client.visibleWorkflows(archived: false).statuses == [.published, .paused])
        #expect(client.visibleRuns(archived: false).statuses == [.published, .paused])
        #expect(client.visibleForms(archived: false).forms.statuses == [.published])
        #expect(client.visibleForms(archived: false).workflows.statuses == [.published, .paused])
        #expect(client.visibleInvoices(archived: false).statuses == [.open, .paid, .void, .uncollectible])
        #expect(client.seesConnections(archived: false))

        #expect(client.visibleWorkflows(archived: true).isNothing)
        #expect(client.visibleForms(archived: true).isNothing)
        #expect(!client.seesConnections(archived: true))
        #expect(Standing.client(.billing).visibleRuns(archived: false).isNothing)
        #expect(Standing.staff(.member).visibleInvoices(archived: true).isEverything)
        #expect(Standing.nobody(.removed).visibleInvoices(archived: false).isNothing)
    }
}
