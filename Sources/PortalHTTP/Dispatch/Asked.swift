import PortalCore
import PortalPages

/// What a request asks for beyond whom it is for: the ids in its path, its query, and for a change what was submitted.
///
/// It is handed to handlers only, after the audience was decided; ids are read when a handler asks for them.
struct Asked: Sendable {
    let pattern: PathPattern
    /// What stands in the path, in the pattern's order.
    let values: [Substring]
    let query: Fields
    let isQueryReadable: Bool
    var form = Fields.none
    /// Where the request went, for pages that show where they are.
    let path: String
    var tokens: FormTokens?
    /// How this house meets the network.
    let house: HTTPConfiguration

    init(
        _ pattern: PathPattern, _ values: [Substring], path: Substring = "", query: Substring = "",
        tokens: FormTokens? = nil, house: HTTPConfiguration = HTTPConfiguration()
    ) {
        self.pattern = pattern
        self.values = values
        let read = query.isEmpty ? Fields.none : try? Fields(urlEncoded: query.utf8, limit: 32)
        // A query that cannot be read narrows nothing on a page; the API refuses it.
        self.query = read ?? .none
        isQueryReadable = read != nil
        self.path = String(path)
        self.tokens = tokens
        self.house = house
    }

    /// The text that stands in the path for this parameter.
    func text(_ parameter: PathPattern.Parameter) -> Substring {
        for (index, known) in pattern.parameters.enumerated() where known == parameter && index < values.count {
            return values[index]
        }
        return ""
    }

    /// The id in the path. A malformed one is ``Identifier/neverIssued``: the same query runs, and finds nothing.
    func id<Entity>(_ parameter: PathPattern.Parameter) -> Identifier<Entity> {
        Identifier(text(parameter)) ?? .neverIssued
    }

    /// The id of a query's field; `nil` if it was not sent, never issued if it is malformed or came twice.
    func queriedID<Entity>(_ name: String) -> Identifier<Entity>? {
        let values = query.all(name)
        guard let first = values.first else { return nil }
        return values.count == 1 ? Identifier(first) ?? .neverIssued : .neverIssued
    }

    /// The id of a submitted field; never issued if it is malformed or missing.
    func submittedID<Entity>(_ name: FieldName) throws -> Identifier<Entity> {
        Identifier(try form.text(name)) ?? .neverIssued
    }

    /// The one-time token of a form that starts something; without a good one the form was not ours.
    func submittedToken() throws -> Secret {
        guard let token = Secret(text: try form.text(.token)) else {
            throw Refusal.invalid([FieldProblem(.token, .malformed)])
        }
        return token
    }

    /// A submitted form as it comes back with what was wrong in it.
    func formState(_ refusal: Refusal) -> FormState { FormState(refusal, sent: { form.all($0) }) }
}

// MARK: What pages need of a request

extension Asked {
    /// What the page shall say once.
    private var flash: Flash? { query.hint("done").flatMap { Flash(rawValue: $0) } }

    private func token(isSignedIn: Bool) -> String { tokens?.token(isSignedIn: isSignedIn) ?? "" }

    /// For the page that answers a change which gave the session another secret.
    func renewed(_ session: Secret?) -> Asked {
        guard let session else { return self }
        var asked = self
        asked.tokens = tokens?.renewed(session)
        return asked
    }

    func context(_ client: ClientPortal) -> ClientContext {
        ClientContext(client, csrf: token(isSignedIn: true), flash: flash)
    }

    func context(_ console: AgencyConsole) -> StaffContext {
        StaffContext(console, csrf: token(isSignedIn: true), flash: flash)
    }

    /// For pages of few words; whoever is signed in has their session's token there too.
    func context(_ visit: Visit) -> PageContext {
        PageContext(visit.front, now: visit.now, csrf: token(isSignedIn: visit.account != nil), flash: flash)
    }
}

extension RunKey {
    /// The key as it stands in a link to the next page.
    var text: String { "\(listedAt.milliseconds).\(id)" }

    init?(_ text: String) {
        guard let parts = KeyParts<Run>(text) else { return nil }
        self.init(listedAt: parts.instant, id: parts.id)
    }
}

extension InvoiceKey {
    var text: String { "\(listedAt.milliseconds).\(id)" }

    init?(_ text: String) {
        guard let parts = KeyParts<Invoice>(text) else { return nil }
        self.init(listedAt: parts.instant, id: parts.id)
    }
}

/// A moment and an id, with a dot between.
private struct KeyParts<Entity: Identified> {
    let instant: Instant
    let id: Identifier<Entity>

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = Identifier<Entity>(parts[1]) else {
            return nil
        }
        instant = Instant(milliseconds: milliseconds)
        self.id = id
    }
}
