import PortalCore
import Synchronization

/// What stands for a brand in a browser's tab where none was uploaded: its first letter on its colour.
///
/// It is named by its content, as the brand's stylesheet is.
public struct BrandIcon: Sendable {
    /// The name of a brand's own icon under `/brand/`.
    public struct Name: Hashable, Sendable {
        let hash: ContentHash

        /// The last part of its address, such as `0123456789abcdef.svg`.
        public var fileName: String { hash.text + ".svg" }
    }

    public let name: Name
    public let bytes: [UInt8]

    /// The media type it is served with.
    public static let mediaType = "image/svg+xml"

    /// The icon of a brand. Made once for its letter and colours and then kept.
    public static func of(_ brand: Brand) -> BrandIcon {
        let look = Look(letter: brand.initial, ground: brand.light.primary, ink: brand.light.onPrimary)
        if let known = cache.withLock({ $0[look] }) { return known }
        let icon = BrandIcon(look)
        cache.withLock { cache in
            if cache.count >= 512 { cache.removeAll() }
            cache[look] = icon
        }
        return icon
    }

    private struct Look: Hashable {
        let letter: String
        let ground: Colour
        let ink: Colour
    }

    private static let cache = Mutex<[Look: BrandIcon]>([:])

    private init(_ look: Look) {
        var svg = HTML(.plain, reserving: 512)
        svg.markup(
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill=""#)
        svg.text(look.ground.hex)
        svg.markup(
            #""/><text x="16" y="23" text-anchor="middle" font-family="system-ui,sans-serif" font-size="20" font-weight="600" fill=""#
        )
        svg.text(look.ink.hex)
        svg.markup(#"">"#)
        svg.text(look.letter)
        svg.markup("</text></svg>")
        bytes = svg.finish()
        name = Name(hash: ContentHash(bytes))
    }
}

extension Brand {
    /// The first letter of its name.
    var initial: String { name.prefix(1).uppercased() }
}
