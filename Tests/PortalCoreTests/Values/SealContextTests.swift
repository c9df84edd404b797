import PortalCore
import Testing

@Suite struct SealContextTests {
    private static let agency = Agency.ID(high: 7, low: 7)

    @Test func `what is sealed says whose it is, what it is and where it lies`() {
        let bits: (UInt64, UInt64) = (1, 2)
        let contexts: [(context: SealContext, subject: String)] = [
            (.runError(Run.ID(high: bits.0, low: bits.1), agency: Self.agency), "run_"),
            (.engineCredential(Engine.ID(high: bits.0, low: bits.1), agency: Self.agency), "eng_"),
            (.engineSigningSecret(Engine.ID(high: bits.0, low: bits.1), agency: Self.agency), "eng_"),
            (.connectionCredential(Connection.ID(high: bits.0, low: bits.1), agency: Self.agency), "con_"),
        ]
        #expect(Set(contexts.map(\.context)).count == 4, "two kinds of secret could be put in each other's place")
        #expect(Set(contexts.map(\.context.purpose)).count == 4)
        for (context, prefix) in contexts {
            #expect(context.agency == Self.agency)
            #expect(context.subject.hasPrefix(prefix))
            #expect(context.subject.utf8.count == 30)
        }
    }

    @Test func `the same secret of another agency or row is another context`() {
        let run = Run.ID(high: 1, low: 2)
        let context = SealContext.runError(run, agency: Self.agency)
        #expect(context != .runError(run, agency: Agency.ID(high: 7, low: 8)))
        #expect(context != .runError(Run.ID(high: 1, low: 3), agency: Self.agency))
        #expect(context == .runError(run, agency: Self.agency))
    }
}
