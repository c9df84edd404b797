import Testing

@testable import PortalCore

struct MailPolicyTests {
    private let asked = Instant(milliseconds: 1_800_000_000_000)

    private func job(tries: Int) -> MailJob {
        MailJob(
            id: Mail.ID(high: 1, low: 1), agency: Agency.ID(high: 1, low: 1), kind: .passwordChanged,
            user: User.ID(high: 1, low: 1), tries: tries, createdAt: asked)
    }

    @Test func `pauses grow up to four hours, for as long as the mail is worth sending`() {
        var now = asked
        var pauses: [Int64] = []
        for tries in 0..<100 {
            guard case .retry(let at) = MailPolicy.next(after: .deferred(reason: ""), job: job(tries: tries), now: now)
            else { break }
            pauses.append(at.since(now).milliseconds / 1_000)
            now = at
        }
        #expect(pauses.prefix(4) == [15, 30, 60, 120])
        #expect(pauses == pauses.sorted() && pauses.last == 14_400)
        #expect(now <= asked.adding(.days(3)) && now > asked.adding(.days(2)))
    }

    @Test func `what was taken is done, what was refused is dead, what is in doubt is sent once more`() {
        #expect(MailPolicy.next(after: .accepted, job: job(tries: 0), now: asked) == .done(.sent))
        #expect(MailPolicy.next(after: .refused(reason: ""), job: job(tries: 0), now: asked) == .done(.dead))
        #expect(
            MailPolicy.next(after: .unconfirmed(reason: ""), job: job(tries: 0), now: asked)
                == .retry(at: asked.adding(.seconds(15))))
        let late = asked.adding(.days(3))
        #expect(MailPolicy.next(after: .unconfirmed(reason: ""), job: job(tries: 0), now: late) == .done(.dead))
    }

    @Test func `a name that is shown for a mailbox holds no other mailbox and no line end`() throws {
        let address = try #require(EmailAddress("a@b.example"))
        for (name, shown) in [
            ("Clara", "Clara"), ("boss@bank.example", "boss bank.example"), ("A <a@b>", "A a b"),
            ("A\r\nBcc: x", "A Bcc: x"), ("\u{202E}evE", "evE"), ("  ", ""),
        ] {
            #expect(Mailbox(name: name, address: address).name == shown)
        }
        #expect(Mailbox(name: String(repeating: "ö", count: 900), address: address).name.utf8.count <= 100)
    }
}
