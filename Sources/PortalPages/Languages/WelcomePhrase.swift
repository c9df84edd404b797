import PortalCore

/// What somebody is told who is here for the first time.
public enum WelcomePhrase: Hashable, Sendable {
    case title, hello(name: String)
    case lede(place: String), staffLede(brand: String)
    case save, skip
    case tourTitle(place: String), tourLede(brand: String)
    /// What somebody finds in an area of theirs.
    case area(Area)
    /// For whom nothing is open yet.
    case nothingYet(brand: String)
    case account
    case enter
}
