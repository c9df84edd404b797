import HTTPTypes
import PortalCore
import PortalPages

/// What a handler answers: made inside the storage body, printed after it.
struct Reply: Sendable {
    enum Content: Sendable {
        /// A page. Its view value was made from what the capability showed; printing it needs no storage.
        case page(@Sendable () -> [UInt8])
        case goTo(OwnPath)
        /// Something named by its content, with its media type.
        case immutable([UInt8], type: String)
        case json([UInt8])
        /// A file to keep, under a name of ours.
        case file([UInt8], type: String, name: StaticString)
    }

    var content: Content
    var status: HTTPResponse.Status
    var cookies: [CookieChange] = []
    /// How many seconds to wait before asking again.
    var retryAfter: Int64?

    static func page(_ view: some PageView, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(content: .page { view.html() }, status: status)
    }

    /// After a change: on to a page that shows it.
    static func goTo(_ path: Path, saying flash: Flash? = nil) -> Reply { .goTo(OwnPath(path, saying: flash)) }

    static func goTo(_ path: OwnPath) -> Reply { Reply(content: .goTo(path), status: .seeOther) }

    static func immutable(_ bytes: [UInt8], type: String) -> Reply {
        Reply(content: .immutable(bytes, type: type), status: .ok)
    }

    func with(_ cookie: CookieChange?) -> Reply {
        var reply = self
        if let cookie { reply.cookies.append(cookie) }
        return reply
    }
}

/// A cookie to set, or to take away.
struct CookieChange: Sendable {
    let cookie: PortalCookie
    let value: String
    /// `nil` lives as long as the browser's own session.
    let seconds: Int64?

    static func session(_ secret: Secret, lifetime: SessionLifetime) -> CookieChange {
        CookieChange(cookie: .session, value: secret.text, seconds: lifetime.absolute.milliseconds / 1_000)
    }

    static func nonce(_ secret: Secret) -> CookieChange {
        CookieChange(cookie: .nonce, value: secret.text, seconds: nil)
    }

    static func challenge(_ secret: Secret) -> CookieChange {
        CookieChange(cookie: .challenge, value: secret.text, seconds: SignInChallenge.lifetime.milliseconds / 1_000)
    }

    static func mailedCode(_ browser: Secret) -> CookieChange {
        CookieChange(cookie: .mailedCode, value: browser.text, seconds: MailedCode.lifetime.milliseconds / 1_000)
    }

    static func workspace(_ id: Workspace.ID) -> CookieChange {
        CookieChange(cookie: .workspace, value: id.description, seconds: 365 * 86_400)
    }

    static func end(_ cookie: PortalCookie) -> CookieChange { CookieChange(cookie: cookie, value: "", seconds: 0) }
}

/// A live stream's look at its run: what to send if it is new, and whether there is more to come.
struct LiveFrame: Sendable {
    let data: [UInt8]
    let isLast: Bool
}

/// A visit that was answered at its door: whose house it was, who came, and what became of it.
final class Seen: Sendable {
    enum Outcome: Sendable {
        case reply(Reply)
        /// The room is the audience's; nothing was asked of it yet.
        case admitted
        /// The room was not the audience's.
        case turnedAway
        case refused(Refusal)
        /// The form was not ours, or not sent from our own page.
        case forged
        case live(LiveFrame)
    }

    let front: Front
    let seat: Seat
    /// The session that asked, and who it speaks for.
    let session: Session?
    let user: User?
    /// The workspace that was entered, and whether there are others to switch to.
    let workspace: Workspace.ID?
    let hasSwitcher: Bool
    let outcome: Outcome

    init(_ visit: Visit, _ outcome: Outcome) {
        front = visit.front
        seat = Seat(visit.entry)
        session = visit.account?.session
        user = visit.account?.user
        if case .clientPortal(let client) = visit.entry {
            workspace = client.workspace.id
            hasSwitcher = client.workspaces.count > 1
        } else {
            workspace = nil
            hasSwitcher = false
        }
        self.outcome = outcome
    }

    init(_ visit: ChangingVisit, _ outcome: Outcome) {
        front = visit.front
        seat = Seat(visit.entry)
        session = visit.account?.account.session
        user = visit.account?.account.user
        workspace = nil
        hasSwitcher = false
        self.outcome = outcome
    }

    private init(_ seen: Seen, _ outcome: Outcome) {
        front = seen.front
        seat = seen.seat
        session = seen.session
        user = seen.user
        workspace = seen.workspace
        hasSwitcher = seen.hasSwitcher
        self.outcome = outcome
    }

    func with(_ outcome: Outcome) -> Seen { Seen(self, outcome) }
}
