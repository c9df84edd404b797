public import HTTPTypes
public import PortalCore
import PortalPages

/// One route: everything that is known of it, in one value.
///
/// Routes are made by the makers of each audience only (``client(_:action:_:)`` and its siblings), and each of them takes
/// only a handler of that audience's capability. The router, the redirects, the crossing suite, `portald routes` and the
/// API's description are all made from these values.
public struct Route: Sendable {
    public let method: HTTPRequest.Method
    public let path: PathPattern
    public let audience: Audience
    /// What its use case decides; `nil` where nothing but the audience is asked for.
    public let action: Action?
    /// A valid body, for routes that take one.
    public let sample: Sample?
    /// What the API's description says of it.
    let documents: APIOperation?
    let bodyLimit: BodyLimit
    let handler: Handler
    /// Whether it is posted to by a mail program, at one click of its reader: then the link's own token is the only proof there can be.
    let isOneClick: Bool

    /// A body that the route's rightful visitor can send, with placeholders for what only the sender knows: `{secret}` for a
    /// fresh 256-bit secret, `{email}` and `{password}` for what one signs in with, `{key}` and `{code}` for a second factor's, and `{workspace}`, `{workflow}`,
    /// `{engine}` and `{admin}` for ids of theirs. A form also needs its token.
    public enum Sample: Hashable, Sendable {
        case form([FormField])
        case json(String)

        public struct FormField: Hashable, Sendable {
            public let name: String
            public let value: String

            init(_ name: String, _ value: String) {
                self.name = name
                self.value = value
            }
        }

        static func form(_ fields: KeyValuePairs<String, String>) -> Sample {
            .form(fields.map { FormField($0.key, $0.value) })
        }
    }

    /// How large a body may be.
    enum BodyLimit: Sendable { case none, form, json, batch }

    /// What answers, with its capability's type erased: `nil` from a handler means that the room it was offered is not its
    /// audience's.
    enum Handler: Sendable {
        case anyone(@Sendable (Lobby, Asked) async throws -> Seen?)
        case look(@Sendable (Entry, Asked) throws -> Reply?)
        case change(@Sendable (ChangingEntry, Asked) throws -> Reply?, again: Again?)
        /// Work that cannot be done inside one storage body, such as deriving a password.
        case errand(@Sendable (Errand, Asked) async throws -> Reply, again: Again?)
        case live(@Sendable (Entry, Asked) throws -> LiveFrame?)
        case engineLook(@Sendable (EngineAccess, Asked) throws -> APIReply)
        case engineChange(@Sendable (Asked, APIBody) throws(Problem) -> EngineChange)
        case operation(@Sendable (OperatorDesk, Asked) async throws -> OperatorReply)
    }

    /// Shows the form again with what was wrong in it.
    typealias Again = @Sendable (Entry, Asked, Refusal) throws -> Reply?
}

typealias EngineChange = @Sendable (EngineAccess.Changing) throws -> APIReply

// MARK: The makers

extension Route {
    /// A page or file for whoever comes to an agency's host.
    static func anyone(
        _ path: String, _ handler: @escaping @Sendable (Lobby, Asked) async throws -> Seen?
    ) -> Route {
        Route(.get, path, .anyone, nil, nil, .none, .anyone(handler))
    }

    /// A form for whoever comes to an agency's host.
    static func anyone(
        post path: String, sample: Sample, _ handler: @escaping @Sendable (Lobby, Asked) async throws -> Seen?
    ) -> Route {
        Route(.post, path, .anyone, nil, sample, .form, .anyone(handler))
    }

    /// A page that a mailed link leads to. It redeems nothing: programs that look through mail open links.
    static func token(
        _ path: String, kind: MailedLink,
        _ handler: @escaping @Sendable (Lobby, MailedToken, Asked) async throws -> Seen?
    ) -> Route {
        Route(.get, path, .token, nil, nil, .none, .anyone(redeeming(kind, handler) { $0.query.hint(FieldName.token) }))
    }

    /// What redeems a mailed link.
    static func token(
        post path: String, kind: MailedLink, sample: Sample,
        _ handler: @escaping @Sendable (Lobby, MailedToken, Asked) async throws -> Seen?
    ) -> Route {
        Route(
            .post, path, .token, nil, sample, .form, .anyone(redeeming(kind, handler) { $0.form.hint(FieldName.token) })
        )
    }

