// swift-tools-version: 6.2
import PackageDescription

// The access rules alone, in a server that has its own users, ids and database.
// Without the trait `Server`, nothing but PortalCore is fetched or built.
let package = Package(
    name: "EmbedRules",
    dependencies: [
        .package(name: "portal", path: "../..", traits: [])
    ],
    targets: [
        .target(name: "EmbedRules", dependencies: [.product(name: "PortalCore", package: "portal")]),
        .testTarget(
            name: "EmbedRulesTests", dependencies: ["EmbedRules", .product(name: "PortalCore", package: "portal")]),
    ],
    swiftLanguageModes: [.v6]
)
