import HTTPTypes
import Hummingbird
import NIOCore
import PortalCore

/// The embedding application: a shop with pages and a sign-in of its own, which knows nothing of the portal.
struct Shop: Sendable {
    let signIn: ShopSignIn
    /// Whom the shop's sign-in lets in, by the word that they know.
    let people: [String: User.ID]

    var router: Router<BasicRequestContext> {
        let router = Router()
        router.get { _, _ in "The shop's own front page.\n" }
        router.get("shop") { request, _ in
            let user = signIn.user(in: request.headers[values: .cookie])
            return "The shop, \(user == nil ? "for a guest" : "for a customer").\n"
        }
        router.post("shop/sign-in") { request, _ in
            let word = String(buffer: try await request.body.collect(upTo: 1_024))
            guard let user = people[word] else { throw HTTPError(.unauthorized) }
            return Response(status: .noContent, headers: [.setCookie: signIn.cookie(for: user)])
        }
        return router
    }
}
