import HTTPTypes
import PortalCore
import PortalHTTP

/// The shop's own sign-in: a cookie with the user's id and a code that only this server can make.
///
/// It stands for whatever an embedding server has already. The portal asks it who a request comes from, and decides everything else from
/// that user's memberships.
struct ShopSignIn: IdentitySource {
    private let key: [UInt8]
    private let digests: any Digesting

    init(key: [UInt8], digests: any Digesting) {
        self.key = key
        self.digests = digests
    }

    func user(of request: PortalRequest) async -> User.ID? {
        user(in: request.head.headerFields[values: .cookie])
    }

    /// The cookie that signs a user in.
    func cookie(for user: User.ID) -> String {
        "\(Self.name)=\(user).\(code(of: user)); Path=/; HttpOnly; SameSite=Lax"
    }

    /// The user that one of these `Cookie` fields stands for.
    func user(in fields: [String]) -> User.ID? {
        for pair in fields.flatMap({ $0.split(separator: ";") }) {
            let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == Self.name else { continue }
            let value = parts[1].split(separator: ".", maxSplits: 1)
            guard value.count == 2, let user = User.ID(value[0]), let code = Secret(text: value[1]) else { return nil }
            return areEqual(code.bytes, digests.hmacSHA256(Array("\(user)".utf8), key: key)) ? user : nil
        }
        return nil
    }

    private static let name = "shop-session"

    private func code(of user: User.ID) -> String {
        Secret(bytes: digests.hmacSHA256(Array("\(user)".utf8), key: key)).text
    }

    /// Compares in a time that tells nothing about where two codes differ.
    private func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
