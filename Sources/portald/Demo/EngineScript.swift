import PortalCore

/// What the simulated engine pretends to do for one run: each report, and how long after the one before it is sent.
struct EngineScript: Sendable {
    let job: SimulatedEngine.Job
    let scenes: [Scene]

    struct Scene: Sendable {
        let after: TimeSpan
        let status: RunStatus
        let steps: [Step]
        let startedAt: Instant
        let endedAt: Instant?
        let errorDetail: String?
    }

    /// The steps one after the other, a second or two each; the run fails where the workflow is made to fail.
    init(_ job: SimulatedEngine.Job, beginning now: Instant) {
        self.job = job
        var dice = Dice("run \(job.run)")
        var clock = now.adding(TimeSpan(milliseconds: 400))
        let startedAt = clock
        var pause = TimeSpan(milliseconds: 400)
        var done: [Step] = []
        var scenes: [Scene] = []
        func scene(_ status: RunStatus, _ steps: [Step], endedAt: Instant? = nil, error: String? = nil) -> Scene {
            Scene(
                after: pause, status: status, steps: steps, startedAt: startedAt, endedAt: endedAt, errorDetail: error)
        }

        for (position, part) in job.workflow.steps.enumerated() {
            let began = clock
            scenes.append(scene(.running, done + [Self.step(part, position, .running, began)]))
            pause = TimeSpan(milliseconds: Int64(dice.number(900...1_900)))
            clock = clock.adding(pause)
            if position == job.workflow.failsAtStep {
                done.append(Self.step(part, position, .failed, began, clock))
                let error = "\(part.kind) \"\(part.name)\": \(part.error)\nrequest \(dice.hex(12))"
                self.scenes = scenes + [scene(.failed, done, endedAt: clock, error: error)]
                return
            }
            done.append(Self.step(part, position, .succeeded, began, clock))
        }
        self.scenes = scenes + [scene(.succeeded, done, endedAt: clock)]
    }

    private static func step(
        _ part: DemoStep, _ position: Int, _ status: RunStatus, _ began: Instant, _ ended: Instant? = nil
    ) -> Step {
        Step(
            position: position, name: part.name, kind: part.kind, status: status, startedAt: began, endedAt: ended,
            summary: status == .succeeded ? part.summary : "")
    }
}

extension EngineScript.Scene {
    /// The report as the public API takes it.
    func json(of run: Run.ID) -> [UInt8] {
        var json = JSONWriter(reserving: 1_024)
        json.object { json in
            json.member("run", run.description)
            json.member("status", status.rawValue)
            json.member("startedAt", Timestamp.text(startedAt))
            json.member("endedAt", endedAt.map(Timestamp.text))
            json.member("error", errorDetail)
            json.key("steps")
            json.array { json in
                for step in steps { json.object { Self.write(step, to: &$0) } }
            }
        }
        return json.bytes
    }

    private static func write(_ step: Step, to json: inout JSONWriter) {
        json.member("position", step.position)
        json.member("name", step.name)
        json.member("kind", step.kind)
        json.member("status", step.status.rawValue)
        json.member("startedAt", step.startedAt.map(Timestamp.text))
        json.member("endedAt", step.endedAt.map(Timestamp.text))
        json.member("summary", step.summary)
    }
}
