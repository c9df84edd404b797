/// What is said of codes by mail at sign-in.
public enum MailedCodePhrase: Hashable, Sendable {
    /// On the sign-in page: the way in without a password.
    case instead
    case title, lede, send
    /// One sentence for every code and link that does not work here, or not any more.
    case over
    case sentTitle, sent, sentHint, another
    case digits
    case wrong(triesLeft: Int)
    /// Above the button that the mail's link leads to.
    case press
}
