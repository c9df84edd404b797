import PortalCore

extension English {
    func say(_ phrase: NoticePhrase) -> String {
        switch phrase {
        case .failedSubject(let workflow, let count, let place):
            named(count == 1 ? "“\(workflow)” failed" : "“\(workflow)” failed \(number(count)) times", place)
        case .failedTitle(let workflow, let count):
            count == 1 ? "“\(workflow)” failed" : "“\(workflow)” failed \(number(count)) times"
        case .failed(let moment, let count):
            count == 1 ? "A run failed on \(moment)." : "\(number(count)) runs failed. The first was on \(moment)."
        case .failedForStaff(let client, let moment, let count):
            count == 1
                ? "A run for \(client) failed on \(moment)."
                : "\(number(count)) runs for \(client) failed. The first was on \(moment)."
        case .failedNote(let brand, let note): "\(brand) says: \(note)"
        case .failedIsKnown(let brand): "\(brand) can see it too. You need not do anything unless they ask you to."
        case .openRun: "See what happened"
        case .openRuns: "See the runs that failed"
        case .connectionSubject(let name, let place): named("“\(name)” needs you", place)
        case .connectionTitle(let name): "“\(name)” needs you"
        case .openConnection: "Open the connection"
        case .invoiceSubject(let number, let brand): "Invoice \(number) from \(brand) is due"
        case .invoiceTitle(let number): "Invoice \(number) is due"
        case .invoice(let number, let amount, let day):
            day.map { "\(amount) is open on invoice \(number). Its due date is \($0)." }
                ?? "\(amount) is open on invoice \(number)."
        case .openInvoice: "See the invoice"
        case .formSubject(let name, let place): named("“\(name)” waits to be filled in", place)
        case .formTitle(let name): "“\(name)” waits to be filled in"
        case .form(let name, let workflow, let brand):
            "\(brand) needs the answers in “\(name)” for the workflow “\(workflow)”. Nobody has filled it in yet."
        case .openForm: "Open the form"
        case .weekSubject(let brand): "Your week at \(brand)"
        case .weekTitle: "Your week"
        case .week(let from, let until), .staffWeek(let from, let until): "What happened from \(from) to \(until)."
        case .staffWeekSubject(let count):
            count == 1 ? "One client had failed runs this week" : "\(number(count)) clients had failed runs this week"
        case .ended(let succeeded, let failed, let canceled): ended(succeeded, failed, canceled)
        case .noRuns: "No run ended."
        case .failedWorkflows(let names): "Failed: \(quoted(names))"
        case .connectionsWait(let names): "Connections that need you: \(quoted(names))"
        case .formsWait(let names): "Forms to be filled in: \(quoted(names))"
        case .owed(let amount, let overdue):
            overdue.map { "To pay: \(amount), of which \($0) is overdue" } ?? "To pay: \(amount)"
        case .clientFailed(let client, let failed, let ended):
            "\(client): \(number(failed)) of \(plural(ended, "run", "runs")) failed"
        case .openDashboard: "Open the dashboard"
        case .inPlace(let name): "This is about \(name)."
        case .stop: "Stop these mails"
        case .stopTitle: "Stop these mails?"
        case .stopQuestion(let notice, let brand):
            "\(brand) will no longer write to you about this: “\(name(of: notice))”. Everything else stays as it is."
        case .stopButton: "Stop them"
        case .stoppedTitle: "You will get no more of these"
        case .stopped(let notice): "“\(name(of: notice))” is off. A mail that was already on its way may still arrive."
        case .turnOnAgain: "You can turn it on again on your account page."
        case .deadStop: "It turns nothing off here. What is written to you about, you choose on your account page."
        case .account: "Go to my account"
        }
    }

    private func ended(_ succeeded: Int, _ failed: Int, _ canceled: Int) -> String {
        let parts = [
            succeeded == 0 ? nil : "\(number(succeeded)) succeeded", failed == 0 ? nil : "\(number(failed)) failed",
            canceled == 0 ? nil : "\(number(canceled)) canceled",
        ].compactMap(\.self)
        return "\(plural(succeeded + failed + canceled, "run", "runs")) ended: " + parts.joined(separator: ", ")
    }

    private func named(_ text: String, _ place: String?) -> String { place.map { "\($0): \(text)" } ?? text }

    /// At most five names; how many others there are.
    private func quoted(_ names: [String]) -> String {
        let shown = names.prefix(5).map { "“\($0)”" }.joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(number(names.count - 5)) more" : shown
    }
}