    /// A page that the link at the end of a notice leads to. It turns nothing off.
    static func token(
        stop path: String, _ handler: @escaping @Sendable (Lobby, StopToken?, Asked) async throws -> Seen?
    ) -> Route {
        Route(.get, path, .token, nil, nil, .none, .anyone(stopping(handler)))
    }

    /// What turns a notice off, by a button of ours or of a mail program (RFC 8058). No page of ours need come before it: whoever holds
    /// the link may. So it can do no more than that, and its answer is a page, never a redirect.
    static func token(
        oneClick path: String, _ handler: @escaping @Sendable (Lobby, StopToken?, Asked) async throws -> Seen?
    ) -> Route {
        Route(
            .post, path, .token, nil, .form(["List-Unsubscribe": "One-Click"]), .none, .anyone(stopping(handler)),
            isOneClick: true)
    }

    /// A page for clients.
    static func client(
        _ path: String, action: Action, _ handler: @escaping @Sendable (ClientPortal, Asked) throws -> Reply
    ) -> Route {
        Route(.get, path, .client, action, nil, .none, .look(looking(handler)))
    }

    /// A live stream for clients: its handler decides and looks again for as long as the stream is open.
    static func client(
        live path: String, action: Action, _ handler: @escaping @Sendable (ClientPortal, Asked) throws -> LiveFrame
    ) -> Route {
        Route(
            .get, path, .client, action, nil, .none,
            .live { entry, asked in
                guard case .clientPortal(let client) = entry else { return nil }
                return try handler(client, asked)
            })
    }

    /// Something a client posts that changes nothing stored.
    static func client(
        post path: String, action: Action, sample: Sample,
        choosing handler: @escaping @Sendable (ClientPortal, Asked) throws -> Reply
    ) -> Route {
        Route(.post, path, .client, action, sample, .form, .look(looking(handler)))
    }

    /// A change by a client. `again` shows the form once more with what was wrong.
    static func client(
        post path: String, action: Action, sample: Sample,
        again: (@Sendable (ClientPortal, Asked, Refusal) throws -> Reply)? = nil,
        _ handler: @escaping @Sendable (ClientPortal.Changing, Asked) throws -> Reply
    ) -> Route {
        Route(
            .post, path, .client, action, sample, .form,
            .change(
                { entry, asked in
                    guard case .clientPortal(let client) = entry else { return nil }
                    return try handler(client, asked)
                }, again: again.map(repeating)))
    }

    /// A change of a client's own that takes more than one storage body.
    static func client(
        errand path: String, action: Action, sample: Sample,
        again: (@Sendable (ClientPortal, Asked, Refusal) throws -> Reply)? = nil,
        _ handler: @escaping @Sendable (Errand, Asked) async throws -> Reply
    ) -> Route {
        Route(.post, path, .client, action, sample, .form, .errand(handler, again: again.map(repeating)))
    }

    /// A page for staff.
    static func staff(
        _ path: String, action: Action, _ handler: @escaping @Sendable (AgencyConsole, Asked) throws -> Reply
    ) -> Route {
        Route(.get, path, .staff, action, nil, .none, .look(looking(handler)))
    }

    /// A change by staff.
    static func staff(
        post path: String, action: Action, sample: Sample,
        again: (@Sendable (AgencyConsole, Asked, Refusal) throws -> Reply)? = nil,
        _ handler: @escaping @Sendable (AgencyConsole.Changing, Asked) throws -> Reply
    ) -> Route {
        Route(
            .post, path, .staff, action, sample, .form,
            .change(
                { entry, asked in
                    guard case .agencyConsole(let console) = entry else { return nil }
                    return try handler(console, asked)
                }, again: again.map(repeating)))
    }

    /// A change of a staff member's own that takes more than one storage body.
    static func staff(
        errand path: String, action: Action, sample: Sample,
        again: (@Sendable (AgencyConsole, Asked, Refusal) throws -> Reply)? = nil,
        _ handler: @escaping @Sendable (Errand, Asked) async throws -> Reply
    ) -> Route {
        Route(.post, path, .staff, action, sample, .form, .errand(handler, again: again.map(repeating)))
    }

