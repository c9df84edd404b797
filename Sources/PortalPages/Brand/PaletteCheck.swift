import PortalCore

/// The nine colours of a brand, by name.
public enum BrandToken: String, CaseIterable, Hashable, Sendable {
    case primary
    case onPrimary = "on-primary"
    case accent, background, surface, text, muted, border, danger
}

extension Palette {
    public subscript(token: BrandToken) -> Colour {
        get {
            switch token {
            case .primary: primary
            case .onPrimary: onPrimary
            case .accent: accent
            case .background: background
            case .surface: surface
            case .text: text
            case .muted: muted
            case .border: border
            case .danger: danger
            }
        }
        set {
            switch token {
            case .primary: primary = newValue
            case .onPrimary: onPrimary = newValue
            case .accent: accent = newValue
            case .background: background = newValue
            case .surface: surface = newValue
            case .text: text = newValue
            case .muted: muted = newValue
            case .border: border = newValue
            case .danger: danger = newValue
            }
        }
    }
}

/// Two colours of a palette that meet on pages, and how far apart WCAG AA wants them.
public enum ColourPair: String, CaseIterable, Hashable, Sendable {
    case textOnBackground, textOnSurface
    case mutedOnBackground, mutedOnSurface
    case onPrimaryOnPrimary
    case dangerOnBackground, dangerOnSurface
    case primaryOnBackground, primaryOnSurface
    case accentOnBackground, accentOnSurface
    case borderOnBackground, borderOnSurface

    /// 4.5 for what is read, 3 for shapes and the edges of what can be filled in.
    public var required: Double {
        switch self {
        case .textOnBackground, .textOnSurface, .mutedOnBackground, .mutedOnSurface, .onPrimaryOnPrimary,
            .dangerOnBackground, .dangerOnSurface:
            4.5
        case .primaryOnBackground, .primaryOnSurface, .accentOnBackground, .accentOnSurface, .borderOnBackground,
            .borderOnSurface:
            3
        }
    }

    /// The colour that would be changed.
    public var foreground: BrandToken {
        switch self {
        case .textOnBackground, .textOnSurface: .text
        case .mutedOnBackground, .mutedOnSurface: .muted
        case .onPrimaryOnPrimary: .onPrimary
        case .dangerOnBackground, .dangerOnSurface: .danger
        case .primaryOnBackground, .primaryOnSurface: .primary
        case .accentOnBackground, .accentOnSurface: .accent
        case .borderOnBackground, .borderOnSurface: .border
        }
    }

    /// The colour that it stands on.
    public var ground: BrandToken {
        switch self {
        case .textOnBackground, .mutedOnBackground, .dangerOnBackground, .primaryOnBackground, .accentOnBackground,
            .borderOnBackground:
            .background
        case .textOnSurface, .mutedOnSurface, .dangerOnSurface, .primaryOnSurface, .accentOnSurface, .borderOnSurface:
            .surface
        case .onPrimaryOnPrimary: .primary
        }
    }
}

/// A pair of a palette that is too close to be told apart, and what would do.
public struct ContrastFinding: Hashable, Sendable {
    public let pair: ColourPair
    public let ratio: Double
    /// The shade of the foreground nearest to the given one that passes on every ground it stands on.
    public let suggestion: Colour
}

extension Palette {
    /// The pairs that fall short of WCAG AA, each with the nearest passing shade; empty for a palette that may be used.
    public var contrastFindings: [ContrastFinding] {
        ColourPair.allCases.compactMap { pair in
            let ratio = self[pair.foreground].contrast(with: self[pair.ground])
            guard ratio < pair.required else { return nil }
            return ContrastFinding(pair: pair, ratio: ratio, suggestion: passing(pair.foreground))
        }
    }

    /// The palette with every colour moved to its nearest passing shade.
    public var corrected: Palette {
        var palette = self
        // In the order of their declaration: what stands on the primary colour comes after the primary colour itself.
        for token in BrandToken.allCases { palette[token] = palette.passing(token) }
        return palette
    }

    private func passing(_ token: BrandToken) -> Colour {
        let pairs = ColourPair.allCases.filter { $0.foreground == token }
        let required = pairs.map(\.required).max() ?? 1
        return self[token].nearestShade(reaching: required, on: pairs.map { self[$0.ground] })
    }
}
