import Testing

@testable import PortalCore
@testable import PortalPages

struct BrandTests {
    private static func colour(_ random: inout SeededNumbers) -> Colour {
        Colour(red: random.byte(), green: random.byte(), blue: random.byte())
    }

    private static let palettes: [Palette] = {
        var random = SeededNumbers(seed: 7)
        return (0..<120).map { _ in
            Palette(
                primary: colour(&random), onPrimary: colour(&random), accent: colour(&random),
                background: colour(&random),
                surface: colour(&random), text: colour(&random), muted: colour(&random), border: colour(&random),
                danger: colour(&random))
        }
    }()

    @Test func `contrast is that of WCAG`() {
        #expect(abs(Colour.black.contrast(with: .white) - 21) < 0.0001)
        let grey = Colour(red: 0x77, green: 0x77, blue: 0x77)
        #expect(abs(grey.contrast(with: .white) - 4.478) < 0.001)
        #expect(grey.contrast(with: .white) == Colour.white.contrast(with: grey))
    }

    @Test(arguments: palettes)
    func `a dark palette passes every pair, whatever it is made from`(_ palette: Palette) {
        let dark = palette.darkened
        #expect(dark.contrastFindings.isEmpty)
        #expect(dark.background.luminance < 0.05)
    }

    @Test(arguments: palettes)
    func `what pages need besides the tokens can be read in the dark`(_ palette: Palette) {
        expectReadable(palette.darkened)
    }

    @Test func `what pages need besides the tokens can be read in the light`() {
        expectReadable(World.plain.palette)
    }

    private func expectReadable(_ palette: Palette) {
        let shades = Shades(palette)
        for ground in [palette.background, palette.surface] {
            for ink in [shades.link, shades.good, shades.warn, shades.bad] {
                #expect(ink.contrast(with: ground) >= 4.5)
            }
        }
        #expect(shades.link.contrast(with: shades.tint) >= 4.5)
        #expect(shades.warn.contrast(with: shades.warnTint) >= 4.5)
        #expect(shades.bad.contrast(with: shades.badTint) >= 4.5)
        for tint in [shades.tint, shades.warnTint, shades.badTint] { #expect(palette.text.contrast(with: tint) >= 4.5) }
    }

    @Test func `a colour that passes is left alone, another moves no further than it must`() {
        let teal = Colour(red: 0x0F, green: 0x5C, blue: 0x66)
        #expect(teal.nearestShade(reaching: 4.5, on: [.white]) == teal)

        let pale = Colour(red: 0x8F, green: 0xC9, blue: 0xD2)
        let shade = pale.nearestShade(reaching: 4.5, on: [.white])
        #expect(shade.contrast(with: .white) >= 4.5)
        #expect(shade.contrast(with: .white) < 4.7)
        #expect(abs(Perceived(shade).hue - Perceived(pale).hue) < 0.1)
    }

    @Test func `a suggestion passes on every ground of its colour`() throws {
        var palette = World.plain.palette
        palette.muted = Colour(red: 0xB0, green: 0xC0, blue: 0xC0)
        let findings = palette.contrastFindings
        #expect(findings.map(\.pair) == [.mutedOnBackground, .mutedOnSurface])

        palette.muted = try #require(findings.first).suggestion
        #expect(palette.contrastFindings.isEmpty)
    }

    @Test func `where nothing passes on all grounds, the better of black and white is taken`() {
        let middle = Colour(red: 0x77, green: 0x77, blue: 0x77)
        let shade = middle.nearestShade(reaching: 7, on: [.black, .white])
        #expect(shade == .black || shade == .white)
    }

    @Test func `Oklab and back is the same colour`() {
        var random = SeededNumbers(seed: 3)
        for _ in 0..<500 {
            let colour = Self.colour(&random)
            #expect(Perceived(colour).colour == colour)
        }
    }

    @Test func `a stylesheet is named by what is in it`() {
        let brand = World.plain.front.brand
        let sheet = BrandStylesheet.of(brand)
        #expect(sheet.bytes == BrandStylesheet.of(brand).bytes)
        #expect(sheet.name == BrandStylesheet.of(brand).name)

        var other = World.plain
        other.dark = World.plain.palette
        #expect(BrandStylesheet.of(other.front.brand).name != sheet.name)

        let css = String(decoding: sheet.bytes, as: UTF8.self)
        for token in BrandToken.allCases { #expect(css.components(of: "--\(token.rawValue):") == 2) }
        #expect(css.contains("--primary:#0f5c66"))
    }

    @Test func `a given dark palette is used as it is`() {
        var world = World.plain
        world.dark = world.palette
        let css = String(decoding: BrandStylesheet.of(world.front.brand).bytes, as: UTF8.self)
        #expect(css.components(of: "--primary:#0f5c66") == 2)
    }

    @Test func `a brand without an icon is its first letter on its colour`() {
        let icon = BrandIcon.of(World.plain.front.brand)
        let svg = String(decoding: icon.bytes, as: UTF8.self)
        #expect(svg.contains(##"fill="#0f5c66""##) && svg.hasSuffix(">N</text></svg>"))
        #expect(BrandIcon.of(World.plain.front.brand).name == icon.name)

        let hostile = BrandIcon.of(World { "<" + $0 }.front.brand)
        #expect(hostile.name != icon.name)
        #expect(String(decoding: hostile.bytes, as: UTF8.self).hasSuffix(">&lt;</text></svg>"))
    }

    @Test func `a page names the icon that was uploaded, else the letter`() {
        var world = World.plain
        let letter = Path.brandIcon(BrandIcon.of(world.front.brand).name).text
        #expect(String(decoding: HomePage(world.page, user: world.user).html(), as: UTF8.self).contains(letter))
        world.logo = true
        #expect(!String(decoding: HomePage(world.page, user: world.user).html(), as: UTF8.self).contains(letter))
    }
}

/// The same numbers in every run.
private struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func byte() -> UInt8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 40)
    }
}