    /// Something an agency's system reads. Without an action, any key of the agency may.
    static func engine(
        _ path: String, action: Action?, documents: APIOperation,
        _ handler: @escaping @Sendable (EngineAccess, Asked) throws -> APIReply
    ) -> Route {
        Route(.get, path, .engine, action, nil, .none, .engineLook(handler), documents)
    }

    /// A change by an agency's system. The handler reads the body, and answers with the change to make.
    static func engine(
        _ method: HTTPRequest.Method, _ path: String, action: Action, documents: APIOperation, sample: Sample,
        bodyLimit: BodyLimit = .json,
        _ handler: @escaping @Sendable (Asked, APIBody) throws(Problem) -> EngineChange
    ) -> Route {
        Route(method, path, .engine, action, sample, bodyLimit, .engineChange(handler), documents)
    }

    /// A route of the operator's own port.
    static func `operator`(
        _ path: String, _ handler: @escaping @Sendable (OperatorDesk, Asked) async throws -> OperatorReply
    ) -> Route {
        Route(.get, path, .operator, nil, nil, .none, .operation(handler))
    }
}

/// The kinds of mailed links; none is good for another's purpose.
enum MailedLink: Hashable, Sendable { case emailChange, passwordReset, invitation, signIn }

/// What a mailed link carries, as it was sent back.
struct MailedToken: Sendable {
    let kind: MailedLink
    /// `nil` if what was sent cannot be one.
    let secret: Secret?
}

extension Route {
    private init(
        _ method: HTTPRequest.Method, _ path: String, _ audience: Audience, _ action: Action?, _ sample: Sample?,
        _ bodyLimit: BodyLimit, _ handler: Handler, _ documents: APIOperation? = nil, isOneClick: Bool = false
    ) {
        self.method = method
        self.path = PathPattern(path)
        self.audience = audience
        self.action = action
        self.sample = sample
        self.documents = documents
        self.bodyLimit = bodyLimit
        self.handler = handler
        self.isOneClick = isOneClick
    }

    private static func redeeming(
        _ kind: MailedLink, _ handler: @escaping @Sendable (Lobby, MailedToken, Asked) async throws -> Seen?,
        _ text: @escaping @Sendable (Asked) -> String?
    ) -> @Sendable (Lobby, Asked) async throws -> Seen? {
        { lobby, asked in
            try await handler(lobby, MailedToken(kind: kind, secret: text(asked).flatMap { Secret(text: $0) }), asked)
        }
    }

    /// The token stands in the address, for a mail program has no other place for it.
    private static func stopping(
        _ handler: @escaping @Sendable (Lobby, StopToken?, Asked) async throws -> Seen?
    ) -> @Sendable (Lobby, Asked) async throws -> Seen? {
        { lobby, asked in
            try await handler(lobby, asked.query.hint(FieldName.token).flatMap { StopToken(text: $0) }, asked)
        }
    }

    private static func looking(
        _ handler: @escaping @Sendable (ClientPortal, Asked) throws -> Reply
    ) -> @Sendable (Entry, Asked) throws -> Reply? {
        { entry, asked in
            guard case .clientPortal(let client) = entry else { return nil }
            return try handler(client, asked)
        }
    }

    private static func looking(
        _ handler: @escaping @Sendable (AgencyConsole, Asked) throws -> Reply
    ) -> @Sendable (Entry, Asked) throws -> Reply? {
        { entry, asked in
            guard case .agencyConsole(let console) = entry else { return nil }
            return try handler(console, asked)
        }
    }

    private static func repeating(
        _ handler: @escaping @Sendable (ClientPortal, Asked, Refusal) throws -> Reply
    ) -> Again {
        { entry, asked, refusal in
            guard case .clientPortal(let client) = entry else { return nil }
            return try handler(client, asked, refusal)
        }
    }

    private static func repeating(
        _ handler: @escaping @Sendable (AgencyConsole, Asked, Refusal) throws -> Reply
    ) -> Again {
        { entry, asked, refusal in
            guard case .agencyConsole(let console) = entry else { return nil }
            return try handler(console, asked, refusal)
        }
    }
}
