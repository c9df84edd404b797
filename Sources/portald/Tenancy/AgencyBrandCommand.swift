import ArgumentParser
import FoundationEssentials
import PortalCore
import PortalPages
import PortalServices
import PortalStore

/// `portald agency brand`: how an agency looks to its clients.
struct AgencyBrandCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "brand",
        abstract: "Shows how an agency looks to its clients, or gives it another look.",
        discussion: """
            Pages, mails and the sign-in show it from the next request on. What is not named stays. Colours that could not be told apart (WCAG \
            AA) are refused, with the nearest shade that would do. The dark colours follow from the light ones unless some are given. It works \
            beside a running daemon.

              portald agency brand northwind --colour primary=#0f5c66 --logo logo.png --support-email help@northwind.example
            """)

    @OptionGroup(title: "Where") var data: DataFlags

    @Argument(help: "The agency's slug.")
    var slug: String

    @Option(help: "Its name as clients read it.")
    var name: String?

    @Option(
        name: [.customLong("colour"), .customLong("color")],
        help: "A colour, as in primary=#0f5c66; as often as there are colours: \(Self.tokens).")
    var colours: [String] = []

    @Option(
        name: [.customLong("dark-colour"), .customLong("dark-color")],
        help: "A colour for dark surroundings; those that are not given follow from the light ones.")
    var darkColours: [String] = []

    @Flag(help: "Has all dark colours follow from the light ones again.")
    var deriveDark = false

    @Option(
        help: "Its logo: a PNG, JPEG or WebP file of at most \(BrandPicture.limit >> 10) KB; none takes it away.",
        completion: .file())
    var logo: String?

    @Option(help: "Its icon, likewise.", completion: .file())
    var icon: String?

    @Option(help: "Where clients ask for help, and where answers to its mails go; none takes it away.")
    var supportEmail: String?

    private static let tokens = BrandToken.allCases.map(\.rawValue).joined(separator: ", ")

    func run() async throws {
        let change = try change()
        let directory = try DataDirectory(data.settings())
        try directory.requireDatabase()
        let storage = try directory.openStorage()
        let brand: Brand
        do {
            let hand = Operator(.withoutSecrets(storage))
            guard let slug = Slug(slug), let agency = try await hand.agency(slug: slug) else {
                throw Complaint(.badData, "\(DisplayText.line(self.slug, limit: 60)): there is no such agency")
            }
            brand =
                change.isNothing
                ? try await hand.brand(of: agency.id)
                : try await hand.rebrand(agency.id, pictures: change.pictures) { try change.applied(to: $0) }
        } catch {
            try? await storage.close()
            throw error
        }
        try await storage.close()
        try tell(brand)
    }

    private func tell(_ brand: Brand) throws {
        var output = Output()
        try output.line("name           \(brand.name)")
        try output.line("support-email  \(brand.supportEmail?.text ?? "none")")
        try output.line("logo           \(brand.logo?.mediaType ?? "none")")
        try output.line("icon           \(brand.icon?.mediaType ?? "none")")
        let dark = brand.dark ?? brand.light.darkened
        try output.line("               light    dark\(brand.dark == nil ? " (follows)" : "")")
        for token in BrandToken.allCases {
            let name = token.rawValue.padding(toLength: 14)
            try output.line("\(name) \(brand.light[token].hex)  \(dark[token].hex)")
        }
        try output.flush()
    }
}

extension String {
    fileprivate func padding(toLength length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }
}

// MARK: What was asked for

extension AgencyBrandCommand {
    /// What is changed, read and checked as far as can be without the brand.
    private struct Change: Sendable {
        var name: String?
        var light: [BrandToken: Colour] = [:]
        var dark: [BrandToken: Colour] = [:]
        var derivesDark = false
        var logo: BrandPicture??
        var icon: BrandPicture??
        var supportEmail: EmailAddress??

        var pictures: [BrandPicture] { [logo, icon].compactMap { $0?.flatMap(\.self) } }

