import Crypto
import FoundationEssentials
import PortalCore
import Testing

@testable import PortalServices

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct MasterKeyTests {
    private func bytes(_ key: MasterKey) -> [UInt8] { key.symmetric.withUnsafeBytes { Array($0) } }

    @Test(arguments: [
        "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=", "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA",
        "__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA", "__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA=",
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0",
        "  FFFEFDFCFBFAF9F8F7F6F5F4F3F2F1F0EFEEEDECEBEAE9E8E7E6E5E4E3E2E1E0\n",
    ])
    func `the forms that a key is written in`(_ text: String) throws {
        let key = try MasterKey(text: text, source: "PORTAL_MASTER_KEY")

        #expect(bytes(key) == (224...255).reversed().map { UInt8($0) })
    }

    @Test(arguments: [
        "", " ", "changeme", "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4Q==", "fffefdfc",
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0 efeeedecebeae9e8e7e6e5e4e3e2e1e0",
        "gffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0",
    ])
    func `anything else is refused by the name of where it came from`(_ text: String) {
        let error = #expect(throws: MasterKeyError.malformed("PORTAL_MASTER_KEY")) {
            try MasterKey(text: text, source: "PORTAL_MASTER_KEY")
        }
        #expect(
            error?.description
                == "PORTAL_MASTER_KEY: a master key is 32 bytes, as base 64 or as 64 hexadecimal digits")
    }

    @Test func `a key never prints itself`() throws {
        let key = try #require(MasterKey(bytes: [UInt8](0..<32)))
        var dumped = ""
        dump(key, to: &dumped)

        #expect("\(key)" == "master key")
        #expect(String(reflecting: key) == "master key")
        #expect(dumped == "- master key\n")
    }
}

/// Key files in a folder of their own.
final class MasterKeyFileTests {
    private let folder: String

    init() throws {
        var template = Array("/tmp/master-key-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private var path: String { "\(folder)/master.key" }
    private var file: MasterKeyFile { MasterKeyFile(path: path) }

    private func write(_ text: String, mode: mode_t = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        chmod(path, mode)
    }

    private func bytes(_ key: MasterKey) -> [UInt8] { key.symmetric.withUnsafeBytes { Array($0) } }

    @Test func `a missing key is said to be missing, and not made`() {
        #expect(throws: MasterKeyError.missing(path: path)) { try file.read() }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a key is made once, for its owner only, and leaves nothing beside it`() throws {
        let made = try file.readOrCreate()
        var status = stat()
        stat(path, &status)

        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try bytes(file.readOrCreate()) == bytes(made))
        #expect(try bytes(file.read()) == bytes(made))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["master.key"])
    }

    @Test func `many that start at once end with the same key`() async throws {
        let file = file
        let keys = try await withThrowingTaskGroup(of: MasterKey.self) { group in
            for _ in 0..<16 { group.addTask { try file.readOrCreate() } }
            return try await group.reduce(into: [MasterKey]()) { $0.append($1) }
        }

        #expect(Set(keys.map(bytes)).count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["master.key"])
    }

    @Test(arguments: [0o644, 0o604, 0o666, 0o620, 0o601] as [mode_t])
    func `a key that others can reach is refused`(_ mode: mode_t) throws {
        try write(String(repeating: "ab", count: 32), mode: mode)

        #expect(throws: MasterKeyError.openToOthers(path: path, mode: UInt32(mode))) { try file.read() }
        #expect(throws: MasterKeyError.openToOthers(path: path, mode: UInt32(mode))) { try file.readOrCreate() }
    }

    @Test(arguments: [0o600, 0o400, 0o640, 0o440] as [mode_t])
    func `a key for its owner, and a group that reads, is read`(_ mode: mode_t) throws {
        try write(String(repeating: "ab", count: 32) + "\n", mode: mode)

        #expect(try bytes(file.read()) == [UInt8](repeating: 0xAB, count: 32))
    }

    @Test(arguments: ["", "\n", "short", String(repeating: "a", count: 5_000)])
    func `a damaged key is refused, and never replaced`(_ text: String) throws {
        try write(text)

        #expect(throws: MasterKeyError.malformed(path)) { try file.readOrCreate() }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(text.utf8))
    }

    @Test func `a folder is not a key, and a missing folder is told`() {
        #expect(throws: MasterKeyError.notAFile(path: folder)) { try MasterKeyFile(path: folder).read() }
        #expect(throws: MasterKeyError.self) { try MasterKeyFile(path: "\(folder)/no/master.key").readOrCreate() }
    }
}
