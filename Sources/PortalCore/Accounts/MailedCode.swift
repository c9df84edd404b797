/// A code that was asked for by mail, to sign in with in the very browser that asked. It is no code of a second factor.
///
/// It is asked for by whoever typed an address, whether or not anybody has it: nobody's is tried and refused like any other. One
/// secret is kept for it, sealed, and both things that its mail carries are made of it: the eight digits, and the token of the link.
public struct MailedCode: Hashable, Sendable {
    /// How long it is good once it was asked for.
    public static let lifetime = TimeSpan.minutes(15)
    /// How many wrong tries end it.
    public static let tries = 5

    /// Of the kind of a proof's, so that a mail refers to either in the same way.
    public let id: MailProof.ID
    /// Whom it lets in.
    public let user: User.ID?
    /// Sealed as ``SealContext/mailedCode(_:agency:)``.
    public let secret: Sealed
    public let expiresAt: Instant
    public let triesLeft: Int

    public init(id: MailProof.ID, user: User.ID?, secret: Sealed, expiresAt: Instant, triesLeft: Int) {
        self.id = id
        self.user = user
        self.secret = secret
        self.expiresAt = expiresAt
        self.triesLeft = triesLeft
    }
}

/// The eight digits of a mailed code: at five tries a code, and as many codes as one address may ask for, guessing one takes centuries.
public struct MailedDigits: Hashable, Sendable {
    private let number: UInt64

    init(of secret: Secret, _ digests: any Digesting) {
        let mac = digests.hmacSHA256(Array("mailed-code".utf8), key: secret.bytes)
        number = mac.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 100_000_000
    }

    /// Reads what somebody typed: spaces and hyphens do not matter.
    public init?(_ typed: some StringProtocol) {
        let digits = typed.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        guard digits.count == 8, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        number = digits.reduce(0) { $0 * 10 + UInt64($1 - 48) }
    }

    /// The digits as the mail shows them, with leading zeros.
    public var text: String {
        let digits = String(number)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}

extension MailedDigits: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same words, like ``Secret``'s.
    public var description: String { "mailed digits" }
    public var debugDescription: String { "mailed digits" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SealContext {
    public static func mailedCode(_ code: MailProof.ID, agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "mailed-code", subject: code.description)
    }
}

// MARK: Asking for one

extension Reception.Changing {
    /// Mails a code to whoever has this address. Answers the secret of the cookie that binds it to the browser that asks.
    ///
    /// For an address that nobody has, the same is written down and nothing is sent. What was asked for in other browsers stays good in
    /// them: if it ended, they would show that somebody has the address.
    public func requestMailedCode(for email: EmailAddress) throws -> Secret {
        let desk = room.desk
        let found = try transaction.user(email: email, in: desk.agencyScope)?.user
        let user = found.flatMap { $0.status == .active ? $0.id : nil }
        let id: MailProof.ID = desk.mint.id()
        let sealed = try desk.services.sealing.seal(
            desk.mint.secret().bytes, under: try transaction.dataKey(in: desk.agencyScope),
            as: .mailedCode(id, agency: desk.agencyScope.agency))
        let code = MailedCode(
            id: id, user: user, secret: sealed, expiresAt: desk.now.adding(MailedCode.lifetime),
            triesLeft: MailedCode.tries)
        let browser = desk.mint.secret()
        try transaction.insert(code, browser: desk.services.digests.digest(of: browser), in: desk.agencyScope)
        try desk.post(.mailedCode, to: user, proof: id, in: transaction)
        return browser
    }
}

// MARK: Using it

/// What somebody shows who has read the mail.
public enum MailedCodeAnswer: Sendable {
    case typed(String)
    /// The token of the mail's link.
    case link(Secret)
}

extension Portal {
    /// What came of a mailed code.
    public enum MailedCodeOutcome: Sendable {
        case entered(Entrance)
        /// The same code can be tried so many times more.
        case wrong(triesLeft: Int)
        /// Used, expired, tried too often, another browser's or agency's, or never asked for: one answer.
        case over
    }

    /// Whether this browser's code can still be used; with a link's token, whether that token is of this code. Looking uses nothing up.
    public func awaitsMailedCode(
        in browser: Secret, link token: Secret? = nil, at host: HostName
    ) async throws -> Bool {
        let digest = services.digests.digest(of: browser)
        return try await visit(Knock(host: host, identity: .nobody, remembered: nil)) { visit in
            guard case .reception(let reception) = visit?.entry, let code = try reception.mailedCode(digest) else {
                return false
            }
            return try token.map { try reception.isRight(.link($0), for: code) } ?? true
        }
    }

    /// Signs in with a mailed code, in the browser that asked for it.
    ///
    /// Wrong digits are counted, and the last try ends the code; the account is as it was. Nobody's code is told as wrong whatever is
    /// typed, and so is that of somebody who was suspended meanwhile.
    public func signIn(
        _ answer: MailedCodeAnswer, browser: Secret, at host: HostName, agent: String, network: String? = nil
    ) async throws -> MailedCodeOutcome {
        let digest = services.digests.digest(of: browser)
        return try await change(Knock(host: host, identity: .nobody, remembered: nil)) { visit in
            guard case .reception(let reception) = visit?.entry else { return .over }
            return try reception.admit(answer, browser: digest, agent: agent, network: network)
        }
    }
}

extension Reception {
    /// The code that this browser asked for, if it can still be used.
    func mailedCode(_ browser: SecretDigest) throws -> MailedCode? {
        guard let found = try desk.snapshot.mailedCode(browser: browser, in: desk.agencyScope), found.triesLeft > 0,
            desk.now < found.expiresAt
        else { return nil }
        return found
    }

    /// Nobody's is opened and compared like any other.
    func isRight(_ answer: MailedCodeAnswer, for code: MailedCode) throws -> Bool {
        let digests = desk.services.digests
        let secret = try code.opened(
            under: try desk.snapshot.dataKey(in: desk.agencyScope), agency: desk.agencyScope.agency, desk.services)
        switch answer {
        case .typed(let text): return MailedDigits(text) == MailedDigits(of: secret, digests)
        case .link(let token): return digests.digest(of: token) == digests.digest(of: secret)
        }
    }
}

extension Reception.Changing {
    func admit(
        _ answer: MailedCodeAnswer, browser: SecretDigest, agent: String, network: String?
    ) throws -> Portal.MailedCodeOutcome {
        let scope = room.desk.agencyScope
        guard let code = try room.mailedCode(browser) else { return .over }
        guard try room.isRight(answer, for: code), let user = try reader(of: code) else {
            // A link's token cannot be guessed: one that is not right is an older mail's.
            guard case .typed = answer else { return .over }
            try transaction.setTriesLeft(code.triesLeft - 1, ofMailedCode: code.id, in: scope)
            return code.triesLeft > 1 ? .wrong(triesLeft: code.triesLeft - 1) : .over
        }
        try transaction.endMailedCode(code.id, in: scope)
        return .entered(try letIn(user, agent: agent, network: network))
    }

    private func reader(of code: MailedCode) throws -> User.ID? {
        guard let id = code.user, let user = try transaction.user(id, in: room.desk.agencyScope)?.user else {
            return nil
        }
        switch user.status {
        case .active: return user.id
        case .suspended: return nil
        }
    }
}

extension MailedCode {
    func opened(under key: WrappedKey, agency: Agency.ID, _ services: Services) throws -> Secret {
        Secret(bytes: try services.sealing.open(secret, under: key, as: .mailedCode(id, agency: agency)))
    }
}
