import Foundation
import PortalCore
import Testing

/// What somebody reads in the mail with a code.
struct MailedCodeLetter: Sendable {
    let digits: String
    /// The link's target, with its token.
    let link: String

    var token: String { link.components(separatedBy: "token=").last ?? "" }

    /// Other digits than those.
    var wrongDigits: String { digits == "00000000" ? "11111111" : "00000000" }

    init?(_ mail: MailMessage) {
        let lines = mail.text.components(separatedBy: "\n")
        guard let digits = lines.first(where: { $0.hasPrefix("    ") && MailedDigits($0) != nil }),
            let link = lines.first(where: { $0.hasPrefix("https://\(House.host(of: .north))/sign-in/link?token=") })
        else { return nil }
        self.digits = digits.trimmingCharacters(in: .whitespaces)
        self.link = String(link.trimmingPrefix("https://\(House.host(of: .north))"))
    }
}

extension Browser {
    /// Asks for a code by mail as the sign-in page does, and keeps the cookie that binds it to this browser.
    @discardableResult
    func askForCode(_ email: String, next: String = "") async throws -> Answer {
        let answer = try await post("/sign-in/mail", [("email", email), ("next", next)])
        keep(answer)
        return answer
    }

    /// Asks for a code in the name of one of the cast, and reads the mail.
    func codeByMail(for cast: Cast) async throws -> MailedCodeLetter {
        let email = town.north.person(cast).email
        let answer = try await askForCode(email)
        #expect(answer.status == 303 && answer["location"] == "/sign-in/mail/code", "\(answer.status)")
        let mail = try #require(try await town.deliver().first { $0.to.address.text == email })
        return try #require(MailedCodeLetter(mail), "\(mail.text)")
    }

    func typeMailedCode(_ digits: String, next: String = "") async throws -> Answer {
        let answer = try await post("/sign-in/mail/code", [("code", digits), ("next", next)])
        keep(answer)
        return answer
    }

    func pressLink(_ letter: MailedCodeLetter) async throws -> Answer {
        let answer = try await post("/sign-in/link", [("token", letter.token)])
        keep(answer)
        return answer
    }

    /// Signs one of the cast in by a mailed code.
    func signInByMail(as cast: Cast) async throws {
        let letter = try await codeByMail(for: cast)
        #expect(try await typeMailedCode(letter.digits).status == 303)
    }
}
