import Testing

@testable import PortalCore

/// One thing that a client can do in their portal, with the action that it claims to be.
struct ClientUseCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let action: Action
    /// Whether it names something, and so can name something else.
    var takesNames = false
    let perform: @Sendable (ClientPortal.Changing, TwinNames) throws -> Void

    static let every: [ClientUseCase] = sections + things + own

    private static let size = PageSize(50)

    private static let sections: [ClientUseCase] = [
        ClientUseCase(testDescription: "dashboard", action: .portalOpen) { changing, _ in
            _ = try changing.room.dashboard(boundaries: [TwinWorld.start, TwinWorld.start.adding(.days(1))])
        },
        ClientUseCase(testDescription: "workflows", action: .workflowView) { changing, _ in
            _ = try changing.room.workflows()
        },
        ClientUseCase(testDescription: "runs", action: .runView) { changing, _ in
            _ = try changing.room.runs(RunFilter(), before: nil, size: size)
        },
        ClientUseCase(testDescription: "connections", action: .connectionView) { changing, _ in
            _ = try changing.room.connections()
        },
        ClientUseCase(testDescription: "forms", action: .formView) { changing, _ in _ = try changing.room.forms() },
        ClientUseCase(testDescription: "billing", action: .billingView) { changing, _ in
            _ = try changing.room.billing()
        },
        ClientUseCase(testDescription: "invoices", action: .invoiceView) { changing, _ in
            _ = try changing.room.invoices(before: nil, size: size)
        },
        ClientUseCase(testDescription: "payment methods", action: .billingPaymentPortal) { changing, _ in
            _ = try changing.room.paymentMethods()
        },
    ]

    private static let things: [ClientUseCase] = [
        ClientUseCase(testDescription: "one workflow", action: .workflowView, takesNames: true) { changing, names in
            _ = try changing.room.workflow(names.workflow)
        },
        ClientUseCase(testDescription: "start a workflow", action: .workflowTrigger, takesNames: true) {
            changing, names in
            _ = try changing.trigger(names.workflow, token: Secret(bytes: [UInt8](repeating: 3, count: 32)))
        },
        ClientUseCase(testDescription: "timeline of a run", action: .runView, takesNames: true) { changing, names in
            _ = try changing.room.timeline(of: names.run, workflow: names.workflow)
        },
        ClientUseCase(testDescription: "cancel a run", action: .runCancel, takesNames: true) { changing, names in
            try changing.cancel(names.pendingRun, of: names.workflow)
        },
        ClientUseCase(testDescription: "one connection", action: .connectionView, takesNames: true) { changing, names in
            _ = try changing.room.connection(names.connection)
        },
        ClientUseCase(testDescription: "one form", action: .formView, takesNames: true) { changing, names in
            _ = try changing.room.form(names.form)
        },
        ClientUseCase(testDescription: "one invoice", action: .invoiceView, takesNames: true) { changing, names in
            _ = try changing.room.invoice(names.invoice)
        },
    ]

    private static let own: [ClientUseCase] = [
        ClientUseCase(testDescription: "own sessions", action: .profileEdit) { changing, _ in
            _ = try changing.room.account.sessions()
        },
        ClientUseCase(testDescription: "own name", action: .profileEdit) { changing, _ in
            try changing.account.rename("Renamed")
        },
        ClientUseCase(testDescription: "end a session of one's own", action: .profileEdit) { changing, names in
            try changing.account.endSession(names.session)
        },
        ClientUseCase(testDescription: "own notices", action: .profileEdit) { changing, _ in
            try changing.account.choose([.weeklySummary])
        },
        ClientUseCase(testDescription: "own language", action: .profileEdit) { changing, _ in
            try changing.account.choose(language: "en", timeZone: nil)
        },
        ClientUseCase(testDescription: "own data", action: .profileEdit) { changing, _ in
            _ = try changing.room.account.copy()
        },
        ClientUseCase(testDescription: "end the other sessions", action: .profileEdit) { changing, _ in
            try changing.account.endOtherSessions()
        },
    ]
}

extension PortalHouse {
    private struct Done: Error {}

    /// Tries a use case out and undoes it; answers what it was refused for, `nil` if it was not.
    func tryOut(
        _ useCase: ClientUseCase, as user: User, in home: TwinWorkspace, on names: TwinNames
    ) async throws -> Refusal? {
        do {
            try await changingClient(user, at: world.agency(of: home), in: home.workspace.id) { changing in
                guard changing.room.workspace.id == home.workspace.id else { throw WrongRoom() }
                try useCase.perform(changing, names)
                throw Done()
            }
        } catch is Done {
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
        throw WrongRoom()
    }
}
