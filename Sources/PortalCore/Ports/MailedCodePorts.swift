/// Reading mailed codes.
public protocol MailedCodeReading {
    /// A code by the digest of the secret in the cookie of the browser that asked, whether or not it is over.
    func mailedCode(browser: SecretDigest, in scope: AgencyScope) throws -> MailedCode?

    func mailedCode(_ id: MailProof.ID, in scope: AgencyScope) throws -> MailedCode?
}

/// Writing mailed codes.
public protocol MailedCodeWriting {
    func insert(_ code: MailedCode, browser: SecretDigest, in scope: AgencyScope) throws

    func setTriesLeft(_ tries: Int, ofMailedCode id: MailProof.ID, in scope: AgencyScope) throws

    func endMailedCode(_ id: MailProof.ID, in scope: AgencyScope) throws

    /// Makes every code that the user was sent nobody's: to whoever tries one it looks like one that was asked for in vain.
    func disarmMailedCodes(of user: User.ID, in scope: AgencyScope) throws
}
