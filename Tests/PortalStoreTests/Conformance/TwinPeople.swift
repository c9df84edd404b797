@testable import PortalCore

/// The people of one agency; their twins at the other bear the same names and addresses.
struct TwinPeople: Sendable {
    let owner: User
    let admin: User
    let member: User
    /// Client of both workspaces, with every area.
    let clara: User
    /// Client of both workspaces, with billing alone.
    let bill: User
    /// Client of the bakery alone, without a password.
    let pia: User
    /// Invited to both workspaces.
    let ivan: User
    /// Removed from both workspaces.
    let rita: User
    /// Client of both workspaces, suspended.
    let sam: User
    /// Staff who was removed.
    let tom: User
    /// Of the agency, and a member of nothing.
    let nora: User

    let sessions: [TwinSession]

    static let password = "correct horse battery"

    var all: [User] { [owner, admin, member, clara, bill, pia, ivan, rita, sam, tom, nora] }

    init(_ mint: Mint) throws {
        func person(_ name: String, _ status: UserStatus = .active) throws -> User {
            guard let email = EmailAddress("\(name)@example.com") else { throw Malformed() }
            return User(
                id: mint.id(), email: email, name: name.prefix(1).uppercased() + name.dropFirst(), status: status,
                language: name == "clara" ? "de" : nil, timeZone: name == "clara" ? "Asia/Kolkata" : nil)
        }
        owner = try person("olive")
        admin = try person("adam")
        member = try person("mia")
        clara = try person("clara")
        bill = try person("bill")
        pia = try person("pia")
        ivan = try person("ivan")
        rita = try person("rita")
        sam = try person("sam", .suspended)
        tom = try person("tom")
        nora = try person("nora")
        sessions = [owner, admin, member, clara, clara, bill, ivan, rita, tom, nora].enumerated().map { number, user in
            TwinSession(mint, of: user, number: number)
        }
    }

    func session(of user: User) throws -> TwinSession {
        guard let session = sessions.first(where: { $0.session.user == user.id }) else { throw Malformed() }
        return session
    }

    func seed(_ transaction: any Transaction, _ scope: AgencyScope) throws {
        let start = TwinWorld.start
        for user in all {
            let password = user == pia ? nil : TestPasswords.hash(of: Self.password)
            try transaction.insert(user, password: password, at: start, in: scope)
        }
        try transaction.setStaff(owner.id, role: .owner, status: .active, at: start, in: scope)
        try transaction.setStaff(admin.id, role: .admin, status: .active, at: start, in: scope)
        try transaction.setStaff(member.id, role: .member, status: .active, at: start, in: scope)
        try transaction.setStaff(tom.id, role: .admin, status: .removed, at: start, in: scope)
        for session in sessions { try transaction.insert(session.session, digest: session.digest, in: scope) }
    }

    /// Who belongs to a workspace, in which order they joined, and how.
    func memberships(of workspace: String) -> [(user: User, areas: Areas, status: MembershipStatus)] {
        let everywhere: [(User, Areas, MembershipStatus)] = [
            (clara, .all, .active), (bill, .billing, .active), (ivan, .all, .invited), (rita, .all, .removed),
            (sam, .all, .active),
        ]
        return everywhere + (workspace == "Bakery" ? [(pia, [.workflows, .forms], .active)] : [])
    }
}

/// A session with the secret of its cookie.
struct TwinSession: Sendable {
    let session: Session
    let secret: Secret
    var digest: SecretDigest { MixingDigests().digest(of: secret) }

    init(_ mint: Mint, of user: User, number: Int) {
        let moment = TwinWorld.start.adding(.minutes(Int64(number)))
        session = Session(
            id: mint.id(), user: user.id, createdAt: moment, lastUsedAt: moment, agent: "Browser \(number)")
        secret = mint.secret()
    }
}
