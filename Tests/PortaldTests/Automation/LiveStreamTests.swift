import PortalCore
import PortalHTTP
import Testing

/// A run's page while the run goes on.
@Suite struct LiveStreamTests {
    @Test func `what a run comes to reaches the stream, and the page by reloading`() async throws {
        try await Town.open { town in
            let place = town.north.place(1)
            let run = try #require(place.runs[.running])
            let page = "/portal/workflows/\(place.startable)/runs/\(run)"
            let browser = Browser(.client, in: town)
            let before = try await browser.get(page)
            #expect(before.text.shows(.running) && before.text.contains("\(page)/events"))

            let stream = try await EventStream(browser, run: run, of: place.startable)
            let first = try await stream.read(until: "\n\n")
            #expect(first.hasPrefix("data: ") && first.shows(.running))
            let reported = try await town.report(run, .succeeded, step: "Closed the books")
            #expect(reported.status == 200)
            let last = try await stream.read(until: "data-final")
            #expect(last.shows(.succeeded) && last.contains("Closed the books"))
            #expect(try await stream.next(within: 10) == nil)

            let after = try await browser.get(page)
            #expect(after.text.shows(.succeeded) && after.text.contains("Closed the books"))
        }
    }

    @Test func `a run that is over says so once`() async throws {
        try await Town.open { town in
            let place = town.north.place(1)
            let stream = try await EventStream(
                Browser(.client, in: town), run: try #require(place.runs[.failed]), of: place.startable)
            let told = try await stream.read(until: "data-final")
            #expect(told.shows(.failed))
            #expect(try await stream.next(within: 10) == nil)
        }
    }

    @Test func `a stream shows its reader no more than the page does`() async throws {
        try await Town.open { town in
            let place = town.north.place(1)
            for run in place.runs.values {
                let stream = try await EventStream(Browser(.client, in: town), run: run, of: place.startable)
                let part = try #require(try await stream.next(within: 10))
                let leaked = Leaks(seed: town.seed).found(in: part, by: Visitor(.client, town.seed), asking: "")
                #expect(leaked.isEmpty)
                stream.close()
            }
        }
    }

    @Test func `one stream too many ends the oldest of the same person`() async throws {
        var settings = Town.Settings()
        settings.http.streamsPerUser = 2
        try await Town.open(settings) { town in
            let place = town.north.place(1)
            let run = try #require(place.runs[.running])
            var streams: [EventStream] = []
            for _ in 0..<3 {
                let stream = try await EventStream(Browser(.client, in: town), run: run, of: place.startable)
                _ = try await stream.next(within: 10)
                streams.append(stream)
            }
            _ = try await streams[0].rest(within: 10)
            // The others live: they hear the end of the run.
            try await town.report(run, .succeeded)
            for stream in streams.dropFirst() { _ = try await stream.read(until: "data-final") }
        }
    }

    @Test func `a reader who leaves is noticed`() async throws {
        var settings = Town.Settings()
        settings.http.streamsPerUser = 1
        try await Town.open(settings) { town in
            let place = town.north.place(1)
            let run = try #require(place.runs[.running])
            for _ in 0..<20 {
                let stream = try await EventStream(Browser(.client, in: town), run: run, of: place.startable)
                _ = try await stream.next(within: 10)
                stream.close()
            }
            let stream = try await EventStream(Browser(.client, in: town), run: run, of: place.startable)
            try await town.report(run, .succeeded)
            _ = try await stream.read(until: "data-final")
        }
    }
}
