import Testing

/// Somebody who follows every link they are shown.
@Suite struct WalkTests {
    @Test(arguments: [Cast.client, .clerk, .billing, .bare, .both, .newcomer, .member, .admin, .owner])
    func `every link leads somewhere, and nowhere is anything foreign`(_ cast: Cast) async throws {
        try await Town.open { town in
            let visitor = Visitor(cast, town.seed)
            let browser = Browser(visitor, in: town)
            let leaks = Leaks(seed: town.seed)
            var ahead = [cast.role == nil ? "/portal" : "/dashboard"]
            var known = Set(ahead)
            var own: Set<Marker> = []
            while let path = ahead.popLast() {
                let page = try await browser.get(path)
                #expect(page.status == 200, "\(path) → \(page.status)")
                let leaked = leaks.found(in: page.everything, by: visitor, asking: "")
                #expect(leaked.isEmpty, "\(path) shows \(cast) \(leaked)")
                own.formUnion(Marker.all(in: page.body))
                for link in page.text.tags("a").compactMap({ $0["href"] }) where link.hasPrefix("/") {
                    // The same list narrowed in another way is no other place.
                    let isNarrowed = link.contains("?") && !link.contains("before=") && !link.contains("archived=")
                    if !isNarrowed, known.insert(link).inserted { ahead.append(link) }
                }
            }
            #expect(known.count > 1 && known.count < 500, "\(known.count) places")
            #expect(own.contains { !$0.belonging.reach.contains(.everybody) }, "something of theirs was shown")
        }
    }
}
