/// A page that has made every choice and only has to be printed.
public protocol PageView: Sendable {
    /// The whole document in UTF-8. It reads nothing but the value.
    func html() -> [UInt8]
}

/// The media type that pages are served with.
public let pageMediaType = "text/html; charset=utf-8"
