import PortalCore

extension Palette {
    /// The palette for dark surroundings: the same hues on dark ground, every pair at WCAG AA.
    public var darkened: Palette {
        let tone = Perceived(primary)
        func ground(_ lightness: Double) -> Colour {
            Perceived(lightness: lightness, strength: min(tone.strength * 0.16, 0.016), hue: tone.hue).colour
        }
        func raised(_ colour: Colour, to lightness: Double) -> Colour {
            let perceived = Perceived(colour)
            return perceived.with(lightness: max(perceived.lightness, lightness))
                .with(strength: min(perceived.strength, 0.15)).colour
        }
        let palette = Palette(
            primary: raised(primary, to: 0.76), onPrimary: ground(0.16), accent: raised(accent, to: 0.76),
            background: ground(0.175), surface: ground(0.215), text: ground(0.94), muted: ground(0.73),
            border: ground(0.53), danger: raised(danger, to: 0.74))
        return palette.corrected
    }
}
