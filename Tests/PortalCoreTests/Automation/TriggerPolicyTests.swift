import PortalCore
import Testing

@Suite struct TriggerPolicyTests {
    private static let asked = Sample.noon
    private static let pauses: [Int64] = [2, 4, 8, 16, 32, 64, 120, 120, 120, 120]

    private static func job(tries: Int, begunAt: Instant? = nil, isUnconfirmed: Bool = false) -> TriggerJob {
        TriggerJob(
            run: Sample.run, agency: Agency.ID(high: 9, low: 9), workspace: Sample.workspace, workflow: Sample.workflow,
            id: Outbox.ID(high: 8, low: 8), tries: tries, firstTriedAt: nil, createdAt: asked,
            begunAt: begunAt, isUnconfirmed: isUnconfirmed)
    }

    @Test func `a job that nobody began has not arrived`() {
        let fresh = TriggerJob(
            run: Sample.run, agency: Agency.ID(high: 9, low: 9), workspace: Sample.workspace, workflow: Sample.workflow,
            id: Outbox.ID(high: 8, low: 8), tries: 0, firstTriedAt: nil, createdAt: Self.asked)
        #expect(!fresh.mayHaveArrived)
    }

    private static func next(
        _ outcome: TriggerOutcome, tries: Int, isIdempotent: Bool, after seconds: Int64
    ) -> TriggerNextStep {
        TriggerPolicy.next(
            after: outcome, job: job(tries: tries), isIdempotent: isIdempotent, now: asked.adding(.seconds(seconds)))
    }

    @Test(arguments: pauses.indices, [false, true])
    func `what follows every outcome, in time and out of it`(_ tries: Int, _ isIdempotent: Bool) {
        let pause = Self.pauses[tries]
        for seconds: Int64 in [0, 1, 300, 900 - pause, 900 - pause + 1, 899, 900, 901, 100_000] {
            let again = TriggerNextStep.retry(at: Self.asked.adding(.seconds(seconds + pause)))
            let isInTime = seconds + pause <= 900
            func next(_ outcome: TriggerOutcome) -> TriggerNextStep {
                Self.next(outcome, tries: tries, isIdempotent: isIdempotent, after: seconds)
            }

            #expect(next(.accepted(externalID: nil)) == .done(.accepted))
            #expect(next(.accepted(externalID: "7")) == .done(.accepted))
            #expect(next(.rejected(status: 400)) == .done(.didNotStart))
            #expect(next(.rejected(status: 500)) == .done(.didNotStart))
            #expect(next(.notDelivered(reason: "")) == (isInTime ? again : .done(.didNotStart)))
            #expect(next(.deferred(seconds: nil)) == (isInTime ? again : .done(.didNotStart)))
            #expect(next(.unconfirmed(reason: "")) == (isInTime && isIdempotent ? again : .done(.unconfirmed)))
        }
    }

    @Test(arguments: [
        TriggerOutcome.rejected(status: 409), .notDelivered(reason: ""), .deferred(seconds: nil),
        .unconfirmed(reason: ""),
    ])
    func `nobody is told that a run did not start which an earlier try may have started`(_ outcome: TriggerOutcome) {
        for job in [Self.job(tries: 3, isUnconfirmed: true), Self.job(tries: 3, begunAt: Self.asked)] {
            let next = TriggerPolicy.next(
                after: outcome, job: job, isIdempotent: true, now: Self.asked.adding(.minutes(20)))
            #expect(next == .done(.unconfirmed))
        }
    }

    @Test func `a run is given up fifteen minutes after it was asked for`() {
        #expect(TriggerPolicy.patience == .minutes(15))
        var now: Int64 = 0
        var tries = 0
        while case .retry(let at) = Self.next(.notDelivered(reason: ""), tries: tries, isIdempotent: false, after: now)
        {
            #expect(at > Self.asked.adding(.seconds(now)))
            now = at.since(Self.asked).milliseconds / 1_000
            tries += 1
        }
        #expect(now <= 900)
        #expect(now > 900 - 120)
        #expect(tries == 12)
    }

    @Test(
        arguments: [
            (-5, 2), (0, 2), (1, 2), (2, 2), (30, 30), (600, 600), (900, 900),
        ] as [(Int, Int64)])
    func `an engine that asks to be asked later is not asked sooner`(_ wanted: Int, _ pause: Int64) {
        let next = Self.next(.deferred(seconds: wanted), tries: 0, isIdempotent: false, after: 0)
        #expect(next == .retry(at: Self.asked.adding(.seconds(pause))))
    }

    @Test(arguments: [901, 86_400, Int.max])
    func `an engine that asks for longer than our patience is asked when it ends`(_ wanted: Int) {
        #expect(
            Self.next(.deferred(seconds: wanted), tries: 0, isIdempotent: false, after: 0)
                == .retry(at: Self.asked.adding(.minutes(15))))
        #expect(
            Self.next(.deferred(seconds: wanted), tries: 0, isIdempotent: false, after: 1) == .done(.didNotStart))
    }

    @Test(arguments: [-1, 63, 1_000, Int.max])
    func `any number of tries has a pause`(_ tries: Int) {
        guard case .retry = Self.next(.notDelivered(reason: ""), tries: tries, isIdempotent: false, after: 0) else {
            Issue.record("not tried again")
            return
        }
    }
}

@Suite struct WorkflowLifecycleTests {
    @Test func `what stands in the way of starting a workflow`() {
        for status in WorkflowStatus.allCases {
            let isHeld = [.paused, .disabled, .archived].contains(status)
            #expect(Sample.workflow(status).obstacleToStart == (isHeld ? .workflowNotStartable(status) : nil))
            for lacking in [Sample.workflow(status, engine: nil), Sample.workflow(status, triggerURL: nil)] {
                #expect(lacking.obstacleToStart == (isHeld ? .workflowNotStartable(status) : .workflowHasNoTrigger))
            }
        }
    }
}
