import PortalCore

/// Hands a written mail on.
public protocol MailCarrying: Sendable {
    /// One try. Whatever goes wrong is an outcome: above all, whether it is final.
    ///
    /// - Parameter account: The agency's own account; `nil` goes the operator's way.
    func carry(_ message: MailMessage, by account: MailAccount?) async -> Carried
}

/// What came of handing a mail on.
public struct Carried: Hashable, Sendable {
    public let outcome: MailOutcome
    /// The mail's bytes as they were to go over the wire.
    public let size: Int

    public init(_ outcome: MailOutcome, size: Int) {
        self.outcome = outcome
        self.size = size
    }
}
