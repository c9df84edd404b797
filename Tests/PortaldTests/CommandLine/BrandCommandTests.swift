import Foundation
import PortalCore
import Testing

@testable import PortalPages

/// `portald agency brand`: an agency's look, from the machine itself.
struct BrandCommandTests {
    private let folder: Folder
    private let data: String
    /// One white pixel.
    private static let picture = Data(
        base64Encoded:
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==")

    init() async throws {
        folder = try Folder()
        data = "\(folder.path)/data"
        for (slug, name) in [("northwind", "Northwind"), ("southwind", "Southwind")] {
            let made = try await CommandRun.of(
                "agency", "create", "--data-dir", data, "--slug", slug, "--name", name, "--owner-email",
                "owner@\(slug).example", "--password-stdin", input: "a long enough password\n")
            #expect(made.status == 0, "\(made.errors)")
        }
    }

    private func brand(_ arguments: String..., of slug: String = "northwind") async throws -> CommandRun {
        try await CommandRun.of(["agency", "brand", "--data-dir", data, slug] + arguments)
    }

    private func logoFile() throws -> String {
        let path = "\(folder.path)/logo.png"
        try #require(Self.picture).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func `a look is on every page from the next request on, and on no page of another agency`() async throws {
        let port = try FreePort.find()
        let daemon = try RunningCommand(
            ["serve", "--data-dir", data, "--port", "\(port)", "--log-format", "json"], in: Folder())
        try await daemon.serves()
        let (north, south) = (
            DemoVisitor(host: "northwind.localhost", port: port), DemoVisitor(host: "southwind.localhost", port: port)
        )
        #expect(try await north.page("/sign-in").contains("Northwind"))

        let logo = try logoFile()
        let run = try await brand(
            "--name", "North & Sons", "--colour", "primary=#7A2E6F", "--colour", "accent=#c2410c", "--logo", logo,
            "--support-email", "help@northwind.example")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        for line in ["name           North & Sons\n", "primary        #7a2e6f  #", "logo           image/png\n"] {
            #expect(run.output.contains(line), "\(run.output)")
        }

        let page = try await north.page("/sign-in")
        let picture = try #require(DemoVisitor.matches(of: #"<img src="(/brand/[0-9a-f]{64})""#, in: page).first)
        #expect(page.contains("North &amp; Sons") && page.contains("help@northwind.example"))
        #expect(try await north.page(picture).isEmpty == false)
        let styles = DemoVisitor.matches(of: #"href="(/brand/[^"]+\.css)""#, in: page)
        #expect(try await north.page(#require(styles.first)).contains("#7a2e6f"))
        let other = try await south.page("/sign-in")
        #expect(
            other.contains("Southwind") && !other.contains("North") && !other.contains("/brand/\(picture.suffix(64))"))
        await #expect(throws: DemoVisitor.Unexpected.self) { try await south.page(picture) }
        #expect(await daemon.stop() == 0)

        let rows = try Rows(at: "\(data)/portal.sqlite")
        #expect(try rows.texts("SELECT action || ' ' || actor FROM audit") == ["agency.branding operator"])
        #expect(try await CommandRun.of("verify", "--data-dir", data).output == "ok\n")
    }

    @Test func `what is not named stays, and what is named none goes`() async throws {
        let logo = try logoFile()
        let first = try await brand("--logo", logo, "--icon", logo, "--support-email", "help@northwind.example")
        #expect(first.status == 0, "\(first.errors)")
        let second = try await brand("--colour", "accent=#0f766e", "--icon", "none")
        for line in [
            "name           Northwind\n", "help@northwind.example\n", "logo           image/png\n",
            "icon           none\n",
        ] {
            #expect(second.output.contains(line), "\(second.output)")
        }
        #expect(second.output.contains("dark (follows)"))
        let dark = try await brand("--dark-colour", "primary=#ffffff")
        #expect(dark.output.contains("  #ffffff\n") && !dark.output.contains("follows"))
        #expect(try await brand().output == dark.output, "looking changes nothing")
        #expect(try await brand("--derive-dark").output == second.output)
        #expect(try await brand("--support-email", "none").output.contains("support-email  none\n"))
        // Looking is no deed.
        #expect(try Rows(at: "\(data)/portal.sqlite").count("audit") == 5)
    }

    @Test func `what cannot be is refused in one line, and nothing changes`() async throws {
        let text = try folder.file("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").path
        let large = "\(folder.path)/large.png"
        var bytes = try #require(Self.picture)
        bytes.append(Data(count: BrandPicture.limit))
        try bytes.write(to: URL(fileURLWithPath: large))
        let before = try await brand().output
        let mistakes: [([String], Int32, String)] = [
            (["--colour", "primary"], 64, "--colour: primary: must be one of primary, on-primary,"),
            (["--colour", "third=#000000"], 64, "--colour: third=#000000: must be one of"),
            (["--colour", "primary=red"], 64, "--colour: primary=red: must be one of"),
            (["--name", " "], 64, "--name: must be a name"),
            (["--support-email", "help"], 64, "--support-email: must be an address"),
            (["--logo", text], 65, "--logo: \(text) is no PNG, JPEG or WebP picture"),
            (["--icon", large], 65, "--icon: \(large) has more than 256 KB"),
            (["--logo", "\(folder.path)/none.png"], 66, "--logo: \(folder.path)/none.png cannot be read"),
            (
                ["--colour", "text=#c0c0c0"], 65,
                "--colour: text #c0c0c0 cannot be told from background #f6f7f9; would do: text=#"
            ),
            (
                ["--colour", "background=#202020"], 65,
                "--colour: no text could be told from both background #202020 and surface #ffffff; the two must be nearer"
            ),
            (["--dark-colour", "text=#202020"], 65, "--dark-colour: text #202020 cannot be told from background"),
        ]
        for (arguments, status, words) in mistakes {
            let run = try await CommandRun.of(["agency", "brand", "--data-dir", data, "northwind"] + arguments)
            #expect(run.status == status, "\(arguments)")
            #expect(run.errors.hasPrefix("portald: \(words)"), "\(run.errors)")
            #expect(run.errors.filter(\.isNewline).count == 1)
        }
        let stranger = try await brand("--name", "X", of: "eastwind")
        #expect(stranger.status == 65 && stranger.errors == "portald: eastwind: there is no such agency\n")
        #expect(try await brand().output == before)
        #expect(try Rows(at: "\(data)/portal.sqlite").count("audit") == 0)
    }

    @Test(arguments: ["text=#c0c0c0", "primary=#f0f0f0", "background=#d0d0d0"])
    func `the shades that are offered would do, all at once`(_ colour: String) async throws {
        let refused = try await brand("--colour", colour)
        let token = colour.prefix { $0 != "=" }
        #expect(refused.status == 65 && refused.errors.contains("\(token) #"), "\(refused.errors)")
        let offers = DemoVisitor.matches(of: "([a-z-]+=#[0-9a-f]{6})", in: refused.errors)
        let taken = try await CommandRun.of(
            ["agency", "brand", "--data-dir", data, "northwind"] + ([colour] + offers).flatMap { ["--colour", $0] })
        #expect(taken.status == 0, "\(taken.errors)")
    }
}
