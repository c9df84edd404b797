import PortalCore

/// Runs per day, as a picture of bars and as a table for whoever does not see it.
///
/// What failed stands hatched on top of what succeeded, so that the two are told apart without their colours.
struct RunsChart {
    struct Bar {
        let day: String
        let succeeded: Int
        let failed: Int
    }

    let bars: [Bar]
    let succeeded: Int
    let failed: Int
    /// What the top of the picture stands for: a round figure.
    let top: Int
    /// What the two parts of a bar are called.
    let succeededWord: String
    let failedWord: String

    init(_ periods: [PeriodTally], formats: Formats) {
        bars = periods.map { Bar(day: formats.shortDay($0.start), succeeded: $0.succeeded, failed: $0.failed) }
        succeeded = periods.reduce(0) { $0 + $1.succeeded }
        failed = periods.reduce(0) { $0 + $1.failed }
        top = Self.roundedUp(periods.map { $0.succeeded + $0.failed }.max() ?? 0)
        succeededWord = formats.say(.run(.statusWord(.succeeded)))
        failedWord = formats.say(.run(.statusWord(.failed)))
    }

    var isEmpty: Bool { succeeded + failed == 0 }

    /// The width of one day, in hundredths of a per cent; the middle two thirds of it are its bar's.
    var slot: Int { 10_000 / max(bars.count, 1) }

    /// Of as many days as the stylesheet knows the bars' width for.
    var isUsual: Bool { bars.count == DashboardPage.chartedDays }

    /// The least of 4, 6, 8, 10, 12, 16, 20, 24, 30, 40, 60, 80, 100, 120… that is not less: its half is a round figure too.
    static func roundedUp(_ value: Int) -> Int {
        if let small = [4, 6, 8].first(where: { $0 >= value }) { return small }
        var power = 1
        while power < Int.max / 1_000 {
            for step in [10, 12, 16, 20, 24, 30, 40, 60, 80] where step * power >= value { return step * power }
            power *= 10
        }
        return max(value, 1)
    }
}

extension HTML {
    mutating func chart(_ chart: RunsChart) {
        element(.p, Class("quiet"), say: .dashboard(summary(of: chart)))
        drawing(of: chart)
        element(.ul, Class("legend")) { html in
            html.element(.li) { html in
                html.swatch {
                    $0.void(.svgRect, Class("fine"), Fixed("width", "12"), Fixed("height", "12"), Fixed("rx", "3"))
                }
                html.text(chart.succeededWord)
            }
            html.element(.li) { html in
                html.swatch {
                    $0.void(.svgRect, Fixed("fill", "url(#hatch)"), Fixed("width", "12"), Fixed("height", "12"))
                }
                html.text(chart.failedWord)
            }
        }
        table(of: chart)
    }

    private func summary(of chart: RunsChart) -> DashboardPhrase {
        .chartSummary(days: chart.bars.count, succeeded: chart.succeeded, failed: chart.failed)
    }

    private mutating func swatch(_ content: (inout HTML) -> Void) {
        element(.svg, Fixed("width", "12"), Fixed("height", "12"), Fixed("aria-hidden", "true"), content: content)
    }

    /// The hatching itself; it is looked up by its name wherever it is used on the page.
    mutating func hatching() {
        markup(
            #"<svg width="0" height="0" aria-hidden="true" class="vh"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="6" height="6"/><rect width="3.5" height="6"/></pattern></defs></svg>"#
        )
    }

    private mutating func drawing(of chart: RunsChart) {
        hatching()
        let height = 140
        element(
            .svg, Class("chart", chart.isUsual ? "month" : ""), Fixed("height", "172"), Fixed("aria-hidden", "true"),
            Fixed("focusable", "false")
        ) { html in
            for (part, y) in [(chart.top, 8), (chart.top / 2, 8 + height / 2), (0, 8 + height)] {
                html.void(
                    .svgLine, Fixed("x1", "0"), Fixed("x2", "100%"), Count("y1", y), Count("y2", y))
                html.element(
                    .svgText, Fixed("x", "-8"), Count("y", y + 4), Fixed("text-anchor", "end"),
                    text: html.formats.number(part))
            }
            let slot = chart.slot
            let width = chart.isUsual ? nil : slot * 2 / 3
            for (index, bar) in chart.bars.enumerated() where bar.succeeded + bar.failed > 0 {
                html.bar(bar, chart, x: index * slot + slot / 6, width: width, height: height)
            }
            html.days(of: chart, y: height + 28)
        }
    }

    private mutating func bar(_ bar: RunsChart.Bar, _ chart: RunsChart, x: Int, width: Int?, height: Int) {
        func length(_ count: Int) -> Int { count == 0 ? 0 : max(2, count * height / chart.top) }
        let fine = length(bar.succeeded)
        let poor = length(bar.failed)
        let floor = height + 8
        element(.svgGroup) { html in
            // For whoever points at it: a day, and a line for each part.
            html.element(.svgTitle) { html in
                html.text(bar.day)
                html.line(chart.succeededWord, bar.succeeded)
                html.line(chart.failedWord, bar.failed)
            }
            if fine > 0 { html.part(#"<rect class="fine""#, x: x, width: width, top: floor - fine, length: fine) }
            if poor > 0 {
                let top = floor - fine - poor - (fine > 0 ? 1 : 0)
                html.part(#"<rect fill="url(#hatch)""#, x: x, width: width, top: top, length: poor)
            }
        }
    }

    /// One part of a bar. A month has dozens: it is written as a whole, and has no width where the stylesheet has.
    private mutating func part(_ start: StaticString, x: Int, width: Int?, top: Int, length: Int) {
        markup(start)
        markup(" x=\"")
        hundredths(x)
        markup("%\" y=\"")
        integer(Int64(top))
        markup("\" height=\"")
        integer(Int64(length))
        if let width {
            markup("\" width=\"")
            hundredths(width)
            markup("%")
        }
        markup("\"/>")
    }

    private mutating func line(_ word: String, _ count: Int) {
        guard count > 0 else { return }
        markup("\n")
        text(word)
        markup(" ")
        number(count)
    }

    /// The first, the middle and the last day, under the bars.
    private mutating func days(of chart: RunsChart, y: Int) {
        guard let first = chart.bars.first, let last = chart.bars.last, chart.bars.count > 2 else { return }
        let middle = chart.bars[chart.bars.count / 2]
        element(.svgText, Fixed("x", "0"), Count("y", y), text: first.day)
        element(.svgText, Fixed("x", "50%"), Count("y", y), Fixed("text-anchor", "middle"), text: middle.day)
        element(.svgText, Fixed("x", "100%"), Count("y", y), Fixed("text-anchor", "end"), text: last.day)
    }

    private mutating func table(of chart: RunsChart) {
        element(.table, Class("vh")) { html in
            html.element(.caption, say: .dashboard(.chart))
            html.columns([.dashboard(.chartDay), .run(.statusWord(.succeeded)), .run(.statusWord(.failed))])
            html.element(.tbody) { html in
                for bar in chart.bars {
                    html.element(.tr) { html in
                        html.element(.td, text: bar.day)
                        html.element(.td) { $0.number(bar.succeeded) }
                        html.element(.td) { $0.number(bar.failed) }
                    }
                }
            }
        }
    }
}
