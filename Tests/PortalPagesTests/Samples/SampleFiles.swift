import Foundation
import PortalCore
import PortalPages
import Testing

/// Writes every sample with its stylesheets into the folder that `PORTAL_PAGES_OUT` names, for people and browsers to look at.
struct SampleFiles {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["PORTAL_PAGES_OUT"] != nil))
    func `samples are written for looking at`() throws {
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["PORTAL_PAGES_OUT"]))
        let files = FileManager.default
        for name in ["assets", "brand"] {
            try files.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        for asset in Asset.allCases {
            try Data(asset.bytes).write(to: folder.appending(path: "assets/\(asset.fileName)"))
        }
        let world = World.plain
        let sheet = BrandStylesheet.of(world.front.brand)
        try Data(sheet.bytes).write(to: folder.appending(path: "brand/\(sheet.name.fileName)"))
        for (number, letter) in LetterPressTests.letters(world).enumerated() {
            try Data(try LetterPressTests().mail(letter).html).write(to: folder.appending(path: "mail-\(number).html"))
        }
        // Names as long as they can be, without a place to break them.
        let long = World { text in text + String(repeating: "Donaudampfschifffahrt", count: 4) }
        for (prefix, samples) in [("", world.everyPage), ("long-", long.everyPage)] {
            for sample in samples {
                try Data(sample.view.html()).write(to: folder.appending(path: "\(prefix)\(sample.name).html"))
            }
        }
    }
}
