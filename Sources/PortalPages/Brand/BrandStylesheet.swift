import PortalCore
import Synchronization

/// A brand's colours as a stylesheet: the nine tokens, and the shades that follow from them, for light and dark surroundings.
///
/// It is named by its content, so that it can be kept for good; the same palettes give the same bytes and name.
public struct BrandStylesheet: Sendable {
    /// The name of a brand's stylesheet under `/brand/`.
    public struct Name: Hashable, Sendable {
        let hash: ContentHash

        /// The last part of its address, such as `0123456789abcdef.css`.
        public var fileName: String { hash.text + ".css" }
    }

    public let name: Name
    public let bytes: [UInt8]
    /// The grounds, which a phone's browser frames itself in.
    let lightGround: String
    let darkGround: String

    /// The media type it is served with.
    public static let mediaType = "text/css; charset=utf-8"

    /// The stylesheet of a brand. Made once for its palettes and then kept.
    public static func of(_ brand: Brand) -> BrandStylesheet {
        let look = Look(light: brand.light, dark: brand.dark)
        if let known = cache.withLock({ $0[look] }) { return known }
        let sheet = BrandStylesheet(light: look.light, dark: look.dark ?? look.light.darkened)
        cache.withLock { cache in
            if cache.count >= 512 { cache.removeAll() }
            cache[look] = sheet
        }
        return sheet
    }

    init(light: Palette, dark: Palette) {
        let css =
            ":root{color-scheme:light dark;" + Self.tokens(light) + "}"
            + "@media (prefers-color-scheme:dark){:root{" + Self.tokens(dark) + "}}"
        bytes = Array(css.utf8)
        name = Name(hash: ContentHash(bytes))
        lightGround = light.background.hex
        darkGround = dark.background.hex
    }

    private struct Look: Hashable {
        let light: Palette
        let dark: Palette?
    }

    private static let cache = Mutex<[Look: BrandStylesheet]>([:])

    private static func tokens(_ palette: Palette) -> String {
        let shades = Shades(palette)
        let values: [(String, Colour)] =
            BrandToken.allCases.map { ($0.rawValue, palette[$0]) } + [
                ("link", shades.link), ("tint", shades.tint), ("good", shades.good), ("warn", shades.warn),
                ("warn-tint", shades.warnTint), ("bad", shades.bad), ("bad-tint", shades.badTint),
            ]
        return values.map { "--\($0):\($1.hex)" }.joined(separator: ";")
    }
}

/// The shades that pages need besides the nine tokens, each far enough from what it stands on.
struct Shades {
    /// The primary colour where it is read.
    let link: Colour
    /// The primary colour, as a breath on the ground.
    let tint: Colour
    let good: Colour
    let warn: Colour
    let warnTint: Colour
    /// The danger colour where it is read.
    let bad: Colour
    let badTint: Colour

    init(_ palette: Palette) {
        func tinted(_ colour: Colour) -> Colour { colour.laid(over: palette.surface, share: 0.09) }
        func read(_ colour: Colour, _ others: Colour...) -> Colour {
            colour.nearestShade(reaching: 4.5, on: [palette.background, palette.surface] + others)
        }
        tint = palette.primary.laid(over: palette.background, share: 0.1)
        link = read(palette.primary, tint)
        good = read(Colour(red: 0x1A, green: 0x7F, blue: 0x4B))
        let amber = Colour(red: 0x94, green: 0x62, blue: 0x00)
        warnTint = tinted(amber.nearestShade(reaching: 4.5, on: [palette.surface]))
        warn = read(amber, warnTint)
        badTint = tinted(palette.danger)
        bad = read(palette.danger, badTint)
    }
}
