import PortalServices
import Testing

struct WorkSignalTests {
    @Test func `raised before anybody waits, it is not lost, and counts once`() async {
        let signal = WorkSignal()
        for _ in 0..<5 { signal.raise() }

        #expect(await signal.wait(atMost: .seconds(60)))
        #expect(await signal.wait(atMost: .milliseconds(20)) == false)
    }

    @Test func `raising it ends a wait`() async {
        let signal = WorkSignal()
        async let wasRaised = signal.wait(atMost: .seconds(60))
        try? await Task.sleep(for: .milliseconds(20))
        signal.raise()

        #expect(await wasRaised)
    }

    @Test func `a wait ends with its time, even if that is none`() async {
        let signal = WorkSignal()
        for time in [Duration.zero, .milliseconds(-5), .nanoseconds(1), .milliseconds(5)] {
            #expect(await signal.wait(atMost: time) == false)
        }
    }

    @Test func `a wait ends with its task`() async {
        let signal = WorkSignal()
        let task = Task { await signal.wait(atMost: .seconds(60)) }
        try? await Task.sleep(for: .milliseconds(20))
        task.cancel()

        #expect(await task.value == false)
        #expect(
            await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await signal.wait(atMost: .seconds(60))
            }.value == false)
    }

    @Test func `the end of one wait does not end the next`() async {
        let signal = WorkSignal()
        for _ in 0..<200 {
            async let raised: Void = signal.raise()
            await signal.wait(atMost: .milliseconds(1))
            await raised
        }
        await signal.wait(atMost: .milliseconds(5))
        let start = ContinuousClock.now

        #expect(await signal.wait(atMost: .milliseconds(100)) == false)
        #expect(start.duration(to: .now) >= .milliseconds(90))
    }
}
