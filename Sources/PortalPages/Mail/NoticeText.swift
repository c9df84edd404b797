import PortalCore

/// What a notice says, with every choice made.
struct NoticeText: Sendable {
    let subject: String
    let title: String
    let paragraphs: [String]
    var lists: [(heading: String?, lines: [String])] = []
    let action: (title: String, url: OwnURL)

    private init(_ subject: String, _ title: String, _ paragraphs: [String], _ action: (String, OwnURL)) {
        self.subject = subject
        self.title = title
        self.paragraphs = paragraphs
        self.action = action
    }

    init(_ letter: NoticeLetter, at front: Front, formats: Formats, address: PublicAddress) {
        let brand = front.brand.name
        func say(_ phrase: NoticePhrase) -> String { formats.say(.notice(phrase)) }
        func link(_ phrase: NoticePhrase, _ path: Path) -> (String, OwnURL) {
            (say(phrase), address.url(path, at: front))
        }
        func entrance(_ phrase: NoticePhrase, _ place: NoticeLetter.Place, _ path: PortalPath) -> (String, OwnURL) {
            link(phrase, .entrance(place.workspace, path))
        }
        switch letter {
        case .runFailed(let failed):
            self.init(
                say(.failedSubject(workflow: failed.workflowName, count: failed.count, place: failed.place.name)),
                say(.failedTitle(workflow: failed.workflowName, count: failed.count)),
                Self.paragraphs(of: failed, brand: brand, formats),
                link(failed.count == 1 ? .openRun : .openRuns, Self.path(to: failed)))
        case .connectionNeedsMe(let id, let name, let health, let place):
            self.init(
                say(.connectionSubject(name: name, place: place.name)), say(.connectionTitle(name: name)),
                [formats.say(.connection(.healthMeaning(health, brand: brand)))] + Self.place(place, formats),
                entrance(.openConnection, place, .connection(id)))
        case .invoiceDue(let id, let number, let amount, let dueAt, let place):
            let day = dueAt.map { Self.agencyDay($0, front, formats) }
            self.init(
                say(.invoiceSubject(number: number, brand: brand)), say(.invoiceTitle(number: number)),
                [say(.invoice(number: number, amount: formats.money(amount), day: day))]
                    + Self.place(place, formats),
                entrance(.openInvoice, place, .invoice(id)))
        case .formWaits(let id, let name, let workflow, let place):
            self.init(
                say(.formSubject(name: name, place: place.name)), say(.formTitle(name: name)),
                [say(.form(name: name, workflow: workflow, brand: brand))] + Self.place(place, formats),
                entrance(.openForm, place, .form(id)))
        case .clientWeek(let weeks):
            let (from, until) = Self.days(formats)
            let first = weeks.first?.workspace
            self.init(
                say(.weekSubject(brand: brand)), say(.weekTitle), [say(.week(from: from, until: until))],
                link(.openDashboard, first.map { .entrance($0, .dashboard) } ?? .portal(.dashboard)))
            lists = weeks.map { ($0.name, Self.lines(of: $0, formats)) }
        case .staffWeek(let clients):
            let (from, until) = Self.days(formats)
            self.init(
                say(.staffWeekSubject(clients: clients.count)), say(.weekTitle),
                [say(.staffWeek(from: from, until: until))],
                link(.openDashboard, .console(.clients(archived: false, after: nil))))
            lists = [
                (
                    nil,
                    clients.map {
                        say(.clientFailed(client: $0.name, failed: $0.failed, ended: $0.failed + $0.succeeded))
                    }
                )
            ]
        }
    }

    // MARK: Runs that failed

    private static func paragraphs(of failed: FailedRuns, brand: String, _ formats: Formats) -> [String] {
        let moment = formats.moment(failed.since)
        if failed.isForStaff {
            let client = failed.place.name ?? ""
            return [formats.say(.notice(.failedForStaff(client: client, at: moment, count: failed.count)))]
        }
        let said: NoticePhrase = failed.note.map { .failedNote(brand: brand, note: $0) } ?? .failedIsKnown(brand: brand)
        return [formats.say(.notice(.failed(at: moment, count: failed.count))), formats.say(.notice(said))]
            + place(failed.place, formats)
    }

    /// One run's timeline, or the list of all that failed.
    private static func path(to failed: FailedRuns) -> Path {
        let workspace = failed.place.workspace
        let runs = RunsQuery(status: .failed, workflow: failed.workflow)
        return switch (failed.isForStaff, failed.count == 1) {
        case (true, true): .console(.run(failed.run, of: failed.workflow, in: workspace))
        case (true, false): .console(.clientRuns(workspace, runs))
        case (false, true): .entrance(workspace, .run(failed.run, of: failed.workflow))
        case (false, false): .entrance(workspace, .runs(runs))
        }
    }

    private static func place(_ place: NoticeLetter.Place, _ formats: Formats) -> [String] {
        place.name.map { [formats.say(.notice(.inPlace($0)))] } ?? []
    }

    // MARK: A week

    private static func days(_ formats: Formats) -> (from: String, until: String) {
        (formats.day(formats.now.adding(-.days(7))), formats.day(formats.now))
    }

    private static func lines(of week: ClientWeek, _ formats: Formats) -> [String] {
        var phrases: [NoticePhrase] = []
        if let runs = week.runs {
            phrases.append(
                runs.isEmpty
                    ? .noRuns : .ended(succeeded: runs.succeeded, failed: runs.failed, canceled: runs.canceled))
            if !runs.failedWorkflows.isEmpty { phrases.append(.failedWorkflows(runs.failedWorkflows)) }
        }
        if !week.connections.isEmpty { phrases.append(.connectionsWait(week.connections)) }
        if !week.forms.isEmpty { phrases.append(.formsWait(week.forms)) }
        if !week.owed.isEmpty {
            let overdue = week.overdue.isEmpty ? nil : formats.money(week.overdue)
            phrases.append(.owed(amount: formats.money(week.owed), overdue: overdue))
        }
        return phrases.map { formats.say(.notice($0)) }
    }

    /// Due dates are the agency's days.
    private static func agencyDay(_ instant: Instant, _ front: Front, _ formats: Formats) -> String {
        Formats(catalogue: formats.catalogue, zone: .named(front.agency.timeZone), now: formats.now).day(instant)
    }
}
