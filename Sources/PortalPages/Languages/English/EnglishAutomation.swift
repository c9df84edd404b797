import PortalCore

extension English {
    func say(_ phrase: DashboardPhrase) -> String {
        switch phrase {
        case .lede(let brand): "What \(brand) is running for you, at a glance."
        case .activeWorkflows: "Active workflows"
        case .succeeded(let days): "Succeeded, last \(plural(days, "day", "days"))"
        case .failed(let days): "Failed, last \(plural(days, "day", "days"))"
        case .owed: "To pay"
        case .nothingOwed: "Nothing"
        case .startSomething: "Run now"
        case .brokenConnections(let names):
            names.count == 1
                ? "The connection “\(names[0])” needs you before workflows can use it again."
                : "\(number(names.count)) connections need you before workflows can use them again: \(names.joined(separator: ", "))."
        case .overdueAmount(let amount): "\(amount) is past its due date."
        case .seeConnections(let count): count == 1 ? "See the connection" : "See connections"
        case .seeInvoices: "See invoices"
        case .chart: "Runs per day"
        case .chartEmpty(let days): "No run has ended in the last \(plural(days, "day", "days"))."
        case .chartSummary(let days, let succeeded, let failed):
            "In the last \(plural(days, "day", "days")), \(plural(succeeded, "run", "runs")) succeeded and \(number(failed)) failed."
        case .chartDay: "Day"
        case .recentRuns: "Recent runs"
        case .welcome(let brand): "Welcome. This is where you and \(brand) meet."
        case .nothingHere: "There is nothing to show here for you yet."
        case .openForms: "Forms"
        case .fillIn: "Open"
        }
    }

    func say(_ phrase: WorkflowPhrase) -> String {
        switch phrase {
        case .lede(let brand): "What \(brand) has automated for you."
        case .none: "No workflows yet"
        case .noneHint(let brand): "As soon as \(brand) publishes a workflow for you, it appears here."
        case .active: "Active"
        case .paused: "Paused"
        case .pausedNote(let brand):
            "\(brand) has paused this workflow to be safe. It does not run until it is resumed."
        case .status(let status): word(for: status)
        case .statusMeaning(let status): meaning(of: status)
        case .lastRun: "Last run"
        case .neverRan: "Has not run yet"
        case .runNow: "Run now"
        case .purpose: "What it does"
        case .noPurpose: "Nobody has described this workflow yet."
        case .recentRuns: "Recent runs"
        case .allRuns: "All its runs"
        }
    }

    private func word(for status: WorkflowStatus) -> String {
        switch status {
        case .draft: "Draft"
        case .published: "Published"
        case .paused: "Paused"
        case .disabled: "Disabled"
        case .archived: "Archived"
        }
    }

    private func meaning(of status: WorkflowStatus) -> String {
        switch status {
        case .draft: "Only your team sees it."
        case .published: "The client sees it and its runs."
        case .paused: "The client sees that it is paused. It cannot be started."
        case .disabled: "Out of service. The client does not see it."
        case .archived: "Kept for its history. The client does not see it."
        }
    }

    func say(_ phrase: RunPhrase) -> String {
        switch phrase {
        case .lede: "Everything that ran, newest first."
        case .none: "No runs yet"
        case .noneHint: "As soon as a workflow runs, it appears here."
        case .noneMatch: "No run matches these filters"
        case .clear: "Clear filters"
        case .workflow: "Workflow"
        case .status: "Status"
        case .started: "Started"
        case .duration: "Duration"
        case .statusWord(let status): word(for: status)
        case .deliveryWord(let delivery): word(for: delivery)
        case .deliveryNote(let delivery, let brand): note(on: delivery, brand: brand)
        case .filters: "Filter runs"
        case .apply: "Apply"
        case .anyStatus: "Any status"
        case .anyWorkflow: "All workflows"
        case .when: "When"
        case .period(.day): "Last 24 hours"
        case .period(.week): "Last 7 days"
        case .period(.month): "Last 30 days"
        case .period(.all): "Any time"
        case .runOf(let moment): "Run of \(moment)"
        case .timeline: "Timeline"
        case .noSteps: "No steps have been reported for this run."
        case .requested: "Asked for"
        case .ended: "Ended"
        case .took: "Took"
        case .soFar: "So far"
        case .origin(.engine): "By itself"
        case .origin(.client): "The client"
        case .origin(.staff): "Your team"
        case .requestedBy: "Started by"
        case .failure: "This run failed"
        case .failedPlain(let brand): "\(brand) can see what happened."
        case .unknownNote:
            "Nothing has been heard of this run for a while. If a report still comes, this page shows it."
        case .cancel: "Cancel run"
        case .cancelQuestion: "The run is withdrawn before it starts."
        case .retry: "Run again"
        case .refresh: "Load the page again"
        case .attempt: "Attempt"
        case .externalID: "Number in the engine"
        case .errorDetail: "What the engine said"
        case .errorDetailNote: "Only your team sees this."
        }
    }

    private func word(for status: RunStatus) -> String {
        switch status {
        case .queued: "Queued"
        case .running: "Running"
        case .waiting: "Waiting"
        case .succeeded: "Succeeded"
        case .failed: "Failed"
        case .canceled: "Canceled"
        case .unknown: "Unknown"
        }
    }

    private func word(for delivery: TriggerDelivery) -> String {
        switch delivery {
        case .pending, .accepted: "Queued"
        case .didNotStart: "Did not start"
        case .unconfirmed: "Start unconfirmed"
        case .withdrawn: "Canceled"
        }
    }

    private func note(on delivery: TriggerDelivery, brand: String) -> String {
        switch delivery {
        case .pending: "The run is about to be handed over."
        case .accepted: "The run has been handed over and starts in a moment."
        case .didNotStart:
            "The run could not be handed over, so nothing was started. You can try again, or ask \(brand)."
        case .unconfirmed:
            "The run was handed over, but nobody has confirmed its start. It was not sent again, so that nothing happens twice."
        case .withdrawn: "The run was withdrawn before it started."
        }
    }
}
