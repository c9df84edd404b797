import PortalCore

/// The first page of somebody who is new: how they want to be called, read, and written to. It is no gate; it can be passed by.
public struct WelcomePage: PageView {
    let side: AccountPage.Side
    let notices: [NoticeChoice]
    let form: FormState

    public init(_ side: AccountPage.Side, _ notices: [NoticeChoice], form: FormState = .fresh) {
        self.side = side
        self.notices = notices
        self.form = form
    }

    public func html() -> [UInt8] {
        let page = side.page
        return page.bareDocument(title: page.say(.welcome(.title)), landing: skip) { html in
            html.element(.h1, say: .welcome(.hello(name: side.user.name)))
            html.element(.p, Class("quiet"), say: .welcome(lede))
            html.form(post: path, csrf: page.csrf) { html in
                html.troubles(of: form)
                html.field(
                    TextField(
                        name: .name, label: .account(.name), kind: .name, value: form.value(.name, or: side.user.name),
                        limit: 100), error: form.error(.name))
                html.region(of: side, form, offersOwnZone: true)
                html.element(.fieldset, Class("field")) { html in
                    html.element(.legend, say: .account(.notices))
                    html.ticks(for: notices, form)
                }
                html.element(.div, Class("field")) {
                    $0.element(.button, Class("button main"), say: .welcome(.save))
                }
            }
            html.element(.p, Class("small")) { $0.element(.a, Address.href(skip), say: .welcome(.skip)) }
        }
    }

    private var lede: WelcomePhrase {
        switch side {
        case .client(let context): .lede(place: context.workspace.name)
        case .staff(let context): .staffLede(brand: context.brand.name)
        }
    }

    private var path: Path {
        switch side {
        case .client: .welcome
        case .staff: .console(.welcome)
        }
    }

    private var skip: Path {
        switch side {
        case .client: .welcomeTour
        case .staff: .console(.clients(archived: false, after: nil))
        }
    }
}

/// What a new client finds in the portal: a sentence for each area of theirs, and the way in.
public struct WelcomeTourPage: PageView {
    let context: ClientContext

    public init(_ context: ClientContext) { self.context = context }

    public func html() -> [UInt8] {
        let page = context.page
        let title = page.say(.welcome(.tourTitle(place: context.workspace.name)))
        return page.bareDocument(title: title, landing: .portal(.dashboard)) { html in
            html.element(.h1, text: title)
            html.element(.p, Class("quiet"), say: .welcome(.tourLede(brand: page.brand.name)))
            html.element(.ul, Class("tour")) { html in
                for area in context.areas.list { html.offer(area.icon, area.section, .area(area)) }
                html.offer(.account, .account, .account)
            }
            if context.areas.isEmpty {
                html.element(.p, Class("quiet"), say: .welcome(.nothingYet(brand: page.brand.name)))
            }
            html.element(.p) { $0.buttonLink(.welcome(.enter), to: .portal(.dashboard), isMain: true) }
        }
    }
}

extension HTML {
    fileprivate mutating func offer(_ icon: Icon, _ section: Section, _ words: WelcomePhrase) {
        element(.li) { html in
            html.icon(icon)
            html.element(.div) { html in
                html.element(.strong, say: .common(.section(section)))
                html.element(.p, say: .welcome(words))
            }
        }
    }
}

extension Area {
    fileprivate var icon: Icon {
        switch self {
        case .workflows: .workflows
        case .connections: .connections
        case .forms: .forms
        case .billing: .billing
        }
    }

    fileprivate var section: Section {
        switch self {
        case .workflows: .workflows
        case .connections: .connections
        case .forms: .forms
        case .billing: .billing
        }
    }
}
