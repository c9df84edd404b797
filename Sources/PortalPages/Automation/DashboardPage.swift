import PortalCore

/// The client's landing page. Each panel is there only if the client's areas include it.
public struct DashboardPage: PageView {
    struct Start {
        let workflow: Workflow.ID
        let name: String
        let token: String
    }

    /// Something that waits for the client, and where to see to it.
    struct Concern {
        let text: Phrase
        let action: Phrase
        let path: Path
    }

    /// Something in figures, leading to where they come from.
    struct Tile {
        let name: Phrase
        let value: String
        let path: Path
        let isBad: Bool
    }

    /// How many days the chart shows.
    public static let chartedDays = 30

    let context: ClientContext
    let tiles: [Tile]
    let concerns: [Concern]
    let starts: [Start]
    let chart: RunsChart?
    let recent: RunTable?
    let forms: [ClientFormSummary]
    let isBare: Bool

    /// - Parameter token: Makes a one-time token; asked once for each button that starts something.
    public init(_ dashboard: ClientDashboard, _ context: ClientContext, token: () -> Secret) {
        self.context = context
        let formats = context.formats
        let chart = dashboard.periods.map { RunsChart($0, formats: formats) }
        self.chart = chart
        tiles = Self.tiles(dashboard, chart, formats)
        concerns = Self.concerns(dashboard, formats)
        starts = (dashboard.triggers ?? []).map { Start(workflow: $0.id, name: $0.name, token: token().text) }
        recent = dashboard.recentRuns.map { RunTable($0, namesWorkflows: true, formats: formats) }
        forms = (dashboard.forms ?? []).filter { $0.lastSubmittedAt == nil }
        isBare = tiles.isEmpty && recent == nil && dashboard.forms == nil && dashboard.brokenConnections == nil
    }

    private static func tiles(_ dashboard: ClientDashboard, _ chart: RunsChart?, _ formats: Formats) -> [Tile] {
        var tiles: [Tile] = []
        if let count = dashboard.activeWorkflowCount {
            tiles.append(
                Tile(
                    name: .dashboard(.activeWorkflows), value: formats.number(count), path: .portal(.workflows),
                    isBad: false))
        }
        if let chart {
            let days = chartedDays
            tiles.append(
                Tile(
                    name: .dashboard(.succeeded(days: days)), value: formats.number(chart.succeeded),
                    path: .portal(.runs(RunsQuery(status: .succeeded, period: .month))), isBad: false))
            tiles.append(
                Tile(
                    name: .dashboard(.failed(days: days)), value: formats.number(chart.failed),
                    path: .portal(.runs(RunsQuery(status: .failed, period: .month))), isBad: false))
        }
        if let owed = dashboard.owed {
            tiles.append(
                Tile(
                    name: .dashboard(.owed),
                    value: owed.isEmpty ? formats.say(.dashboard(.nothingOwed)) : formats.money(owed),
                    path: .portal(.billing), isBad: false))
        }
        return tiles
    }

    private static func concerns(_ dashboard: ClientDashboard, _ formats: Formats) -> [Concern] {
        var concerns: [Concern] = []
        let broken = dashboard.brokenConnections ?? []
        if let first = broken.first {
            concerns.append(
                Concern(
                    text: .dashboard(.brokenConnections(names: broken.map(\.name))),
                    action: .dashboard(.seeConnections(count: broken.count)),
                    path: broken.count == 1 ? .portal(.connection(first.id)) : .portal(.connections)))
        }
        if let overdue = dashboard.overdue, !overdue.isEmpty {
            concerns.append(
                Concern(
                    text: .dashboard(.overdueAmount(formats.money(overdue))), action: .dashboard(.seeInvoices),
                    path: .portal(.billing)))
        }
        return concerns
    }

    public func html() -> [UInt8] {
        context.document(title: context.say(.common(.section(.dashboard))), at: .dashboard) { html in
            html.heading(context.workspace.name, lede: context.say(.dashboard(.lede(brand: context.brand.name))))
            if isBare {
                html.element(.section, Class("card")) {
                    $0.empty(.dashboard, .dashboard(.welcome(brand: context.brand.name)), .dashboard(.nothingHere))
                }
            }
            attention(&html)
            figures(&html)
            startButtons(&html)
            if let chart { picture(chart, &html) }
            if let recent { newest(recent, &html) }
            openForms(&html)
        }
    }

    private func attention(_ html: inout HTML) {
        guard !concerns.isEmpty else { return }
        html.note(.bad) { html in
            html.element(.ul) { html in
                for concern in concerns {
                    html.element(.li, Class("spread")) { html in
                        html.element(.span, say: concern.text)
                        html.element(.a, Address.href(concern.path), say: concern.action)
                    }
                }
            }
        }
    }

    private func figures(_ html: inout HTML) {
        guard !tiles.isEmpty else { return }
        html.element(.dl, Class("tiles")) { html in
            for tile in tiles {
                html.element(.div, Class("tile")) { html in
                    html.element(.dt, say: tile.name)
                    html.element(.dd) { $0.element(.a, Address.href(tile.path), text: tile.value) }
                }
            }
        }
    }

    private func startButtons(_ html: inout HTML) {
        guard !starts.isEmpty else { return }
        html.element(.section, Class("starting")) { html in
            html.element(.h2, say: .dashboard(.startSomething))
            html.element(.ul, Class("starts")) { html in
                for start in starts {
                    html.element(.li) { html in
                        html.form(post: .portal(.start(start.workflow)), csrf: context.page.csrf) { html in
                            html.hidden(.token, start.token)
                            html.element(.button, Class("button")) { html in
                                html.icon(.play)
                                html.element(.span) { html in
                                    html.element(.span, Class("vh")) { html in
                                        html.say(.workflow(.runNow))
                                        html.markup(": ")
                                    }
                                    html.text(start.name)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func picture(_ chart: RunsChart, _ html: inout HTML) {
        html.card(.dashboard(.chart)) { html in
            if chart.isEmpty {
                html.element(.p, Class("quiet"), say: .dashboard(.chartEmpty(days: Self.chartedDays)))
            } else {
                html.chart(chart)
            }
        }
    }

    private func newest(_ recent: RunTable, _ html: inout HTML) {
        let all = recent.rows.isEmpty ? nil : Path.portal(.runs(RunsQuery()))
        html.card(
            .dashboard(.recentRuns), aside: { html in all.map { html.asideLink(.common(.seeAll), to: $0) } }
        ) { html in
            if recent.rows.isEmpty { html.empty(.runs, .run(.none), .run(.noneHint)) } else { html.runs(recent) }
        }
    }

    private func openForms(_ html: inout HTML) {
        guard !forms.isEmpty else { return }
        html.card(.dashboard(.openForms)) { html in
            html.element(.ul, Class("rows")) { html in
                for form in forms.prefix(5) { html.formRow(form, fillsIn: true) }
            }
        }
    }
}
