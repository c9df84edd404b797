import PortalCore
import PortalServices
import Testing

@Suite struct TimeCodeTests {
    /// The key of the vectors: "12345678901234567890".
    private static let key = FactorKey(bytes: Array("12345678901234567890".utf8))

    private func codes() throws -> TimeCode { TimeCode(try #require(Self.key), digests: CryptoDigests()) }

    private func moment(ofStep step: Int64) -> Instant { Instant(milliseconds: step * 30_000) }

    @Test func `counters give the codes of RFC 4226, appendix D`() throws {
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        let codes = try codes()
        #expect((0..<10).map { codes.text(at: $0) } == expected)
    }

    @Test(
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func `times give the codes of RFC 6238, appendix B, in six digits`(_ seconds: Int64, _ code: String) throws {
        let moment = Instant(milliseconds: seconds * 1_000)
        #expect(try codes().text(at: TimeCode.step(at: moment)) == code)
        #expect(try codes().step(of: code, now: moment, after: nil) == TimeCode.step(at: moment))
    }

    @Test func `the step before and the one after are good, and no others`() throws {
        let codes = try codes()
        for step in Int64(95)...105 {
            let found = codes.step(of: codes.text(at: step), now: moment(ofStep: 100), after: nil)
            #expect(found == ((99...101).contains(step) ? step : nil), "step \(step)")
        }
        #expect(codes.step(of: codes.text(at: 0), now: moment(ofStep: 0), after: nil) == 0)
    }

    @Test func `a code is good once, and so is every code before it`() throws {
        let codes = try codes()
        for last in Int64(98)...102 {
            for step in Int64(99)...101 {
                let found = codes.step(of: codes.text(at: step), now: moment(ofStep: 100), after: last)
                #expect(found == (step > last ? step : nil), "\(step) after \(last)")
            }
        }
    }

    @Test(arguments: ["", "28708", "2870822", "28708a", "２８７０８２", "-87082", "+87082", "0x7082", "287082\n"])
    func `what is not six digits is no code`(_ typed: String) throws {
        #expect(try codes().step(of: typed, now: Instant(milliseconds: 59_000), after: nil) == nil)
    }

    @Test func `spaces between digits do not matter`() throws {
        #expect(try codes().step(of: " 287 082 ", now: Instant(milliseconds: 59_000), after: nil) == 1)
    }
}
