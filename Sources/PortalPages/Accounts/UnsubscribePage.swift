import PortalCore

/// Where the link at the end of a notice leads. Looking at it turns nothing off; its button does, and what it shows then is the same
/// that a mail program gets.
public struct UnsubscribePage: PageView {
    let page: PageContext
    let stop: NoticeStop?
    let token: String
    let isDone: Bool

    /// - Parameter stop: What the link stops; `nil` for one that stops nothing, whatever the reason.
    public init(_ page: PageContext, _ stop: NoticeStop?, token: String, isDone: Bool = false) {
        self.page = page
        self.stop = stop
        self.token = token
        self.isDone = isDone
    }

    public func html() -> [UInt8] {
        let title: Phrase =
            stop == nil ? .arrival(.deadLinkTitle) : .notice(isDone ? .stoppedTitle : .stopTitle)
        return page.bareDocument(title: page.say(title), landing: .signIn) { html in
            html.element(.h1, say: title)
            guard let stop else {
                html.element(.p, Class("quiet"), say: .notice(.deadStop))
                html.element(.p) { $0.buttonLink(.arrival(.backToSignIn), to: .signIn) }
                return
            }
            if isDone {
                html.element(.p, say: .notice(.stopped(stop.notice)))
            } else {
                html.element(.p, say: .notice(.stopQuestion(stop.notice, brand: page.brand.name)))
                html.form(post: .unsubscribe(token: token), csrf: page.csrf) { html in
                    html.element(.button, Class("button main"), say: .notice(.stopButton))
                }
            }
            html.element(.p, Class("quiet"), say: .notice(.turnOnAgain))
            html.element(.p) { html in
                html.buttonLink(
                    .notice(.account),
                    to: stop.isForStaff ? .console(.account(.overview)) : .portal(.account(.overview)))
            }
        }
    }
}
