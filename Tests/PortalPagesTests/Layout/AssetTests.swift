import Testing

@testable import PortalPages

struct AssetTests {
    @Test func `rules lose what only readers need, and nothing else`() {
        let css = """
            /* A note: { ; } */
            .a > .b, .c :hover {
                margin: 0 auto;  content: " ; } ";
                width: calc(100% + 2rem);
            }
            @media (min-width: 3rem) { .d { color: red; } }
            """
        let compact = String(decoding: Stylesheet.compact(css), as: UTF8.self)
        #expect(
            compact
                == #".a>.b,.c :hover{margin:0 auto;content:" ; } ";width:calc(100% + 2rem)}@media (min-width:3rem){.d{color:red}}"#
        )
    }

    @Test func `the stylesheet is balanced and names no colour of its own but shadows`() {
        let css = String(decoding: Asset.stylesheet.bytes, as: UTF8.self)
        #expect(css.components(of: "{") == css.components(of: "}"))
        #expect(!css.contains("/*") && !css.contains("\n"))
        #expect(!css.contains("#"), "colours come from the brand")
        #expect(!css.contains("url(") && !css.contains("@import"))
    }

    @Test(arguments: Asset.allCases)
    func `an asset is found by the name that pages print, and by no other`(_ asset: Asset) throws {
        #expect(Asset(fileName: asset.fileName) == asset)
        #expect(Asset(fileName: asset.fileName + "x") == nil)
        #expect(asset.fileName.wholeMatch(of: /[0-9a-f]{16}\.(css|js)/) != nil)
        #expect(Path.asset(asset).text == "/assets/\(asset.fileName)")
    }

    @Test func `a content hash is FNV-1a of 64 bits`() {
        #expect(ContentHash([]).text == "cbf29ce484222325")
        #expect(ContentHash(Array("foobar".utf8)).text == "85944171f73967e8")
    }
}
