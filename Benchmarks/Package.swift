// swift-tools-version: 6.2
import PackageDescription

// What is measured in one process, and the server that the portal is measured against. `Scripts/measure` runs both, and builds `portald`
// here too, so that there is one release build of everything.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "portal", path: ".."),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    ],
    targets: [
        .executableTarget(name: "Hello", dependencies: [.product(name: "Hummingbird", package: "hummingbird")]),
        .target(name: "CAllocations"),
        .executableTarget(
            name: "Measure",
            dependencies: [
                "CAllocations",
                .product(name: "PortalCore", package: "portal"),
                .product(name: "PortalStore", package: "portal"),
                .product(name: "PortalServices", package: "portal"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
