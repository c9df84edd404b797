import Foundation
import PortalCore
import PortalHTTP
import PortalServices
import PortalStore
import Testing

/// Codes by mail tell nobody who exists: not by what is answered, and not by what it costs.
@Suite struct MailedCodeSilenceTests {
    /// Everything that somebody gets and causes who asks for a code and then types wrong ones until it is over.
    private struct Attempt: Hashable {
        var answers: [Answer] = []
        var statements: [[String]] = []
        var derivations = 0
    }

    private func attempt(_ email: String, typing digits: [String], in town: Town) async throws -> Attempt {
        let browser = Browser(.nobody, in: town)
        browser.cookies["nonce"] = Secret(bytes: [UInt8](repeating: 5, count: 32)).text
        var attempt = Attempt()
        func note(_ step: () async throws -> Answer) async throws {
            _ = try await browser.formToken()
            let derivations = town.passwords.derivations
            town.notebook.watch()
            let answer = try await step()
            try await town.settle()
            attempt.statements.append(town.notebook.read().statements.map(\.sql))
            attempt.derivations += town.passwords.derivations - derivations
            attempt.answers.append(answer.withoutSecret.comparable)
        }
        try await note { try await browser.askForCode(email) }
        try await note { try await browser.get("/sign-in/mail/code") }
        for typed in digits { try await note { try await browser.typeMailedCode(typed) } }
        try await note { try await browser.get("/sign-in/mail/code") }
        return attempt
    }

    @Test func `the answers and the work are the same, whether anybody has the address or not`() async throws {
        try await Town.open { town in
            let people: [Cast] = [.client, .passwordless, .suspended, .owner, .removed]
            let emails = ["nobody@mail.example"] + people.map { town.north.person($0).email }
            // None of these is right: a code is as long, and made of one secret each.
            let digits = ["00000000", "11111111", "22222222", "33333333", "44444444"]
            // Whatever is read once in a town is read before.
            _ = try await attempt("somebody@mail.example", typing: digits, in: town)
            var attempts: [Attempt] = []
            for email in emails { attempts.append(try await attempt(email, typing: digits, in: town)) }
            let expected = attempts[0]
            #expect(expected.answers.map(\.status) == [303, 200, 401, 401, 401, 401, 401, 200])
            #expect(expected.derivations == 0)
            for (email, attempt) in zip(emails, attempts) {
                #expect(attempt.answers == expected.answers, "\(email)")
                #expect(attempt.statements == expected.statements, "\(email)")
                #expect(attempt.derivations == 0)
            }
            let mails = try await town.deliver().filter { $0.text.contains("/sign-in/link?") }
            let isMailed = people.filter { $0 != .suspended }.map { town.north.person($0).email }
            #expect(mails.isEmpty == false && Set(mails.map(\.to.address.text)) == Set(isMailed))
        }
    }

    @Test(arguments: ["/sign-in/mail", "/forgot-password"])
    func `an answer about a mail waits until the work for anybody would be done`(_ path: String) async throws {
        try await Town.open { town in
            for email in ["nobody@mail.example", town.north.person(.client).email] {
                let browser = Browser(.nobody, in: town)
                _ = try await browser.formToken()
                var fastest = Duration.seconds(60)
                // As often as one address is mailed to. On a machine that is busy one answer may take as long by
                // itself; the fastest of several does not.
                for _ in 0..<5 {
                    let start = ContinuousClock.now
                    let answer = try await browser.post(path, [("email", email)])
                    fastest = min(fastest, ContinuousClock.now - start)
                    #expect(answer.status < 400)
                }
                #expect(fastest >= .milliseconds(50), "\(email): \(fastest)")
            }
        }
    }

    @Test func `whoever was suspended after asking is told that the right code is wrong`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let letter = try await browser.codeByMail(for: .client)
            let wrong = try await browser.typeMailedCode(letter.wrongDigits)
            try await town.suspend(.client)
            let right = try await browser.typeMailedCode(letter.digits)
            #expect(right.status == 401 && wrong.status == 401 && right.cookies["session"] == nil)
            #expect(right.text.replacing("3 more times", with: "4 more times") == wrong.text)
            #expect(try await browser.pressLink(letter).status == 404)
        }
        // And their mail is not sent.
        try await Town.open { town in
            try await Browser(.nobody, in: town).askForCode(town.north.person(.client).email)
            try await town.suspend(.client)
            #expect(try await town.deliver().isEmpty)
        }
    }

    @Test func `nobody's mailbox is filled by strangers, whoever has the address`() async throws {
        try await Town.open { town in
            for email in ["nobody@mail.example", town.north.person(.client).email] {
                let browser = Browser(.nobody, in: town)
                var statuses: [Int] = []
                for _ in 0..<7 { statuses.append(try await browser.askForCode(email).status) }
                #expect(statuses == [303, 303, 303, 303, 303, 429, 429], "\(email)")
            }
        }
    }

    @Test func `no code is mailed or tried for a form that is not ours`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let letter = try await browser.codeByMail(for: .client)
            let token = try await browser.formToken()
            let mails = try town.rows.count("mail")
            let forms = [
                ("/sign-in/mail", ("email", town.north.person(.client).email)),
                ("/sign-in/mail/code", ("code", letter.digits)), ("/sign-in/link", ("token", letter.token)),
            ]
            for (path, field) in forms {
                #expect(try await browser.send(browser.form(path, [field])).status == 400)
                var request = browser.form(path, [("csrf", token), field])
                request.fields = request.fields.map { field in
                    field.name == "Sec-Fetch-Site" ? (name: field.name, value: "cross-site") : field
                }
                #expect(try await browser.send(request).status == 400)
            }
            #expect(try town.rows.count("mail") == mails)
            #expect(try await browser.typeMailedCode(letter.digits).status == 303)
        }
    }
}

extension Answer {
    /// The same answer with the browser's own secrets taken out of its cookies.
    fileprivate var withoutSecret: Answer {
        let fields = fields.map { field in
            guard field.name == "set-cookie", let equals = field.value.firstIndex(of: "=") else { return field }
            let rest = field.value.drop { $0 != ";" }
            let isEmpty = field.value[field.value.index(after: equals)...].first == ";"
            return Field(name: field.name, value: "\(field.value[...equals])\(isEmpty ? "" : "…")\(rest)")
        }
        return Answer(status: status, fields: fields, body: body)
    }
}
