public import PortalCore

/// Who a request comes from, for an embedder that brings its own sign-in.
///
/// Without one, the portal's own sessions and its sign-in page are used. With one, the portal sends people to the embedder's
/// `/sign-in?next=…`, and its pages post to the embedder's `/sign-out`. What the portal shows is decided by the memberships
/// of the user that is named; naming one is all that an embedder vouches for.
///
/// A live stream asks again before everything it sends, and at least every two seconds, with the request that opened it: it ends once
/// somebody else is named, or nobody. So the answer should depend on what is remembered of the session, not on the request alone.
///
/// It is asked on the event loop of the request's connection where the portal runs its own server: it must not block.
public protocol IdentitySource: Sendable {
    /// The user who sent the request, or `nil` for nobody.
    func user(of request: PortalRequest) async -> User.ID?
}
