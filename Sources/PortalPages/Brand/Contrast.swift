import Foundation
import PortalCore

extension Colour {
    /// The relative luminance of WCAG 2.2: 0 for black, 1 for white.
    public var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// The contrast ratio of WCAG 2.2, from 1 to 21; the same in both directions.
    public func contrast(with other: Colour) -> Double {
        let (lighter, darker) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)
    }

    /// The shade nearest to this colour that reaches a contrast on every ground; the colour itself if it does.
    ///
    /// Only its lightness changes, and its strength where the screen can show no stronger one. Where no shade of it reaches the
    /// contrast on all grounds, it is black or white, whichever comes closer.
    public func nearestShade(reaching ratio: Double, on grounds: [Colour]) -> Colour {
        func worst(_ colour: Colour) -> Double { grounds.map { colour.contrast(with: $0) }.min() ?? .infinity }
        guard worst(self) < ratio else { return self }
        let start = Perceived(self)
        for step in 1...500 {
            let distance = Double(step) / 500
            for lightness in [start.lightness - distance, start.lightness + distance] where (0...1).contains(lightness)
            {
                let shade = start.with(lightness: lightness).colour
                if worst(shade) >= ratio { return shade }
            }
        }
        return worst(.black) >= worst(.white) ? .black : .white
    }

    /// This colour laid over another one, as if it were partly transparent.
    func laid(over ground: Colour, share: Double) -> Colour {
        func mix(_ top: UInt8, _ bottom: UInt8) -> UInt8 {
            UInt8((Double(top) * share + Double(bottom) * (1 - share)).rounded())
        }
        return Colour(red: mix(red, ground.red), green: mix(green, ground.green), blue: mix(blue, ground.blue))
    }

    static let black = Colour(red: 0, green: 0, blue: 0)
    static let white = Colour(red: 255, green: 255, blue: 255)

    fileprivate static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}

/// A colour by how eyes order it: lightness, strength and hue of the Oklab space (Björn Ottosson, 2020).
struct Perceived {
    let lightness: Double
    let strength: Double
    let hue: Double

    init(lightness: Double, strength: Double, hue: Double) {
        self.lightness = lightness
        self.strength = strength
        self.hue = hue
    }

    init(_ colour: Colour) {
        let red = Colour.linear(colour.red)
        let green = Colour.linear(colour.green)
        let blue = Colour.linear(colour.blue)
        let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        let medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
        let redness = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        let yellowness = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
        strength = hypot(redness, yellowness)
        hue = atan2(yellowness, redness)
    }

    func with(lightness: Double) -> Perceived { Perceived(lightness: lightness, strength: strength, hue: hue) }

    func with(strength: Double) -> Perceived { Perceived(lightness: lightness, strength: strength, hue: hue) }

    /// The nearest colour that a screen can show: weaker where it must be, never of another hue.
    var colour: Colour {
        for step in 0..<20 {
            let channels = with(strength: strength * Double(20 - step) / 20).linearChannels
            if channels.allSatisfy({ (-0.0005...1.0005).contains($0) }) { return Self.colour(channels) }
        }
        return Self.colour(with(strength: 0).linearChannels)
    }

    private var linearChannels: [Double] {
        let redness = strength * cos(hue)
        let yellowness = strength * sin(hue)
        let long = pow(lightness + 0.3963377774 * redness + 0.2158037573 * yellowness, 3)
        let medium = pow(lightness - 0.1055613458 * redness - 0.0638541728 * yellowness, 3)
        let short = pow(lightness - 0.0894841775 * redness - 1.2914855480 * yellowness, 3)
        return [
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        ]
    }

    private static func colour(_ channels: [Double]) -> Colour {
        let bytes = channels.map { value -> UInt8 in
            let clamped = min(max(value, 0), 1)
            let encoded = clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * pow(clamped, 1 / 2.4) - 0.055
            return UInt8((encoded * 255).rounded())
        }
        return Colour(red: bytes[0], green: bytes[1], blue: bytes[2])
    }
}