        var isNothing: Bool {
            name == nil && light.isEmpty && dark.isEmpty && !derivesDark && logo == nil && icon == nil
                && supportEmail == nil
        }

        func applied(to brand: Brand) throws(Complaint) -> Brand {
            var light = brand.light
            for (token, colour) in self.light { light[token] = colour }
            try AgencyBrandCommand.check(light, option: "--colour")
            var dark = derivesDark ? nil : brand.dark
            if !self.dark.isEmpty {
                var palette = dark ?? light.darkened
                for (token, colour) in self.dark { palette[token] = colour }
                try AgencyBrandCommand.check(palette, option: "--dark-colour")
                dark = palette
            }
            return Brand(
                name: name ?? brand.name, light: light, dark: dark, logo: logo.map { $0?.asset } ?? brand.logo,
                icon: icon.map { $0?.asset } ?? brand.icon, supportEmail: supportEmail ?? brand.supportEmail,
                revision: brand.revision)
        }
    }

    private func change() throws(Complaint) -> Change {
        var change = Change()
        if let name {
            let clean = DisplayText.line(name, limit: 100)
            guard !clean.isEmpty else { throw Complaint(.usage, "--name: must be a name") }
            change.name = clean
        }
        change.light = try Self.colours(colours, option: "--colour")
        change.dark = try Self.colours(darkColours, option: "--dark-colour")
        change.derivesDark = deriveDark
        change.logo = try logo.map { path throws(Complaint) in try Self.picture(path, option: "--logo") }
        change.icon = try icon.map { path throws(Complaint) in try Self.picture(path, option: "--icon") }
        change.supportEmail = try supportEmail.map { text throws(Complaint) in
            if text == "none" { return nil }
            guard let email = EmailAddress(text) else { throw Complaint(.usage, "--support-email: must be an address") }
            return email
        }
        return change
    }

    private static func colours(_ texts: [String], option: String) throws(Complaint) -> [BrandToken: Colour] {
        var colours: [BrandToken: Colour] = [:]
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let token = BrandToken(rawValue: String(parts[0])), let colour = Colour(parts[1])
            else {
                throw Complaint(
                    .usage, "\(option): \(DisplayText.line(text, limit: 60)): must be one of \(tokens), then =#rrggbb")
            }
            colours[token] = colour
        }
        return colours
    }

    /// Names one pair that is too close, and every shade that has to move: one more try does.
    private static func check(_ palette: Palette, option: String) throws(Complaint) {
        let pairs = palette.contrastFindings.map(\.pair)
        guard let first = pairs.first else { return }
        let corrected = palette.corrected
        guard corrected.contrastFindings.isEmpty else {
            throw Complaint(
                .badData,
                "\(option): no text could be told from both background \(palette.background.hex) and surface "
                    + "\(palette.surface.hex); the two must be nearer to each other")
        }
        let moved = BrandToken.allCases.filter { corrected[$0] != palette[$0] }
        // What stands on the primary colour may fall short only because the primary colour itself does, so that is told.
        let pair = pairs.first { $0.foreground == moved.first } ?? first
        throw Complaint(
            .badData,
            "\(option): \(pair.foreground.rawValue) \(palette[pair.foreground].hex) cannot be told from "
                + "\(pair.ground.rawValue) \(palette[pair.ground].hex); would do: "
                + moved.map { "\($0.rawValue)=\(corrected[$0].hex)" }.joined(separator: ", "))
    }

    private static func picture(_ path: String, option: String) throws(Complaint) -> BrandPicture? {
        if path == "none" { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Complaint(.noInput, "\(option): \(path) cannot be read")
        }
        do {
            return try BrandPicture(Array(data), digests: CryptoDigests())
        } catch {
            switch error {
            case .unknownFormat: throw Complaint(.badData, "\(option): \(path) is no PNG, JPEG or WebP picture")
            case .tooLarge(let limit): throw Complaint(.badData, "\(option): \(path) has more than \(limit >> 10) KB")
            }
        }
    }
}
