/// The pictures of menus and buttons, drawn for this module: 24 units square, one stroke wide. They always stand beside words.
enum Icon {
    case dashboard, workflows, runs, connections, forms, billing, account
    case workspaces, team, settings
    case menu, choose, check, signOut, back, play

    fileprivate var drawing: StaticString {
        switch self {
        case .dashboard: #"<path d="M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z"/>"#
        case .workflows: #"<path d="M4 4h6v6H4zM14 14h6v6h-6zM7 10v4a3 3 0 0 0 3 3h4"/>"#
        case .runs: #"<path d="M3 12h4l3-8 4 16 3-8h4"/>"#
        case .connections: #"<path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4"/>"#
        case .forms: #"<path d="M6 3h12v18H6zM9.5 8h5M9.5 12h5M9.5 16h3"/>"#
        case .billing: #"<path d="M3 6h18v13H3zM3 10.5h18M7 15h3"/>"#
        case .account: #"<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>"#
        case .workspaces:
            #"<path d="M4 20V6l8-3v17M12 8l8 3v9M2.5 20.5h19M8 9v.01M8 13v.01M8 17v.01M16 14v.01M16 17v.01"/>"#
        case .team:
            #"<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.6a6.5 6.5 0 0 1 3.5 5.4"/>"#
        case .settings:
            #"<path d="M4 7h8M18 7h2M4 17h2M12 17h8"/><circle cx="15" cy="7" r="2.5"/><circle cx="9" cy="17" r="2.5"/>"#
        case .menu: #"<path d="M4 7h16M4 12h16M4 17h16"/>"#
        case .choose: #"<path d="m8 10 4-4 4 4M8 14l4 4 4-4"/>"#
        case .check: #"<path d="m5 12.5 4.5 4.5L19 7"/>"#
        case .signOut: #"<path d="M14 4H5v16h9M10 12h11m-4-4 4 4-4 4"/>"#
        case .back: #"<path d="m14 6-6 6 6 6"/>"#
        case .play: #"<path d="M7 4.5v15L19.5 12z"/>"#
        }
    }
}

extension HTML {
    /// A picture that says nothing which the words beside it do not.
    mutating func icon(_ icon: Icon) {
        markup(#"<svg class="i" viewBox="0 0 24 24" aria-hidden="true">"#)
        markup(icon.drawing)
        markup("</svg>")
    }
}
