/// How an agency's portal looks. Whatever a client sees comes from here.
public struct Brand: Hashable, Sendable {
    /// The name shown in the header, titles and mails.
    public let name: String
    public let light: Palette
    /// The palette for dark surroundings; `nil` derives one from the light palette.
    public let dark: Palette?
    /// Content hash of the uploaded logo and its media type; `nil` shows the name as a word mark.
    public let logo: BrandAsset?
    public let icon: BrandAsset?
    /// Where clients can ask for help.
    public let supportEmail: EmailAddress?
    /// Grows with each change; whoever keeps a copy checks it.
    public let revision: Int64

    public init(
        name: String, light: Palette, dark: Palette?, logo: BrandAsset?, icon: BrandAsset?,
        supportEmail: EmailAddress?, revision: Int64
    ) {
        self.name = name
        self.light = light
        self.dark = dark
        self.logo = logo
        self.icon = icon
        self.supportEmail = supportEmail
        self.revision = revision
    }
}

/// An uploaded picture of a brand, addressed by its content.
public struct BrandAsset: Hashable, Sendable {
    /// Lowercase hexadecimal SHA-256 of the bytes.
    public let hash: String
    /// `image/png`, `image/jpeg` or `image/webp`.
    public let mediaType: String

    public init(hash: String, mediaType: String) {
        self.hash = hash
        self.mediaType = mediaType
    }
}

/// The nine colour tokens of a brand.
public struct Palette: Hashable, Sendable {
    public var primary: Colour
    public var onPrimary: Colour
    public var accent: Colour
    public var background: Colour
    public var surface: Colour
    public var text: Colour
    public var muted: Colour
    public var border: Colour
    public var danger: Colour

    public init(
        primary: Colour, onPrimary: Colour, accent: Colour, background: Colour, surface: Colour, text: Colour,
        muted: Colour, border: Colour, danger: Colour
    ) {
        self.primary = primary
        self.onPrimary = onPrimary
        self.accent = accent
        self.background = background
        self.surface = surface
        self.text = text
        self.muted = muted
        self.border = border
        self.danger = danger
    }
}

/// An sRGB colour of eight bits a channel.
public struct Colour: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#rrggbb`, in either case.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[0] == UInt8(ascii: "#"), bytes[1] != UInt8(ascii: "+"),
            bytes[1] != UInt8(ascii: "-"), let value = UInt32(String(decoding: bytes[1...], as: UTF8.self), radix: 16)
        else { return nil }
        self.init(
            red: UInt8(truncatingIfNeeded: value >> 16), green: UInt8(truncatingIfNeeded: value >> 8),
            blue: UInt8(truncatingIfNeeded: value))
    }

    /// `#rrggbb` in lower case.
    public var hex: String { "#" + [red, green, blue].hexadecimal }
}
