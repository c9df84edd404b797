// swift-tools-version: 6.2
import PackageDescription

// `PORTAL_MODULES=PortalCore swift test` builds and tests the named rooms alone (comma-separated),
// with only the packages they need. Unset, the whole house is built.
let chosen = Context.environment["PORTAL_MODULES"].map { Set($0.split(separator: ",").map(String.init)) }

// `Scripts/fuzz` builds with this set: our own code then reports its paths to a fuzzer, and is checked for memory errors.
let isFuzzing = Context.environment["PORTAL_FUZZING"] != nil

// With this set, our own code notes which of its lines were run; what others wrote is built as ever. `Scripts/coverage` reads the notes.
let isCounting = Context.environment["PORTAL_COVERAGE"] != nil

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (isFuzzing ? [.unsafeFlags(["-O", "-sanitize=fuzzer,address"])] : [])
    + (isCounting ? [.unsafeFlags(["-profile-generate", "-profile-coverage-mapping"])] : [])
let linking: [LinkerSetting] = isCounting ? [.unsafeFlags(["-profile-generate"])] : []

// A package that wants the rules alone depends on this one with `traits: []`: then nothing else is even fetched.
let served: TargetDependencyCondition? = .when(traits: ["Server"])

let everyDependency: [(package: Package.Dependency, usedBy: Set<String>)] = [
    (.package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"), ["PortalStore"]),
    (.package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"), ["PortalServices"]),
    (
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        ["PortalServices", "portald"]
    ),
    (
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        ["PortalServices", "PortalHTTP", "portald"]
    ),
    (.package(url: "https://github.com/apple/swift-nio-ssl", from: "2.34.0"), ["PortalServices"]),
    (.package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"), ["PortalHTTP"]),
    (.package(url: "https://github.com/apple/swift-log", from: "1.16.0"), ["PortalServices", "PortalHTTP", "portald"]),
    (.package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"), ["PortalHTTP", "portald"]),
    (.package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"), ["PortalHTTP", "portald"]),
    (
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        ["PortalServices", "PortalHTTP", "portald"]
    ),
    (.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"), ["portald"]),
    (.package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"), ["portald"]),
]

let crypto: [Target.Dependency] = [
    .product(name: "Crypto", package: "swift-crypto", condition: served),
    .product(name: "CryptoExtras", package: "swift-crypto", condition: served),
]
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio", condition: served),
    .product(name: "NIOPosix", package: "swift-nio", condition: served),
]
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl", condition: served)
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio", condition: served)
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras", condition: served)
let log: Target.Dependency = .product(name: "Logging", package: "swift-log", condition: served)
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types", condition: served)
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: served)
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird", condition: served)
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird", condition: served)
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client", condition: served)

/// A module, its dependencies, and its tests if the last argument names any.
func room(_ name: String, _ dependencies: [Target.Dependency], tests: [Target.Dependency]? = []) -> [Target] {
    if let chosen, !chosen.contains(name) { return [] }
    var targets: [Target] = [.target(name: name, dependencies: dependencies, swiftSettings: settings)]
    if let tests {
        targets.append(
            .testTarget(
                name: "\(name)Tests", dependencies: [.target(name: name)] + tests, swiftSettings: settings,
                linkerSettings: linking))
    }
    return targets
}

var targets: [Target] = []
targets += room("PortalCore", [])
targets += room(
    "PortalStore",
    [
        "PortalCore", .product(name: "GRDB", package: "GRDB.swift", condition: served),
        .product(name: "GRDBSQLite", package: "GRDB.swift", condition: served),
    ])
targets += room(
    "PortalServices", ["PortalCore", log, lifecycle, httpClient, nioHTTP, nioSSL] + crypto + nio,
    tests: [log, lifecycle, nioSSL] + crypto + nio)
targets += room("PortalPages", ["PortalCore"])
targets += room(
    "PortalHTTP",
    ["PortalCore", "PortalPages", hummingbird, hummingbirdCore, httpTypes, nioHTTPTypes, lifecycle, log] + nio,
    tests: [nioHTTPTypes])
if chosen == nil || chosen?.contains("portald") == true {
    let everyModule: [Target.Dependency] = ["PortalCore", "PortalStore", "PortalServices", "PortalPages", "PortalHTTP"]
    targets += [
        .executableTarget(
            name: "portald",
            dependencies: everyModule + [
                hummingbird, httpTypes, lifecycle, log, httpClient, nioHTTP,
                .product(name: "UnixSignals", package: "swift-service-lifecycle", condition: served),
                .product(name: "ArgumentParser", package: "swift-argument-parser", condition: served),
                .product(name: "Configuration", package: "swift-configuration", condition: served),
            ] + nio, swiftSettings: settings, linkerSettings: linking),
        .executableTarget(
            name: "EmbedServer",
            dependencies: everyModule + [hummingbird, httpTypes, lifecycle, log, httpClient, nioHTTP],
            path: "Examples/EmbedServer", swiftSettings: settings, linkerSettings: linking),
        .testTarget(
            name: "PortaldTests",
            dependencies: everyModule + ["portald", hummingbird, httpClient, httpTypes, log, nioHTTP],
            swiftSettings: settings, linkerSettings: linking),
    ]
}
if isFuzzing {
    targets.append(
        .executableTarget(
            name: "Fuzzing",
            dependencies: ["PortalCore", "PortalServices", "PortalPages", "PortalHTTP", httpTypes],
            path: "Tests/Fuzzing",
            exclude: ["Corpus"], swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]))
}

let package = Package(
    name: "portal",
    products: ["PortalCore", "PortalStore", "PortalServices", "PortalPages", "PortalHTTP"]
        .filter { chosen?.contains($0) ?? true }
        .map { .library(name: $0, targets: [$0]) }
        // Named, so that a package that depends on this one can build the daemon, as Benchmarks does.
        + (chosen?.contains("portald") ?? true ? [.executable(name: "portald", targets: ["portald"])] : []),
    traits: [
        .trait(
            name: "Server", description: "Storage, services, pages and routes. Without it only PortalCore can be used."),
        .default(enabledTraits: ["Server"]),
    ],
    dependencies:
        everyDependency
        .filter { dependency in chosen.map { !$0.isDisjoint(with: dependency.usedBy) } ?? true }
        .map(\.package),
    targets: targets,
    swiftLanguageModes: [.v6]
)
