import PortalCore

/// One run, as it is going or as it went.
///
/// While it is not over, the page names its event stream; each event's data is ``liveFragment()`` of that moment, and the last one
/// says that it is. Without a script the page is loaded again by hand.
public struct RunPage: PageView {
    let context: ClientContext
    let run: ClientRun
    let timeline: Timeline
    let failureNote: String?
    let canCancel: Bool

    public init(_ page: ClientTimeline, _ context: ClientContext) {
        self.context = context
        run = page.run
        timeline = Timeline(
            page.steps, from: page.run.startedAt, to: page.run.endedAt, formats: context.formats)
        failureNote = page.failureNote
        canCancel = page.canCancel
    }

    /// Whether nothing more is to come, so that the stream may end.
    public var isOver: Bool { run.status.isFinal }

    public func html() -> [UInt8] {
        context.document(title: run.workflowName, at: .runs) { html in
            html.heading(
                run.workflowName, lede: context.say(.run(.runOf(moment: context.formats.moment(run.listedAt)))),
                up: (run.workflowName, .portal(.workflow(run.workflow))))
            html.live(isOver ? nil : .portal(.events(run.id, of: run.workflow))) { body(&$0) }
        }
    }

    /// The part of the page that changes while the run goes on, in UTF-8 and without a line end in its markup: texts of several
    /// lines carry theirs, so whoever puts it into an event begins each line with `data:`.
    public func liveFragment() -> [UInt8] {
        var html = HTML(context.formats, reserving: 8 << 10)
        body(&html)
        return html.finish()
    }

    private func body(_ html: inout HTML) {
        html.element(.section, Class("card"), Flag("data-final", isOver)) { html in
            html.element(.dl, Class("facts")) { html in
                html.fact(.run(.status)) { $0.mark(.run(run.status, run.delivery), isSpoken: true) }
                html.runTimes(listed: run.listedAt, started: run.startedAt, ended: run.endedAt, status: run.status)
            }
            notes(&html)
            if canCancel {
                html.element(.div) { html in
                    html.buttonForm(
                        .run(.cancel), post: .portal(.cancellation(run.id, of: run.workflow)), csrf: context.page.csrf,
                        button: "button risky", asking: (.run(.cancelQuestion), .run(.cancel)))
                }
            }
        }
        html.timeline(timeline)
    }

    private func notes(_ html: inout HTML) {
        if run.status == .failed {
            html.note(.bad) { html in
                html.element(.strong, say: .run(.failure))
                html.markup("<br>")
                if let failureNote {
                    html.text(failureNote)
                } else {
                    html.say(.run(.failedPlain(brand: context.brand.name)))
                }
            }
        } else if run.status == .unknown {
            html.note(.warn) { $0.say(.run(.unknownNote)) }
        } else if run.status == .queued, let delivery = run.delivery {
            html.deliveryNote(delivery, brand: context.brand.name)
        }
    }
}

extension HTML {
    /// The part of a page that our script keeps up to date, and where it hears how.
    mutating func live(_ stream: Path?, content: (inout HTML) -> Void) {
        element(.div, Class("stack"), stream.map { Address.stream($0) }, content: content)
        guard stream != nil else { return }
        element(.p, Class("vh"), Fixed("role", "status"), Flag("data-said")) { _ in }
        element(.noscript) { html in
            html.markup("<p><a href=\"\">")
            html.say(.run(.refresh))
            html.markup("</a></p>")
        }
    }

    /// When a run was asked for, began and ended, as far as that is known.
    mutating func runTimes(listed: Instant, started: Instant?, ended: Instant?, status: RunStatus) {
        if let started {
            fact(.run(.started)) { $0.moment(started) }
        } else {
            fact(.run(.requested)) { $0.moment(listed) }
        }
        if let ended { fact(.run(.ended)) { $0.moment(ended) } }
        if let took = formats.length(from: started, to: ended, of: status) {
            fact(status.isFinal ? .run(.took) : .run(.soFar), text: took)
        }
    }

    /// What became of asking the engine for a run that has not begun.
    mutating func deliveryNote(_ delivery: TriggerDelivery, brand: String) {
        let tone: NoteTone =
            switch delivery {
            case .pending, .accepted, .withdrawn: .plain
            case .unconfirmed: .warn
            case .didNotStart: .bad
            }
        note(tone) { $0.say(.run(.deliveryNote(delivery, brand: brand))) }
    }
}
