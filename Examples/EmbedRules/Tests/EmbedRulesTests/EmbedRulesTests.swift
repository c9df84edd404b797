import EmbedRules
import PortalCore
import Testing

@Suite struct EmbedRulesTests {
    private let report = Automation(name: "Report", project: "bakery", firm: 1, isShown: true, hasButton: true)
    private let draft = Automation(name: "Draft", project: "bakery", firm: 1, isShown: false, hasButton: true)
    private let foreign = Automation(name: "Report", project: "florist", firm: 2, isShown: true, hasButton: true)

    private let customer = Person(number: 7, projects: ["bakery": .all])
    private let builder = Person(number: 8, jobs: [1: .member])

    @Test func `a customer starts what is shown and has a button, in their own project`() {
        #expect(customer.start(report) == .allowed(.client))
        #expect(customer.start(draft) == .denied(.notPublished))
        #expect(customer.start(foreign) == .denied(.notAMember))

        var quiet = report
        quiet.hasButton = false
        #expect(customer.start(quiet) == .denied(.notClientTriggerable))
    }

    @Test func `staff start everything of their own firm, and nothing of another`() {
        #expect(builder.start(draft).isAllowed)
        #expect(builder.start(foreign) == .denied(.notAMember))
    }

    @Test func `a closed project stands still for everybody`() {
        var closed = report
        closed.projectIsClosed = true
        #expect(customer.start(closed) == .denied(.workspaceArchived))
        #expect(builder.start(closed) == .denied(.workspaceArchived))
        #expect(customer.list([closed]).isEmpty)
        #expect(builder.list([closed]).count == 1)
    }

    @Test func `a page lists what the rules allow, in the order given`() {
        #expect(customer.list([draft, report, foreign]).map(\.name) == ["Report"])
        #expect(builder.list([draft, report, foreign]).map(\.name) == ["Draft", "Report"])
        let narrowed = Person(number: 9, projects: ["bakery": .billing])
        #expect(narrowed.list([report]).isEmpty)
        let blocked = Person(number: 8, isBlocked: true, jobs: [1: .owner])
        #expect(blocked.list([report]).isEmpty)
    }
}
