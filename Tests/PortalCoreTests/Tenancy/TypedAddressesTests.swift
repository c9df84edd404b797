import Testing

@testable import PortalCore

/// What somebody pasted to invite people is read no further than it must be.
@Suite struct TypedAddressesTests {
    private func refusal(of text: String) -> FieldProblem.Problem? {
        do throws(Refusal) {
            _ = try TypedAddresses.read(text)
            return nil
        } catch {
            guard case .invalid(let problems) = error else { return nil }
            return problems.first?.problem
        }
    }

    @Test func `addresses are read once each, however they are parted and named`() throws {
        let text = "Ada <ada@mail.example>, ben@mail.example; Ada@mail.example\ncarla@mail.example dev@mail.example"
        #expect(
            try TypedAddresses.read(text).map(\.text) == [
                "ada@mail.example", "ben@mail.example", "carla@mail.example", "dev@mail.example",
            ])
    }

    @Test func `fifty are taken, and with one more nothing after it is looked at`() throws {
        let many = (0..<51).map { "p\($0)@mail.example" }
        #expect(try TypedAddresses.read(many.dropLast().joined(separator: " ")).count == 50)
        #expect(refusal(of: many.joined(separator: ",") + ", no-address") == .tooMany(limit: 50))
    }

    @Test func `what is wrong is told of the first fifty`() throws {
        let words = (0..<10_000).map { "word\($0)" }.joined(separator: "\n")
        guard case .addresses(let problems) = refusal(of: words) else {
            Issue.record("the words were taken")
            return
        }
        #expect(problems.map(\.address) == (0..<50).map { "word\($0)" })
    }
}
