import PortalCore

/// A run's steps on one line of time.
struct Timeline {
    struct Step {
        let name: String
        let mark: Mark
        let took: String?
        let summary: String?
        let lane: Lane?
    }

    /// Where a step's bar lies, in hundredths of a per cent of the whole, and how it is drawn.
    struct Lane {
        enum Kind { case fine, poor, move, rest }

        let start: Int
        let length: Int
        let kind: Kind
    }

    let steps: [Step]
    /// How long the line is.
    let whole: String

    init(_ steps: [ClientStep], from start: Instant?, to end: Instant?, formats: Formats) {
        let parts = steps.map { Part($0.name, $0.status, $0.startedAt, $0.endedAt, summary: $0.summary) }
        self.init(parts, from: start, to: end, formats: formats)
    }

    init(_ steps: [PortalCore.Step], from start: Instant?, to end: Instant?, formats: Formats) {
        let parts = steps.map { step in
            Part(
                step.name, step.status, step.startedAt, step.endedAt, summary: step.summary.isEmpty ? nil : step.summary
            )
        }
        self.init(parts, from: start, to: end, formats: formats)
    }

    private struct Part {
        let name: String
        let status: RunStatus
        let start: Instant?
        let end: Instant?
        let summary: String?

        init(_ name: String, _ status: RunStatus, _ start: Instant?, _ end: Instant?, summary: String?) {
            self.name = name
            self.status = status
            self.start = start
            self.end = end
            self.summary = summary
        }
    }

    private init(_ parts: [Part], from start: Instant?, to end: Instant?, formats: Formats) {
        let now = formats.calmNow
        let starts = parts.compactMap(\.start) + [start].compactMap(\.self)
        let ends = parts.map { $0.end ?? ($0.status.isFinal ? $0.start : now) } + [end]
        let first = starts.min() ?? now
        let last = max(ends.compactMap(\.self).max() ?? first, first.adding(TimeSpan(milliseconds: 1)))
        let whole = last.since(first).milliseconds
        self.whole = formats.duration(TimeSpan(milliseconds: whole))
        steps = parts.map { part in
            Step(
                name: part.name, mark: .run(part.status, nil),
                took: formats.length(from: part.start, to: part.end, of: part.status),
                summary: part.summary,
                lane: part.start.map { start in
                    let end = part.end ?? (part.status.isFinal ? start : max(now, start))
                    let before = Self.share(start.since(first).milliseconds, of: whole)
                    let length = Self.share(end.since(start).milliseconds, of: whole)
                    // What took next to no time is still to be seen.
                    let shown = max(length, 120)
                    return Lane(start: min(before, 10_000 - shown), length: shown, kind: Self.kind(part.status))
                })
        }
    }

    private static func share(_ part: Int64, of whole: Int64) -> Int {
        let clamped = min(max(part, 0), whole)
        return Int((Double(clamped) / Double(whole) * 10_000).rounded())
    }

    private static func kind(_ status: RunStatus) -> Lane.Kind {
        switch status {
        case .succeeded: .fine
        case .failed: .poor
        case .running: .move
        case .queued, .waiting, .canceled, .unknown: .rest
        }
    }
}

extension HTML {
    mutating func timeline(_ timeline: Timeline) {
        hatching()
        card(.run(.timeline)) { html in
            guard !timeline.steps.isEmpty else {
                html.element(.p, Class("quiet"), say: .run(.noSteps))
                return
            }
            html.element(.div, Class("axis small quiet"), Fixed("aria-hidden", "true")) { html in
                html.element(.span, text: html.formats.duration(TimeSpan(milliseconds: 0)))
                html.element(.span, text: timeline.whole)
            }
            html.element(.ol, Class("rows lanes")) { html in
                for step in timeline.steps { html.step(step) }
            }
        }
    }

    private mutating func step(_ step: Timeline.Step) {
        element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: step.name)
                html.element(.div, Class("small")) { $0.mark(step.mark) }
            }
            html.element(.svg, Class("lane"), Fixed("aria-hidden", "true")) { html in
                guard let lane = step.lane else { return }
                html.void(
                    .svgRect, lane.kind.paint, Percent("x", hundredths: lane.start),
                    Percent("width", hundredths: lane.length), Fixed("height", "10"), Fixed("rx", "5"))
            }
            html.element(.div, Class("took small quiet"), text: step.took ?? "")
            if let summary = step.summary { html.element(.p, text: summary) }
        }
    }
}

extension Timeline.Lane.Kind {
    fileprivate var paint: Fixed {
        switch self {
        case .fine: Fixed("class", "fine")
        case .poor: Fixed("fill", "url(#hatch)")
        case .move: Fixed("class", "move")
        case .rest: Fixed("class", "rest")
        }
    }
}
