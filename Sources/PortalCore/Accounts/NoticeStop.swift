/// What the link at the end of a notice carries: which notice, whose, and proof that we wrote it.
///
/// It is kept nowhere and does not end: a mail may be years old when somebody has enough of them. All it can do is turn that one notice
/// off for that one person.
public struct StopToken: Hashable, Sendable {
    let user: User.ID
    let notice: Notice
    private let proof: [UInt8]

    init(
        _ notice: Notice, of user: User.ID, in scope: AgencyScope, _ services: Services, _ snapshot: any Snapshot
    ) throws {
        self.user = user
        self.notice = notice
        proof = try services.sealing.proof(
            of: .noticeStop(notice, of: user, agency: scope.agency), under: try snapshot.dataKey(in: scope))
    }

    private init(user: User.ID, notice: Notice, proof: [UInt8]) {
        self.user = user
        self.notice = notice
        self.proof = proof
    }

    /// Reads the text form; whether it is genuine is another question.
    public init?(text: String) {
        guard let bytes = Base64URL.decode(text), bytes.count > 48, let user = User.ID(bytes: bytes[..<16]),
            let notice = Notice(rawValue: String(decoding: bytes[48...], as: UTF8.self))
        else { return nil }
        self.init(user: user, notice: notice, proof: Array(bytes[16..<48]))
    }

    /// What stands for every text that is no token, so that it costs the same work.
    static let noToken = StopToken(
        user: .neverIssued, notice: .runFailed, proof: [UInt8](repeating: 0, count: 32))

    /// The token as it travels in a link.
    public var text: String { Base64URL.encode(user.bytes + proof + Array(notice.rawValue.utf8)) }

    /// Whether it is the other, found out in a time that does not tell how much of it is right.
    func isProven(as genuine: StopToken) -> Bool {
        proof.count == genuine.proof.count && zip(proof, genuine.proof).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension StopToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same words, so that no log or error can carry one by accident.
    public var description: String { "stop token" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A notice that a link can turn off.
public struct NoticeStop: Hashable, Sendable {
    public let notice: Notice
    public let isForStaff: Bool
}

extension Reception {
    /// What a link stops; `nil` alike for a text that is no token, one that was never issued, another agency's, and a person who is
    /// suspended.
    public func stop(by token: StopToken?) throws -> NoticeStop? { try found(by: token)?.stop }

    fileprivate func found(by token: StopToken?) throws -> (user: User, stop: NoticeStop)? {
        let claimed = token ?? .noToken
        let scope = desk.agencyScope
        let genuine = try StopToken(claimed.notice, of: claimed.user, in: scope, desk.services, desk.snapshot)
        let user = try desk.snapshot.user(claimed.user, in: scope)?.user
        let role = try desk.snapshot.standing(of: claimed.user, in: scope).role
        guard claimed.isProven(as: genuine), let user, user.status == .active else { return nil }
        return (user, NoticeStop(notice: claimed.notice, isForStaff: role != nil))
    }
}

extension Reception.Changing {
    /// Turns a notice off for whoever it was sent to. Again changes nothing.
    public func stopNotice(by token: StopToken?) throws -> NoticeStop? {
        guard let (user, stop) = try room.found(by: token) else { return nil }
        let desk = room.desk
        let choice = try transaction.noticeChoices(of: user.id, in: desk.agencyScope)[stop.notice]
        guard choice != false else { return stop }
        try transaction.set(stop.notice, isOn: false, of: user.id, in: desk.agencyScope)
        let entry = AuditEntry(
            agency: desk.agencyScope.agency, at: desk.now, actor: .user(user.id), action: .profileEdit,
            subject: user.id.description, workspace: nil, detail: "notices by mail")
        try transaction.append(entry, salt: desk.mint.bytes(16), in: desk.agencyScope)
        return stop
    }
}
